import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../server/domain/outbox/attempt.ts'
import { afterAnswer } from '../../server/domain/outbox/outcome.ts'
import { planFor } from '../../server/domain/outbox/plan.ts'
import type { Effect, EffectKind, InstanceRecord } from '../../server/domain/outbox/record.ts'
import { retryEffect, SAME_UUID_MS } from '../../server/domain/outbox/retry.ts'
import type { FailureClass } from '../../server/domain/outbox/answer.ts'
import { aRecord, decided, T0 } from '../support/builders.ts'
import { failure } from '../delivery/fake-feishu.ts'

// Long, as each class of answer has its row for each kind of effect.

const MINUTE = 60_000
const TASK = 'i1_t1'

const effectOf = (record: InstanceRecord, kind: EffectKind, taskId: string | null = TASK): Effect => {
  const effect = record.effects.find((one) => one.kind === kind && (kind === 'sync' || one.taskId === taskId))
  if (!effect) throw new Error(`no ${kind}`)
  return effect
}
const kinds = ({ effects }: InstanceRecord) =>
  effects.map(({ kind, taskId }) => `${kind} ${taskId ?? ''}`.trim())
const cardOf = ({ cards }: InstanceRecord, taskId = TASK) => cards.find((card) => card.taskId === taskId)

const plan = (record: InstanceRecord, effect: Effect, now = T0, registered = true) =>
  planFor(record, effect, { now, registered, provenFrom: 0 })

/** Plans and answers one effect, as the worker does. */
function attempt(
  record: InstanceRecord,
  kind: EffectKind,
  answer: FailureClass | 'ok' | { messageId: string | null },
  { now = T0, meanwhile = (one: InstanceRecord) => one, code = null as number | null, httpStatus = 400 } = {},
) {
  const effect = effectOf(record, kind)
  const planned = plan(record, effect, now)
  if (!planned.plan) throw new Error('nothing to send')
  const sent =
    typeof answer === 'object'
      ? { ok: true, value: answer }
      : answer === 'ok'
        ? { ok: true, value: null }
        : { ok: false, failure: failure(answer, { code, httpStatus }) }
  const full = {
    effectId: effect.id,
    plan: planned.plan,
    answer: { ...sent, payload: 'what was sent' },
  } as Attempt
  return afterAnswer(meanwhile(planned.next ?? record), full, now, 0)
}

/** The lists are told; the card of the first task is next. */
const synced = () => attempt(aRecord(), 'sync', 'ok').next
const shown = () => attempt(synced(), 'send_card', { messageId: '7123456789012345679' }).next

