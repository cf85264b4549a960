import { describe, expect, it } from 'vitest'
import { toHistory } from '../../miniprogram/features/detail/history-view.ts'
import { toNodes } from '../../miniprogram/features/detail/progress-view.ts'
import { toRow } from '../../miniprogram/features/list/row-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'
import type { Outcome } from '../../server/domain/act.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { noticeOf } from '../../server/domain/messages.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { terminate } from '../../server/domain/verbs/terminate.ts'
import { timeOut } from '../../server/domain/verbs/time-out.ts'
import { cardStatusOf } from '../../server/domain/outbox/card-status.ts'
import { toInstanceBody } from '../../server/feishu/payloads/instance.ts'
import { commit } from '../../server/usecases/commit.ts'
import { listInstances } from '../../server/usecases/list-instances.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { LOCALES } from '../../shared/languages.ts'
import { aDefinition, aDefinitionRecord, aContext, given, T0 } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'
import { parts, pictured } from '../feishu/samples.ts'

// Long, as it is one table: every way to end, and every place that tells of it.

const node = (id: string, users: string[], more: object = {}) => ({
  id,
  name: { 'zh-CN': id, 'en-US': id, 'ja-JP': id },
  approvers: { users },
  mode: 'all' as const,
  ...more,
})
/** Bob and Carol, then Lead. */
const FLOW = [node('first', ['u_bob', 'u_carol']), node('then', ['u_lead'])]

type Doing = (instance: Instance) => Outcome
const by = (who: string) => aContext({ at: T0 + 60_000, by: who })
const SYSTEM = { at: T0 + 60_000, by: null, via: 'system' } as const
const OPERATOR = { at: T0 + 60_000, by: null, via: 'admin' } as const
const taskOf = ({ tasks }: Instance, who: string): string =>
  tasks.findLast(({ assignee }) => assignee === who)?.id ?? '?'
const says =
  (who: string, verb: 'approve' | 'reject', reason: string | null = null): Doing =>
  (instance) =>
    act(instance, verb, { taskId: taskOf(instance, who), ...given({ reason }) }, by(who))
const withdraws =
  (reason: string | null): Doing =>
  (instance) =>
    act(instance, 'withdraw', given({ reason }), by('u_alice'))
const leaves =
  (from: string, ...candidates: string[]): Doing =>
  (instance) => {
    const how = { completeReason: 'forward_resign', hasLeft: true, reason: null, people: {} } as const
    return handOver(instance, { from, candidates, ...how }, SYSTEM)
  }
const timeFor =
  (who: string, action: 'approve' | 'reject'): Doing =>
  (instance) =>
    timeOut(instance, { taskId: taskOf(instance, who), action }, SYSTEM)

/** Alice asks, and then this happens. */
async function after(doings: readonly Doing[], flow: Parameters<typeof aDefinition>[0] = { flow: FLOW }) {
  const definition = aDefinition(flow)
  const { ctx } = await createHarness({ definitions: [definition] })
  const form = { kind: 'annual', days: 5 }
  const asked = {
    definition: 'leave',
    form,
    approvers: {},
    cc: [],
    userId: 'u_alice',
    locale: 'zh-CN' as const,
  }
  const { id } = await submitInstance(ctx, asked)
  const absent = () => new Error('absent') as never
  for (const doing of doings) await commit(ctx, id, absent, doing)
  const record = (await ctx.store.instances.read(id)) as InstanceRecord
  const read = (userId: string, locale: (typeof LOCALES)[number]) => readInstance(ctx, { id, userId, locale })
  return { ctx, id, record, definition, read }
}
type World = Awaited<ReturnType<typeof after>>

const readingIn = (locale: (typeof LOCALES)[number]) => ({
  locale,
  now: T0 + 60_000,
  say: sayIn(locale),
  urlOf: (url: string) => url,
})
const time = / · \d\d:\d\d$|^\d\d:\d\d$/

