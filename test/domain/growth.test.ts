import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comment } from '../../server/domain/comment.ts'
import { toRecord } from '../../server/domain/effects.ts'
import { replay } from '../../server/domain/evolve.ts'
import { assertGrowth, MOST_SAID } from '../../server/domain/growth.ts'
import type { InstanceRecord } from '../../server/domain/record.ts'
import { noticeOf } from '../../server/domain/messages.ts'
import { postpone } from '../../server/domain/postpone.ts'
import type { Outcome } from '../../server/domain/recorder.ts'
import { tell } from '../../server/domain/tell.ts'
import { urge, URGE_AGAIN_MS } from '../../server/domain/urge.ts'
import { aRecord, aRouteNode, aContext, T0 } from '../support/builders.ts'

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
    toRecord(record, postpone(record.instance, { taskId, until: at + 3_600_000 }, aContext({ by, at })))

  it('takes the room of one postponement a task, and the history still leads to the state', () => {
    let record = started()
    const before = sizeOf(record)
    for (let n = 0; n < 1_500; n += 1) {
      record = put(record, 'i1_t1', 'u_bob', T0 + n)
      record = put(record, 'i1_t2', 'u_carol', T0 + n)
    }
    expect(sizeOf(record) - before).toBeLessThan(500)
    const entries = record.history.filter(({ event }) => event.type === 'task_postponed')
    expect(entries.map(({ by, at }) => [by, at])).toEqual([
      ['u_bob', T0 + 1_499],
      ['u_carol', T0 + 1_499],
    ])
    expect(replay(record.history)).toEqual(record.instance)
  })

  it('among anything else leaves each waiting message its own words', () => {
    const acts = fc.array(fc.constantFrom('bob', 'carol', 'say', 'urge'), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(acts, (games) => {
        let record = started()
        const said: unknown[] = []
        for (const [n, act] of games.entries()) {
          const at = T0 + n * URGE_AGAIN_MS
          if (act === 'bob') record = put(record, 'i1_t1', 'u_bob', at)
          else if (act === 'carol') record = put(record, 'i1_t2', 'u_carol', at)
          else if (act === 'urge') {
            record = toRecord(record, urge(record.instance, `快 ${n}`, aContext({ at })))
            said.push(['u_bob', `快 ${n}`], ['u_carol', `快 ${n}`])
          } else {
            const remark = { text: `第 ${n} 条`, mentions: ['u_bob'], people: {}, files: {} }
            record = toRecord(record, comment(record.instance, remark, aContext({ at })))
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
    const people = Object.fromEntries(users.map((id) => [id, { openId: `ou_${id}`, name: `读者 ${id}` }]))
    const reason = '供'.repeat(2_000)
    const before = started()
    const record = toRecord(
      before,
      tell(before.instance, { users, people, reason }, aContext({ by: 'u_bob' })),
    )
    expect(record.history.filter(({ event }) => 'reason' in event && event.reason === reason)).toHaveLength(1)
    expect(sizeOf(record.history) - sizeOf(before.history)).toBeLessThan(30_000)
    expect(record.instance.people).toMatchObject(people)
    expect(waiting(record)).toEqual(users.map((to) => [to, reason]))
    expect(replay(record.history)).toEqual(record.instance)
  })
})

describe('what people say', () => {
  const mentions = ['u_bob', 'u_carol', 'u_x1', 'u_x2']
  const people = Object.fromEntries(mentions.map((id) => [id, { openId: `ou_${id}`, name: id }]))
  const say = (record: InstanceRecord, text: string): Outcome =>
    comment(record.instance, { text, mentions, people, files: {} }, aContext())

  it('names people who are known no second time', () => {
    const first = toRecord(started(), say(started(), '看'))
    const second = toRecord(first, say(first, '看'))
    expect(Object.keys(second.instance.people)).toEqual(expect.arrayContaining(mentions))
    const [one, two] = second.history.slice(-2)
    expect([Object.keys(peopleIn(one)), Object.keys(peopleIn(two))]).toEqual([['u_x1', 'u_x2'], []])
  })

  it('is refused where there is no room for more; what carries the approval on is not', () => {
    let record = started()
    const more = () => {
      const outcome = say(record, '长'.repeat(2_000))
      assertGrowth(record.history, outcome.entries)
      record = toRecord(record, outcome)
    }
    expect(() => {
      for (let n = 0; n < 200; n += 1) more()
    }).toThrow(expect.objectContaining({ code: 'too_much_said' }))
    expect(sizeOf(record.history)).toBeLessThan(MOST_SAID + sizeOf(started()))
    const again = urge(record.instance, null, aContext({ at: T0 }))
    expect(() => assertGrowth(record.history, again.entries)).not.toThrow()
    const off = postpone(record.instance, { taskId: 'i1_t1', until: T0 + 1 }, aContext({ by: 'u_bob' }))
    expect(() => assertGrowth(record.history, off.entries)).not.toThrow()
  })
})

const peopleIn = (entry: InstanceRecord['history'][number] | undefined): object =>
  entry?.event.type === 'commented' ? entry.event.people : {}