describe('a sync', () => {
  it('is gone once Feishu has it, and the clock it took is kept', () => {
    const record = aRecord()
    const { next, became } = attempt(record, 'sync', 'ok')

    expect(became).toBe('delivered')
    expect(kinds(next)).toEqual([`send_card ${TASK}`])
    expect(next.pushedClock).toBe(record.instance.clock)
  })

  it('stays, due at once and counted from the beginning, when the instance moved on meanwhile', () => {
    const failed = attempt(aRecord(), 'sync', 'unclear').next
    const { next } = attempt(failed, 'sync', 'ok', {
      now: T0 + 5_000,
      meanwhile: (one) => decided(one, TASK),
    })

    expect(effectOf(next, 'sync')).toMatchObject({ attempts: 0, nextTryAt: T0 + 5_000, lastError: null })
    expect(next.effects.filter(({ kind }) => kind === 'sync')).toHaveLength(1)
    expect(next.pushedClock).toBe(failed.instance.clock)
  })

  it('takes with it every earlier one that was given up', () => {
    const parked = attempt(aRecord(), 'sync', 'refused').next
    const again = decided(parked, TASK)
    expect(again.effects.filter(({ kind }) => kind === 'sync')).toHaveLength(2)
    const waiting = again.effects.find(({ kind, parked: given }) => kind === 'sync' && !given)!
    const planned = plan(again, waiting).plan!
    const { next } = afterAnswer(
      again,
      { effectId: waiting.id, plan: planned, answer: { ok: true, value: null, payload: null } } as Attempt,
      T0,
      0,
    )

    expect(next.effects.filter(({ kind }) => kind === 'sync')).toEqual([])
  })

  it('waits for its definition without counting it, and more rarely the longer it lasts', () => {
    const record = aRecord()
    const soon = plan(record, effectOf(record, 'sync'), T0, false)
    const later = plan(record, effectOf(record, 'sync'), T0 + 100_000, false)

    expect(soon.plan).toBeUndefined()
    expect(effectOf(soon.next!, 'sync')).toMatchObject({ attempts: 0, nextTryAt: T0 + 2_000 })
    expect(effectOf(later.next!, 'sync').nextTryAt).toBe(T0 + 125_000)
  })

  it('that replaces keeps the mark until a REPLACE was taken, and an unclear one is left alone for 10 minutes', () => {
    const record: InstanceRecord = { ...aRecord(), repairBy: 'REPLACE' }
    const unclear = attempt(record, 'sync', 'unclear').next
    const { plan: planned } = plan(record, effectOf(record, 'sync'))

    expect(planned).toMatchObject({ mode: 'REPLACE' })
    const proxied = attempt(record, 'sync', 'pace', { code: 2200, httpStatus: 504 }).next
    for (const left of [unclear, proxied]) {
      const early = plan(left, effectOf(left, 'sync'), T0 + 10 * MINUTE - 1)
      expect(early.plan).toBeUndefined()
      expect(effectOf(early.next!, 'sync').nextTryAt).toBe(T0 + 10 * MINUTE)
      expect(plan(left, effectOf(left, 'sync'), T0 + 10 * MINUTE).plan).toMatchObject({ mode: 'REPLACE' })
    }
    const paced = attempt(record, 'sync', 'pace').next
    expect(plan(paced, effectOf(paced, 'sync'), T0 + MINUTE).plan).toMatchObject({ mode: 'REPLACE' })
    expect(attempt(unclear, 'sync', 'ok', { now: T0 + 10 * MINUTE }).next.repairBy).toBeUndefined()
    // Whoever comes after a kill knows no answer.
    const { next: killed } = plan(record, effectOf(record, 'sync'))
    expect(plan(killed!, effectOf(killed!, 'sync'), T0 + 9 * MINUTE).plan).toBeUndefined()
    const during = { meanwhile: (one: InstanceRecord): InstanceRecord => ({ ...one, repairBy: 'REPLACE' }) }
    expect(attempt(aRecord(), 'sync', 'ok', during).next.repairBy).toBe('REPLACE')
  })
})

describe('what an answer costs', () => {
  it.each([
    ['pace', 0, 1_000],
    ['quota', 0, 10 * MINUTE],
    ['not_sent', 1, 2_000],
    ['unclear', 1, 2_000],
    ['being_done', 1, 2_000],
  ] as const)('%s: %i attempts, and the next try after %i ms', (kind, attempts, waitMs) => {
    const { next } = attempt(aRecord(), 'sync', kind)

    expect(effectOf(next, 'sync')).toMatchObject({ attempts, nextTryAt: T0 + waitMs, parked: null })
  })

  it('what never left is tried for ever, every 5 minutes at last', () => {
    let record = aRecord()
    for (let n = 0; n < 50; n += 1) record = attempt(record, 'sync', 'not_sent').next

    expect(effectOf(record, 'sync')).toMatchObject({ attempts: 8, nextTryAt: T0 + 240_000, parked: null })
  })

  it('what stays unclear is given up after 20 tries', () => {
    let record = aRecord()
    for (let n = 0; n < 19; n += 1) record = attempt(record, 'sync', 'unclear').next
    expect(effectOf(record, 'sync').parked).toBeNull()
    record = attempt(record, 'sync', 'unclear').next

    expect(effectOf(record, 'sync').parked).toMatchObject({ cause: 'unclear', probeAt: null })
  })

  it.each(['token', 'configuration'] as const)('%s: given up, and probed after 9 to 11 minutes', (kind) => {
    const { next, became } = attempt(aRecord(), 'sync', kind, { code: 99991672 })

    expect(became).toBe('parked')
    expect(effectOf(next, 'sync').parked).toMatchObject({ cause: 'configuration', probeAt: T0 + 9 * MINUTE })
  })

  it('R15: what Feishu never takes is given up with code, log id and payload, and the cards go on', () => {
    const { next } = attempt(aRecord(), 'sync', 'refused', { code: 1390001 })

    expect(effectOf(next, 'sync').parked).toEqual({
      at: T0,
      cause: 'refused',
      reason: 'refused 1390001: said by the fake',
      code: 1390001,
      logId: 'log-1',
      payload: 'what was sent',
      probeAt: null,
    })
    expect(plan(next, effectOf(next, 'send_card')).plan?.do).toBe('send_card')
  })
})