/** `node: tone`, and below it `name: what`, as the page shows them. */
async function progressOf({ read }: World, locale: (typeof LOCALES)[number] = 'en-US'): Promise<string[]> {
  const nodes = toNodes(await read('u_alice', locale), readingIn(locale)).slice(1)
  return nodes.flatMap(({ name, tone, statusText, people }) => [
    `${name}: ${statusText || tone}`,
    ...people.map((one) => `  ${one.name}: ${one.text.replace(time, '')}${one.reason && ` “${one.reason}”`}`),
  ])
}
async function historyOf({ read }: World): Promise<string[]> {
  return toHistory(await read('u_alice', 'en-US'), readingIn('en-US'))
    .slice(1)
    .map(({ text, reason }) => (reason ? `${text} “${reason}”` : text))
}
/** Of each task: its card, and what Feishu's lists and its efficiency board are told. */
function feishuOf({ record: { instance }, definition }: World): string[] {
  const picture = pictured({ instance, definition: aDefinitionRecord({ definition }) })
  const { task_list = [], status } = toInstanceBody(picture, 'CODE', 'UPDATE', parts)
  const tasks = task_list.map((one, at) => {
    const { complete_reason = '-' } = JSON.parse(one.extra ?? '{}') as { complete_reason?: string }
    const card = cardStatusOf(instance.tasks[at]!, instance) ?? 'open'
    return `${one.user_id}: ${one.status} ${complete_reason}, card ${card}`
  })
  return [status, ...tasks]
}
/** `to: kind by whom`; copies are another matter. */
const toldOf = ({ record }: World): string[] =>
  record.effects.flatMap(({ message }) => {
    const notice = message && noticeOf(record, message, { muted: [], locale: undefined, isManager: false })
    return notice && notice.kind !== 'cc'
      ? [`${notice.to}: ${notice.kind} by ${notice.by ?? notice.overdueNode ?? 'nobody'}`]
      : []
  })
async function doneOf({ ctx }: World, userId: string): Promise<string[]> {
  const query = { box: 'done', limit: 20, postponed: 'without' } as const
  const { items } = await listInstances(ctx, { ...query, userId, locale: 'en-US' })
  const reading = { locale: 'en-US' as const, now: T0, say: sayIn('en-US'), selected: new Set<string>() }
  return items.map((item) => toRow(item, reading).status)
}

