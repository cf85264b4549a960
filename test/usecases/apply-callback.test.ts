import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import { eventsOf, type Act } from '../../server/domain/act.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { applyCallback, type Callback } from '../../server/usecases/apply-callback.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition } from '../support/builders.ts'
import { APPROVAL_CODE, createHarness } from '../support/http-server.ts'
import { anActor } from '../support/people.ts'

// Long, as each way in and each refusal of a callback is tried on one set-up.

type Place = 'card' | 'list' | 'search'
const PLACES: Place[] = ['card', 'list', 'search']
const MESSAGE = '9223372036854775807'

const FLOW = [
  { id: 'first', name: { 'zh-CN': '甲' }, approvers: { users: ['u_bob', 'u_hr'] }, mode: 'any' },
  { id: 'second', name: { 'zh-CN': '乙' }, approvers: { users: ['u_carol'] } },
]

async function setUp({ flow = FLOW }: { flow?: object[] } = {}) {
  const harness = await createHarness({ definitions: [aDefinition({ flow })] })
  const ctx = harness.callbacks
  const input = { definition: 'leave', approvers: {}, cc: [], userId: 'u_alice', locale: undefined }
  const view = await submitInstance(ctx, { ...input, form: { kind: 'annual', days: 5 } })
  const taskId = taskOf(view, 'u_bob')
  const callback = (place: Place, overrides: Partial<Callback> = {}): Callback => {
    const claim = { instanceId: view.id, taskId, userId: 'u_bob', round: 1 }
    const nothing = {
      actionContext: undefined,
      instanceId: undefined,
      taskId: undefined,
      messageId: undefined,
    }
    const places = {
      card: { messageId: MESSAGE, actionContext: harness.ring.sign(claim) },
      list: { instanceId: view.id, taskId },
      search: { id: taskId },
    }
    const base = { action: 'APPROVE', userId: 'u_bob', approvalCode: APPROVAL_CODE, reason: null } as const
    return { ...base, ...nothing, id: undefined, ...places[place], ...overrides }
  }
  const read = async () => {
    const record = await harness.store.instances.read(view.id)
    if (!record) throw new Error('gone')
    return record
  }
  return { ...harness, ctx, view, taskId, callback, read }
}

function taskOf({ tasks }: InstanceView, userId: string): string {
  const task = tasks.find(({ assignee }) => assignee.userId === userId)
  if (!task) throw new Error(`${userId} has no task`)
  return task.id
}

describe('a decision in Feishu', () => {
  it.each(PLACES)('from %s counts, and the history says from where', async (place) => {
    const { ctx, callback, read, taskId } = await setUp()
    await applyCallback(ctx, callback(place, { reason: '同意' }))
    const { instance, history } = await read()
    expect(instance.tasks.find(({ id }) => id === taskId)).toMatchObject({
      status: 'APPROVED',
      reason: '同意',
    })
    const ended = history.find((act) => endsTask(act, taskId))
    expect(ended).toMatchObject({ verb: 'approve', taskId, by: 'u_bob', via: place, reason: '同意' })
  })

  it('needs nothing of Feishu', async () => {
    const { ctx, people, callback, read } = await setUp()
    people.fail({})
    await applyCallback(ctx, callback('card'))
    expect((await read()).history.some(({ via }) => via === 'card')).toBe(true)
  })

  it('from a card whose send has no answer yet tells us the message, in the same change', async () => {
    const { ctx, callback, read, taskId } = await setUp()
    await applyCallback(ctx, callback('card'))
    expect((await read()).cards.find((card) => card.taskId === taskId)?.messageId).toBe(MESSAGE)
  })

  it('again is no change, but may still tell us the message', async () => {
    const { ctx, callback, dump, read } = await setUp()
    await applyCallback(ctx, callback('list'))
    const before = await read()
    await applyCallback(ctx, callback('card'))
    const after = await read()
    expect(after).toEqual({ ...before, cards: after.cards })
    expect(after.cards[0]?.messageId).toBe(MESSAGE)
    const stored = dump()
    await applyCallback(ctx, callback('card'))
    await applyCallback(ctx, callback('search'))
    expect(dump()).toBe(stored)
  })

  it('tells the message that a settling was given up for', async () => {
    const { ctx, callback, read, store, taskId } = await setUp()
    await applyCallback(ctx, callback('list'))
    const { instance } = await read()
    const parked = {
      at: 0,
      cause: 'unclear',
      reason: '',
      code: null,
      logId: null,
      payload: null,
      probeAt: null,
    } as const
    await store.instances.change(instance.id, (record) => {
      const effects = record?.effects.map((effect) =>
        effect.kind === 'settle_card' ? { ...effect, parked } : effect,
      )
      return { next: record && effects && { ...record, effects }, result: undefined }
    })
    await applyCallback(ctx, callback('card'))
    const settling = (await read()).effects.find((one) => one.kind === 'settle_card' && one.taskId === taskId)
    expect(settling?.parked).toBeNull()
  })

  it('opposite to one made before is refused, in words that name who decided', async () => {
    const { ctx, callback, dump, view } = await setUp()
    await applyCallback(ctx, callback('card'))
    const before = dump()
    await expect(applyCallback(ctx, callback('card', { action: 'REJECT' }))).rejects.toMatchObject({
      code: 'task_already_ended',
      words: { 'zh-CN': '该审批已由鲍勃处理：已同意' },
    })
    const other = callback('search', { userId: 'u_hr', id: taskOf(view, 'u_hr') })
    await expect(applyCallback(ctx, other)).rejects.toMatchObject({ code: 'task_already_ended' })
    expect(dump()).toBe(before)
  })

  it('without the reason that the node asks for is refused, in words', async () => {
    const [first, ...rest] = FLOW
    const { ctx, callback, dump } = await setUp({ flow: [{ ...first, reason: 'required' }, ...rest] })
    const before = dump()
    await expect(applyCallback(ctx, callback('card'))).rejects.toMatchObject({
      code: 'reason_required',
      words: { 'zh-CN': '请填写审批意见' },
    })
    expect(dump()).toBe(before)
    await applyCallback(ctx, callback('card', { reason: '行' }))
  })
})