describe('a card', () => {
  it('has the time of its first try stored before the first request leaves', () => {
    const record = synced()
    const { next, plan: planned } = plan(record, effectOf(record, 'send_card'), T0 + 7)

    expect(cardOf(next!)?.firstTriedAt).toBe(T0 + 7)
    expect(planned).toMatchObject({ do: 'send_card', first: true, card: { uuid: TASK } })
  })

  it('has its message id kept to the byte', () => {
    expect(cardOf(shown())).toMatchObject({ messageId: '7123456789012345679', sentAt: T0, settledAs: null })
    expect(kinds(shown())).toEqual([])
  })

  it('of a task that ended before it was tried is not sent, nor settled', () => {
    const record = decided(synced(), TASK)
    const { next, plan: planned } = plan(record, effectOf(record, 'send_card'))

    expect(planned).toBeUndefined()
    expect(kinds(next!).filter((kind) => kind.endsWith(TASK))).toEqual([])
  })

  it('of a task that ended while its outcome is unclear is sent again with the same uuid, to learn its id', () => {
    const record = decided(attempt(synced(), 'send_card', 'unclear').next, TASK)
    const { plan: planned } = plan(record, effectOf(record, 'send_card'), T0 + MINUTE)

    expect(planned).toMatchObject({ do: 'send_card', first: false, card: { uuid: TASK } })
  })

  it.each(['pace', 'quota', 'not_sent', 'token', 'configuration', 'refused'] as const)(
    'that was surely not taken (%s) counts as never tried',
    (kind) => {
      expect(cardOf(attempt(synced(), 'send_card', kind).next)?.firstTriedAt).toBeNull()
    },
  )

  it('that a proxy gave up waiting for (504 with 2200) may be there', () => {
    const proxied = attempt(synced(), 'send_card', 'pace', { code: 2200, httpStatus: 504 })
    expect(cardOf(proxied.next)?.firstTriedAt).toBe(T0)
    expect(proxied.became).toBe('held')
  })

  it('that may be there stays so, whatever a later try says', () => {
    const unclear = attempt(synced(), 'send_card', 'unclear').next
    expect(cardOf(unclear)?.firstTriedAt).toBe(T0)

    expect(cardOf(attempt(unclear, 'send_card', 'refused', { now: T0 + 9 }).next)?.firstTriedAt).toBe(T0)
  })

  it('is repeated while its uuid protects from a second one, and then given up', () => {
    const record = attempt(synced(), 'send_card', 'unclear').next
    const at = (now: number) => plan(record, effectOf(record, 'send_card'), now)

    expect(at(T0 + SAME_UUID_MS).plan?.do).toBe('send_card')
    expect(at(T0 + SAME_UUID_MS + 1).plan).toBeUndefined()
    expect(effectOf(at(T0 + SAME_UUID_MS + 1).next!, 'send_card').parked?.cause).toBe('expired')
    expect(at(T0 - 24 * 60 * MINUTE).plan).toBeUndefined()
  })

  it('answered well without an id is asked for once more, then given up', () => {
    const once = attempt(synced(), 'send_card', { messageId: null })
    expect(once.became).toBe('retried')
    const twice = attempt(once.next, 'send_card', { messageId: null }, { now: T0 + 9 })

    expect(effectOf(twice.next, 'send_card').parked).toMatchObject({ cause: 'unclear', probeAt: null })
  })

  it('that somebody pressed before our send had its answer is not sent again', () => {
    const record = attempt(synced(), 'send_card', 'unclear').next
    const pressed = { ...record, cards: record.cards.map((card) => ({ ...card, messageId: '77' })) }

    expect(kinds(plan(pressed, effectOf(pressed, 'send_card')).next!)).toEqual([])
    const late = attempt(synced(), 'send_card', { messageId: '88' }, { meanwhile: () => pressed })
    // Feishu's own answer is surer than what a press said.
    expect(cardOf(late.next)?.messageId).toBe('88')
    expect(kinds(late.next)).toEqual([])
  })
})