describe('how an approval ended is told alike by its progress, its history, Feishu and the message', () => {
  it('approved by the last of its people', async () => {
    const world = await after([
      says('u_bob', 'approve'),
      says('u_carol', 'approve'),
      says('u_lead', 'approve'),
    ])
    expect(await progressOf(world)).toEqual([
      ...['first: done', '  鲍勃: Approved', '  卡罗尔: Approved', 'then: done', '  李德: Approved'],
      ...['Approved: done', '  李德: '],
    ])
    expect((await world.read('u_alice', 'en-US')).ended).toMatchObject({
      how: 'decision',
      by: { userId: 'u_lead' },
    })
    expect(feishuOf(world)[0]).toBe('APPROVED')
    expect(toldOf(world)).toEqual(['u_alice: approved by u_lead'])
  })

  it('rejected by a person, before others had their turn', async () => {
    const world = await after([says('u_carol', 'reject', '人手不足')])
    expect(await progressOf(world)).toEqual([
      ...['first: refused', '  鲍勃: Not needed: it was rejected', '  卡罗尔: Rejected “人手不足”'],
      ...['then: Never came to this', 'Rejected: refused', '  卡罗尔: '],
    ])
    expect(await historyOf(world)).toEqual(['卡罗尔 rejected it “人手不足”', 'Rejected'])
    expect(feishuOf(world)).toEqual([
      ...['REJECTED', 'u_bob: DONE others, card PROCESSED', 'u_carol: REJECTED rejected, card REJECTED'],
    ])
    expect(toldOf(world)).toEqual(['u_alice: rejected by u_carol'])
    expect(await doneOf(world, 'u_carol')).toEqual(['Rejected'])
  })

  it('withdrawn by its initiator, and not by those who had to decide', async () => {
    const world = await after([says('u_bob', 'approve'), withdraws('填错了')])
    expect(await progressOf(world)).toEqual(
      [
        ...['first: stopped', '  鲍勃: Approved', '  卡罗尔: Not needed: it was withdrawn'],
        ...['then: Never came to this', 'Withdrawn: refused', '  爱丽丝: “填错了”'].map((line) => line),
      ].map((line) => line.replace(': “', ':  “')),
    )
    expect(await historyOf(world)).toEqual(['鲍勃 approved', '爱丽丝 withdrew it “填错了”'])
    expect(feishuOf(world)).toEqual([
      ...['CANCELED', 'u_bob: APPROVED approved, card APPROVED', 'u_carol: DONE recall, card CANCELLED'],
    ])
    expect(toldOf(world)).toEqual(['u_carol: withdrawn by u_alice'])
  })

  it('terminated by an administrator', async () => {
    const world = await after([(one) => terminate(one, '重复', OPERATOR)])
    expect(await progressOf(world)).toEqual([
      ...['first: stopped', '  鲍勃: Not needed: it was ended', '  卡罗尔: Not needed: it was ended'],
      ...['then: Never came to this', 'Terminated: refused', '  An administrator:  “重复”'],
    ])
    expect(await historyOf(world)).toEqual(['An administrator ended it “重复”'])
    expect(feishuOf(world)[0]).toBe('TERMINATED')
    expect(toldOf(world)).toEqual(['u_alice: terminated by nobody'])
  })

  it('approved by time', async () => {
    const world = await after([
      says('u_bob', 'approve'),
      timeFor('u_carol', 'approve'),
      timeFor('u_lead', 'approve'),
    ])
    expect(await progressOf(world)).toEqual([
      ...['first: done', '  鲍勃: Approved', '  卡罗尔: Approved as nobody acted in time', 'then: done'],
      ...['  李德: Approved as nobody acted in time', 'Approved: done', '  The system: Nobody acted in time'],
    ])
    expect(feishuOf(world).at(-1)).toBe('u_lead: APPROVED auto_skip, card APPROVED')
    expect(toldOf(world)).toEqual(['u_alice: approved by then'])
    expect(await doneOf(world, 'u_lead')).toEqual(['Approved: time ran out'])
  })

  it('rejected by time', async () => {
    const world = await after([timeFor('u_bob', 'reject')])
    expect((await progressOf(world)).slice(-3)).toEqual([
      ...['then: Never came to this', 'Rejected: refused', '  The system: Nobody acted in time'],
    ])
    expect(feishuOf(world)[1]).toBe('u_bob: REJECTED node_auto_reject, card REJECTED')
    expect(toldOf(world)).toEqual(['u_alice: rejected by first'])
    expect(await doneOf(world, 'u_bob')).toEqual(['Rejected: time ran out'])
  })

  it('approved as a leaver’s place fell away', async () => {
    const flow = { flow: [node('first', ['u_bob', 'u_carol'])] }
    const world = await after([says('u_bob', 'approve', '同意'), leaves('u_carol', 'u_bob')], flow)
    expect(await progressOf(world)).toEqual([
      ...['first: done', '  鲍勃: Approved “同意”', '  卡罗尔: Has left'],
      ...['Approved: done', '  The system: Nobody else had to decide'],
    ])
    expect(await historyOf(world)).toEqual([
      ...['鲍勃 approved “同意”', '卡罗尔 has left', '鲍勃 will decide in place of 卡罗尔', 'Approved'],
    ])
    expect(toldOf(world)).toEqual(['u_alice: approved by nobody'])
  })

  it('not by an operator who hands over, whose words are not those of the end', async () => {
    const flow = { flow: [node('first', ['u_bob', 'u_carol'])] }
    const gives: Doing = (instance) => {
      const how = { completeReason: 'admin_forward', hasLeft: false, reason: '调岗', people: {} } as const
      return handOver(instance, { from: 'u_carol', candidates: ['u_bob'], ...how }, OPERATOR)
    }
    const world = await after([says('u_bob', 'approve', '同意'), gives], flow)
    const { ended } = await world.read('u_alice', 'en-US')
    expect(ended).toMatchObject({ how: 'handed_over', by: null, reason: null })
    expect((await progressOf(world)).at(-1)).toBe('  The system: Nobody else had to decide')
    expect(toldOf(world)).toEqual(['u_alice: approved by nobody'])
    const [message] = world.record.effects.flatMap((one) =>
      one.message?.kind === 'approved' ? one.message : [],
    )
    const receiver = { muted: [], locale: undefined, isManager: false }
    expect(message && noticeOf(world.record, message, receiver)?.said).toBeNull()
  })

  it('approved, the last node by whoever approved the one before', async () => {
    const flow = { flow: [node('first', ['u_bob']), node('then', ['u_bob'])] }
    const world = await after([says('u_bob', 'approve')], flow)
    expect(await progressOf(world)).toEqual([
      ...['first: done', '  鲍勃: Approved', 'then: done', '  鲍勃: Approved just before', 'Approved: done'],
      '  鲍勃: ',
    ])
    expect(toldOf(world)).toEqual(['u_alice: approved by u_bob'])
    expect(await doneOf(world, 'u_bob')).toEqual(['Passed by itself'])
  })

  it.each(LOCALES)('and in %s', async (locale) => {
    const world = await after([withdraws(null)])
    const [, bob] = await progressOf(world, locale)
    expect(bob).toBe(
      {
        'zh-CN': '  鲍勃: 审批已撤回，无需处理',
        'en-US': '  鲍勃: Not needed: it was withdrawn',
        'ja-JP': '  鲍勃: 取り下げられたため対応不要',
      }[locale],
    )
  })
})