describe('what does not prove itself is refused, and leaves no trace (R11)', () => {
  type Setting = Awaited<ReturnType<typeof setUp>>
  const sign = ({ ring, view, taskId }: Setting, more: object = {}) =>
    ring.sign({ instanceId: view.id, taskId, userId: 'u_bob', round: 1, ...more })

  const cases: [string, Place, (setting: Setting) => Partial<Callback>][] = [
    ['a card without context', 'card', () => ({ actionContext: undefined })],
    [
      'a card with a list’s ids but no context',
      'card',
      (s) => ({ actionContext: undefined, taskId: s.taskId }),
    ],
    ['a forged context', 'card', (s) => ({ actionContext: `${sign(s).slice(0, -4)}AAAA` })],
    ['somebody else’s context', 'card', (s) => ({ actionContext: sign(s, { userId: 'u_hr' }) })],
    ['another round', 'card', (s) => ({ actionContext: sign(s, { round: 2 }) })],
    ['a task that is not there', 'card', (s) => ({ actionContext: sign(s, { taskId: `${s.view.id}_t99` }) })],
    ['a context of another instance', 'card', (s) => ({ actionContext: sign(s, { instanceId: 'other' }) })],
    ['another instance_id than the context', 'card', () => ({ instanceId: 'other' })],
    ['another task_id than the context', 'card', (s) => ({ taskId: `${s.view.id}_t2` })],
    ['another id than the context', 'card', (s) => ({ id: `${s.view.id}_t2` })],
    ['another person', 'card', () => ({ userId: 'u_hr' })],
    ['a list entry with a wrong context', 'list', () => ({ actionContext: 'nonsense' })],
    ['a list entry of another person', 'list', () => ({ userId: 'u_mallory' })],
    ['a list entry of another instance', 'list', () => ({ instanceId: 'other' })],
    ['a list entry without its instance', 'list', () => ({ instanceId: undefined })],
    ['another approval_code in a list', 'list', () => ({ approvalCode: 'another' })],
    ['a search entry of another person', 'search', () => ({ userId: 'u_hr' })],
    ['a search entry that is none', 'search', () => ({ id: 'nothing' })],
    ['a path', 'search', () => ({ id: '../../etc/passwd_t1' })],
    ['nothing named at all', 'search', () => ({ id: undefined })],
  ]
  it.each(cases)('%s', async (_, place, overrides) => {
    const setting = await setUp()
    const before = setting.dump()
    const attempt = applyCallback(setting.ctx, setting.callback(place, overrides(setting)))
    await expect(attempt).rejects.toMatchObject({
      code: 'callback_refused',
      message: 'The callback is refused.',
    })
    expect(setting.dump()).toBe(before)
  })

  it.each([
    ['another message than the one we know', 0, '7'],
    ['the message of another card', 1, MESSAGE],
  ])('%s', async (_, at, messageId) => {
    const { ctx, callback, dump, store, view, read } = await setUp()
    await store.instances.change(view.id, (current) => {
      if (!current) throw new Error('gone')
      const cards = current.cards.map((card, index) => (index === at ? { ...card, messageId } : card))
      return { next: { ...current, cards }, result: undefined }
    })
    const before = dump()
    await expect(applyCallback(ctx, callback('card'))).rejects.toMatchObject({ code: 'callback_refused' })
    expect(dump()).toBe(before)
    await applyCallback(ctx, callback('card', { messageId: '7' }))
    expect((await read()).instance.tasks[0]?.status).toBe('APPROVED')
  })
})

it('a decision that was made before is not even written again', async () => {
  const { ctx, callback, files, taskId } = await setUp()
  await applyCallback(ctx, callback('card'))
  files.write = () => Promise.reject(new Error('nothing shall be written'))
  for (const place of PLACES) await applyCallback(ctx, callback(place))
  await doVerb(ctx, { verb: 'approve', id: taskId, body: {} }, anActor('u_bob'))
})