describe('settling', () => {
  const ended = () => decided(shown(), TASK)

  it('shows what became of the task, once', () => {
    const record = ended()
    expect(plan(record, effectOf(record, 'settle_card')).plan).toMatchObject({
      messageId: '7123456789012345679',
      status: 'APPROVED',
    })
    const { next } = attempt(record, 'settle_card', 'ok')

    expect(cardOf(next)?.settledAs).toBe('APPROVED')
    expect(kinds(next).filter((kind) => kind.endsWith(TASK))).toEqual([])
  })

  it('of a card that was refused for good is dropped', () => {
    const refused = decided(attempt(synced(), 'send_card', 'refused').next, TASK)

    expect(kinds(plan(refused, effectOf(refused, 'settle_card')).next!)).not.toContain(`settle_card ${TASK}`)
  })

  it('of a card that may be there, but has no id, is given up with the reason', () => {
    const unclear = attempt(synced(), 'send_card', 'unclear').next
    const record = decided(attempt(unclear, 'send_card', 'refused', { now: T0 + 9 }).next, TASK)
    const { next } = plan(record, effectOf(record, 'settle_card'))

    expect(effectOf(next!, 'settle_card').parked).toMatchObject({ cause: 'unclear', probeAt: null })
  })

  it('goes by itself once a callback has told the id', () => {
    const unclear = decided(attempt(synced(), 'send_card', 'unclear').next, TASK)
    const told = { ...unclear, cards: unclear.cards.map((card) => ({ ...card, messageId: '77' })) }

    expect(plan(told, effectOf(told, 'settle_card')).plan).toMatchObject({ messageId: '77' })
  })

  it('of a card older than 30 days is given up: Feishu updates it no more', () => {
    const record = ended()
    const day = 24 * 60 * MINUTE
    const { next, plan: planned } = plan(record, effectOf(record, 'settle_card'), T0 + 30 * day + 1)

    expect(planned).toBeUndefined()
    expect(effectOf(next!, 'settle_card').parked?.cause).toBe('expired')
    expect(plan(record, effectOf(record, 'settle_card'), T0 + 30 * day).plan).toBeDefined()
  })
})

describe('an operator who asks for one more try', () => {
  const expired = () => {
    const record = attempt(synced(), 'send_card', 'unclear').next
    return plan(record, effectOf(record, 'send_card'), T0 + SAME_UUID_MS + 1).next!
  }

  it('has it due at once and counted from the beginning', () => {
    const parked = attempt(aRecord(), 'sync', 'refused').next
    const { id } = effectOf(parked, 'sync')

    expect(effectOf(retryEffect(parked, id, T0 + 5)!, 'sync')).toMatchObject({
      attempts: 0,
      nextTryAt: T0 + 5,
      parked: null,
    })
    expect(retryEffect(parked, 'i1.99', T0)).toBeUndefined()
  })

  it('gets a card with a new uuid where the old one protects from a second card no longer', () => {
    const again = retryEffect(expired(), effectOf(expired(), 'send_card').id, T0 + 60 * MINUTE)!

    expect(cardOf(again)).toMatchObject({ uuid: `${TASK}.2`, firstTriedAt: null })
  })

  it('keeps the uuid while it protects', () => {
    const record = attempt(synced(), 'send_card', 'unclear').next
    const again = retryEffect(record, effectOf(record, 'send_card').id, T0 + MINUTE)!

    expect(cardOf(again)).toMatchObject({ uuid: TASK, firstTriedAt: T0 })
  })

  it('gets no second card for a task that has ended', () => {
    const record = decided(expired(), TASK)
    const again = retryEffect(record, effectOf(record, 'send_card').id, T0 + 60 * MINUTE)!
    const { next, plan: planned } = plan(again, effectOf(again, 'send_card'), T0 + 60 * MINUTE)

    expect(cardOf(again)?.uuid).toBe(TASK)
    expect(planned).toBeUndefined()
    expect(effectOf(next!, 'send_card').parked?.cause).toBe('expired')
  })
})
