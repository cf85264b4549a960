import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../server/domain/act.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import { assertGrowth, MOST_SAID } from '../../server/domain/engine/growth.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { noticeOf } from '../../server/domain/messages.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { URGE_AGAIN_MS } from '../../server/domain/verbs/urge.ts'
import { aRecord, aRouteNode, aContext, given, T0 } from '../support/builders.ts'

const both = aRouteNode({ mode: 'all', approvers: ['u_bob', 'u_carol'] })
const started = (): InstanceRecord => aRecord({ route: [both], ccAtEnd: [] })
const sizeOf = (value: unknown): number => JSON.stringify(value).length
const receiver = { muted: [], locale: undefined, isManager: false }

/** The words of every message that waits. */
const waiting = (record: InstanceRecord) =>
  record.effects.flatMap(({ message }) =>
    message ? [[message.to, noticeOf(record, message, receiver)?.said]] : [],
  )

describe('a task put off again and again', () => {
  const put = (record: InstanceRecord, taskId: string, by: string, at: number): InstanceRecord =>
    toRecord(
      record,
      act(record.instance, 'postpone', { taskId, until: at + 3_600_000, ...given() }, aContext({ by, at })),
    )

  it('takes the room of one postponement a task, and the history still leads to the state', () => {
    let record = started()
    const before = sizeOf(record)
    for (let n = 0; n < 1_500; n += 1) {
      record = put(record, 'i1_t1', 'u_bob', T0 + n)
      record = put(record, 'i1_t2', 'u_carol', T0 + n)
    }
    expect(sizeOf(record) - before).toBeLessThan(500)
    const postponements = record.history.filter(({ verb }) => verb === 'postpone')
    expect(postponements.map(({ by, at }) => [by, at])).toEqual([
      ['u_bob', T0 + 1_499],
      ['u_carol', T0 + 1_499],
    ])
    expect(replay(record.history)).toEqual(record.instance)
  })

  it('among anything else leaves each waiting message its own words', () => {
    const moves = fc.array(fc.constantFrom('bob', 'carol', 'say', 'urge'), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(moves, (games) => {
        let record = started()
        const said: unknown[] = []
        for (const [n, move] of games.entries()) {
          const at = T0 + n * URGE_AGAIN_MS
          if (move === 'bob') record = put(record, 'i1_t1', 'u_bob', at)
          else if (move === 'carol') record = put(record, 'i1_t2', 'u_carol', at)
          else if (move === 'urge') {
            record = toRecord(
              record,
              act(record.instance, 'urge', given({ reason: `快 ${n}` }), aContext({ at })),
            )
            said.push(['u_bob', `快 ${n}`], ['u_carol', `快 ${n}`])
          } else {
            const remark = { text: `第 ${n} 条`, mentions: ['u_bob'], ...given() }
            record = toRecord(record, act(record.instance, 'comment', remark, aContext({ at })))
            said.push(['u_bob', `第 ${n} 条`])
          }
        }
        expect(waiting(record)).toEqual(said)
        expect(replay(record.history)).toEqual(record.instance)
      }),
    )
  })
})

describe('copies to a hundred people at once', () => {
  it('say why and who they are once, and every one of them is told why', () => {
    const users = Array.from({ length: 100 }, (_, n) => `u_reader${n}`)
    const known = Object.fromEntries(users.map((id) => [id, { openId: `ou_${id}`, name: `读者 ${id}` }]))
    const reason = '供'.repeat(2_000)
    const before = started()
    const record = toRecord(
      before,
      act(before.instance, 'cc', { users, ...given({ known, reason }) }, aContext({ by: 'u_bob' })),
    )
    expect(JSON.stringify(record).split(reason)).toHaveLength(2)
    expect(sizeOf(record.history) - sizeOf(before.history)).toBeLessThan(30_000)
    expect(record.instance.people).toMatchObject(known)
    expect(waiting(record)).toEqual(users.map((to) => [to, reason]))
    expect(replay(record.history)).toEqual(record.instance)
  })
})

describe('what people say', () => {
  const mentions = ['u_bob', 'u_carol', 'u_x1', 'u_x2']
  const known = Object.fromEntries(mentions.map((id) => [id, { openId: `ou_${id}`, name: id }]))
  const say = (record: InstanceRecord, text: string): Outcome =>
    act(record.instance, 'comment', { text, mentions, ...given({ known }) }, aContext())

  it('names people who are known no second time', () => {
    const first = toRecord(started(), say(started(), '看'))
    const second = toRecord(first, say(first, '看'))
    expect(Object.keys(second.instance.people)).toEqual(expect.arrayContaining(mentions))
    const [one, two] = second.history.slice(-2)
    expect([one, two].map((said) => Object.keys(said?.known ?? {}))).toEqual([['u_x1', 'u_x2'], []])
  })

  it('is refused where there is no room for more; what carries the approval on is not', () => {
    let record = started()
    const more = () => {
      const outcome = say(record, '长'.repeat(2_000))
      if (outcome.act) assertGrowth(record.history, outcome.act)
      record = toRecord(record, outcome)
    }
    expect(() => {
      for (let n = 0; n < 200; n += 1) more()
    }).toThrow(expect.objectContaining({ code: 'too_much_said' }))
    expect(sizeOf(record.history)).toBeLessThan(MOST_SAID + sizeOf(started()))
    const again = act(record.instance, 'urge', given(), aContext({ at: T0 }))
    const later = { taskId: 'i1_t1', until: T0 + 1, ...given() }
    const off = act(record.instance, 'postpone', later, aContext({ by: 'u_bob' }))
    expect([again, off].map((outcome) => outcome.act?.verb)).toEqual(['urge', 'postpone'])
    for (const { act: done } of [again, off])
      expect(() => done && assertGrowth(record.history, done)).not.toThrow()
  })
})