describe('at the same time (R9)', () => {
  it('64 presses of one button everywhere count once, and everyone is told so', async () => {
    const { ctx, callback, read, taskId } = await setUp()
    const api = { verb: 'approve', id: taskId, body: {} } as const
    const presses = Array.from({ length: 16 }, () => [
      ...PLACES.map((place) => applyCallback(ctx, callback(place))),
      doVerb(ctx, api, anActor('u_bob')),
    ]).flat()
    const outcomes = await Promise.allSettled(presses)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(64)
    expect(endings((await read()).history, taskId)).toBe(1)
  })

  it('in whatever order a scheduler lets them run, one wins and the others hear of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ place: fc.constantFrom<Place | 'api'>(...PLACES, 'api'), no: fc.boolean() }), {
          minLength: 2,
          maxLength: 8,
        }),
        async (scheduler, presses) => {
          const { ctx, callback, read, taskId } = await setUp()
          const slow = { ...ctx, verifyContext: scheduler.scheduleFunction(ctx.verifyContext) }
          const running = presses.map(({ place, no }) => {
            const action = no ? 'REJECT' : 'APPROVE'
            if (place !== 'api') return applyCallback(slow, callback(place, { action }))
            const verb = no ? 'reject' : 'approve'
            return doVerb(slow, { verb, id: taskId, body: {} }, anActor('u_bob'))
          })
          const settling = Promise.allSettled(running)
          await scheduler.waitIdle()
          const outcomes = await settling
          const { history, instance } = await read()
          expect(endings(history, taskId)).toBe(1)
          const won = instance.tasks.find(({ id }) => id === taskId)?.status
          outcomes.forEach((outcome, at) => {
            const agreed = (presses[at]?.no ? 'REJECTED' : 'APPROVED') === won
            expect(outcome.status).toBe(agreed ? 'fulfilled' : 'rejected')
            if (outcome.status === 'rejected') expect(outcome.reason.code).toBe('task_already_ended')
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})

it('a callback of what has ended changes nothing: the same again is told yes, the opposite no (R10)', async () => {
  type End = 'approved' | 'rejected' | 'by other' | 'withdrawn'
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<End>('approved', 'rejected', 'by other', 'withdrawn'),
      fc.constantFrom(...PLACES),
      fc.constantFrom('APPROVED' as const, 'REJECTED' as const),
      async (end, place, verdict) => {
        const { ctx, callback, read, view, taskId } = await setUp()
        if (end === 'withdrawn')
          await doVerb(ctx, { verb: 'withdraw', id: view.id, body: {} }, anActor('u_alice'))
        else {
          const [userId, task] = end === 'by other' ? ['u_hr', taskOf(view, 'u_hr')] : ['u_bob', taskId]
          const verb = end === 'rejected' ? 'reject' : 'approve'
          await doVerb(ctx, { verb, id: task, body: {} }, anActor(userId))
        }
        const before = await read()
        const outcome = await applyCallback(
          ctx,
          callback(place, { action: verdict === 'APPROVED' ? 'APPROVE' : 'REJECT' }),
        ).then(
          () => 'yes',
          (error: unknown) => (error as { code: string }).code,
        )
        const isSame = end === verdict.toLowerCase()
        expect(outcome).toBe(isSame ? 'yes' : 'task_already_ended')
        const after = await read()
        expect({ ...after, cards: before.cards }).toEqual(before)
      },
    ),
    { numRuns: 100 },
  )
})

it('an int64 message id goes through callback and store to the byte (R17)', async () => {
  const positive = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n })
  const { ctx, store, ring, read } = await setUp()
  const { instance } = await read()
  const taskId = instance.tasks[0]?.id ?? ''
  const actionContext = ring.sign({ instanceId: instance.id, taskId, userId: 'u_bob', round: 1 })
  const forget = () =>
    store.instances.change(instance.id, (current) => {
      if (!current) throw new Error('gone')
      const cards = current.cards.map((card) => ({ ...card, messageId: null }))
      return { next: { ...current, cards }, result: undefined }
    })
  await fc.assert(
    fc.asyncProperty(positive, async (id) => {
      await forget()
      const named = { instanceId: undefined, taskId: undefined, id: undefined, messageId: String(id) }
      const said = {
        action: 'APPROVE',
        userId: 'u_bob',
        approvalCode: APPROVAL_CODE,
        reason: null,
      } as const
      await applyCallback(ctx, { ...said, ...named, actionContext })
      expect((await read()).cards[0]?.messageId).toBe(String(id))
    }),
    { numRuns: 200 },
  )
})

const endsTask = (act: Act, taskId: string): boolean =>
  eventsOf(act, 'task_ended').some((ended) => ended.taskId === taskId)

function endings(history: readonly Act[], taskId: string): number {
  return history.flatMap((act) => eventsOf(act, 'task_ended')).filter((ended) => ended.taskId === taskId)
    .length
}