it('a place that a leaver had still to fill is not told with the decision that stands before it', async () => {
  // Carol asks Hr to sign before her; then Bob decides, and Carol, whose turn is still to come, leaves.
  const asks: Doing = (instance) => {
    const input = { taskId: taskOf(instance, 'u_carol'), users: ['u_hr'], position: 'before' as const }
    return act(instance, 'add-sign', { ...input, ...given() }, by('u_carol'))
  }
  const world = await after([asks, says('u_bob', 'approve', '同意'), leaves('u_carol', 'u_lead')])
  expect((await historyOf(world)).slice(1)).toEqual([
    ...['鲍勃 approved “同意”', '李德 will decide in place of 卡罗尔'],
  ])
})

it('a rollback to the initiator is told once, in words that ask for another submission', async () => {
  const back: Doing = (instance) =>
    act(
      instance,
      'rollback',
      { taskId: taskOf(instance, 'u_bob'), toNode: INITIATOR_NODE, ...given({ reason: '请补充' }) },
      by('u_bob'),
    )
  const world = await after([back])
  const { effects, instance } = world.record
  const own = instance.tasks.findLast(({ nodeId }) => nodeId === INITIATOR_NODE)!
  expect(effects.filter(({ kind, taskId }) => kind === 'send_card' && taskId === own.id)).toEqual([])
  expect(toldOf(world)).toEqual(['u_alice: rolled_back by u_bob'])
  const message = effects.find((one) => one.message)!.message!
  const muted = { muted: ['rolled_back' as const], locale: undefined, isManager: false }
  expect(noticeOf(world.record, message, muted)).toMatchObject({ isOwnStep: true, said: '请补充' })

  const query = { box: 'todo', limit: 20, postponed: 'without' } as const
  const { items } = await listInstances(world.ctx, { ...query, userId: 'u_alice', locale: 'en-US' })
  const reading = { locale: 'en-US' as const, now: T0, say: sayIn('en-US'), selected: new Set<string>() }
  expect(items.map((item) => toRow(item, reading))).toMatchObject([
    { status: 'To be submitted again', open: true, selectable: false },
  ])
  expect(await doneOf(world, 'u_bob')).toEqual(['Sent back'])

  // Who takes over from an initiator that has left is told by whom it came back, and why.
  const passed = await after([back, leaves('u_alice', 'u_lead')])
  expect(toldOf(passed)).toEqual(['u_alice: rolled_back by u_bob', 'u_lead: rolled_back by u_bob'])
})
