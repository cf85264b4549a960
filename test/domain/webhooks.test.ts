import { describe, expect, it } from 'vitest'
import { WebhookEvent } from '../../shared/webhooks/event.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { newActs } from '../../server/domain/outbox/new-acts.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { renamePerson } from '../../server/domain/rename.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { terminate } from '../../server/domain/verbs/terminate.ts'
import { bodyOf } from '../../server/domain/webhooks/body.ts'
import { announce, queueOf, replayed, type TakersOf } from '../../server/domain/webhooks/queues.ts'
import { readEventId, toldEvents } from '../../server/domain/webhooks/told-event.ts'
import { aContext, aDefinitionRecord, aRecord, decided, given, T0 } from '../support/builders.ts'

const types = ({ history }: Pick<InstanceRecord, 'history'>): string[] =>
  toldEvents(history).map(({ type }) => type)
const bob = aContext({ at: T0 + 60_000, by: 'u_bob' })
const alice = aContext({ at: T0 + 60_000, by: 'u_alice' })
const first = { taskId: 'i1_t1', ...given() }
const body = (record: InstanceRecord, sequence: number): WebhookEvent => {
  const found = bodyOf(record, aDefinitionRecord(), sequence)
  if (!found) throw new Error(`no event ${sequence}`)
  return found
}
const say = (record: InstanceRecord, text: string, at = T0 + 60_000) =>
  toRecord(
    record,
    act(record.instance, 'comment', { text, mentions: ['u_bob'], ...given() }, { ...alice, at }),
  )
const putOff = (record: InstanceRecord, until: number) =>
  toRecord(record, act(record.instance, 'postpone', { ...first, until }, { ...bob, at: until - 1_000_000 }))

describe('what others are told of', () => {
  const begun = aRecord()
  it.each<[string, InstanceRecord, string[]]>([
    ['a start', begun, ['instance.started', 'task.opened']],
    ['a decision that is not the last', decided(begun, 'i1_t1'), ['task.ended', 'task.opened']],
    ['a rejection', decided(begun, 'i1_t1', { verdict: 'REJECTED' }), ['task.ended', 'instance.rejected']],
    [
      'a withdrawal',
      toRecord(begun, act(begun.instance, 'withdraw', given(), alice)),
      ['task.ended', 'instance.withdrawn'],
    ],
    [
      'a termination',
      toRecord(begun, terminate(begun.instance, '下线', { at: T0 + 1, by: null, via: 'admin' })),
      ['task.ended', 'instance.terminated'],
    ],
    ['a comment', say(begun, '看一下'), ['comment.added']],
    ['a task put off', putOff(begun, T0 + 9_000_000), []],
  ])('%s', (_, record, expected) => {
    const already = record === begun ? [] : types(begun)
    expect(types(record)).toEqual([...already, ...expected])
  })

  it('counts within an approval, whatever is put off and put off again', () => {
    let record = putOff(aRecord(), T0 + 9_000_000)
    record = say(record, '一')
    const before = toldEvents(record.history).map(({ sequence, type }) => `${sequence} ${type}`)
    record = putOff(putOff(record, T0 + 9_100_000), T0 + 9_200_000)
    expect(toldEvents(record.history).map(({ sequence, type }) => `${sequence} ${type}`)).toEqual(before)
  })
})

describe('what they are told', () => {
  it('fits the schema, whatever it is about', () => {
    const record = decided(say(aRecord(), '看'), 'i1_t1', { verdict: 'REJECTED', reason: '不行' })
    for (const { sequence } of toldEvents(record.history)) {
      const event = body(record, sequence)
      expect(WebhookEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(JSON.parse(JSON.stringify(event)))
    }
  })

  it('names the approval, its form with labels, who did it and why', () => {
    const record = decided(aRecord(), 'i1_t1', { verdict: 'REJECTED', reason: '不行' })
    const { type, timestamp, data } = body(record, 4)
    expect({ type, timestamp }).toEqual({
      type: 'instance.rejected',
      timestamp: new Date(record.history.at(-1)?.at ?? 0).toISOString(),
    })
    expect(data).toMatchObject({
      sequence: 4,
      id: 'i1',
      status: 'REJECTED',
      definition: { version: record.instance.definition.version },
      initiator: { userId: record.instance.initiator.userId },
      cause: { verb: 'reject', by: { userId: 'u_bob' }, via: 'api', reason: '不行', files: [] },
      tasks: [{ id: 'i1_t1', status: 'REJECTED', reason: '不行' }],
    })
    expect(data.title).not.toBe('')
    for (const { label, text } of data.form) expect([typeof label, typeof text]).toEqual(['string', 'string'])
  })

  it('is what was so right after the act, and stays so', () => {
    const begun = aRecord()
    const told = JSON.stringify(body(begun, 2))
    expect(JSON.parse(told)).toMatchObject({
      data: { status: 'PENDING', task: { id: 'i1_t1', status: 'PENDING' } },
    })
    const putAside = putOff(say(begun, '一'), T0 + 9_000_000)
    const later = say(decided(putAside, 'i1_t1', { verdict: 'REJECTED' }), '二')
    expect(JSON.stringify(body(later, 2))).toBe(told)
  })

  it('of a comment its words and whom it names', () => {
    const { data } = body(say(aRecord(), '看一下'), 3)
    expect(data.comment).toMatchObject({ text: '看一下', mentions: [{ userId: 'u_bob' }] })
  })
})

describe('what waits', () => {
  const takers: TakersOf = (_, type) => (type.startsWith('instance.') ? ['erp', 'all'] : ['all'])
  const written = (before: InstanceRecord | undefined, after: InstanceRecord): InstanceRecord =>
    announce(after, newActs(before, after), takers)

  it('is in the record of the act, by who takes it', () => {
    const begun = written(undefined, aRecord())
    expect(queueOf(begun, 'erp')).toMatchObject({ waiting: [1], nextTryAt: T0, attempts: 0 })
    expect(queueOf(begun, 'all')).toMatchObject({ waiting: [1, 2] })
    const ended = written(begun, decided(begun, 'i1_t1', { verdict: 'REJECTED' }))
    expect(queueOf(ended, 'erp')).toMatchObject({ waiting: [1, 4] })
    expect(queueOf(ended, 'all')).toMatchObject({ waiting: [1, 2, 3, 4] })
  })

  it('is nothing of a delivery, of what is no change, and of a person’s new user_id', () => {
    const begun = written(undefined, aRecord())
    expect(written(begun, { ...begun, effects: [] }).queues).toBe(begun.queues)
    const { openId = '' } = begun.instance.people['u_bob'] ?? {}
    const renamed = renamePerson(begun, { from: 'u_bob', to: 'u_bobby', openId }, [], T0)
    if (!renamed) throw new Error('nobody was renamed')
    expect(written(begun, renamed).queues).toEqual(begun.queues)
    expect(body(renamed, 2).data.task?.assignee.userId).toBe('u_bobby')
  })

  it('is told again in its place', () => {
    const begun = written(undefined, aRecord())
    const told = { ...begun, queues: [] }
    const again = replayed(told, 'all', [2], T0 + 5)
    expect(queueOf(again, 'all')).toMatchObject({ waiting: [2], nextTryAt: T0 + 5 })
    expect(queueOf(replayed(again, 'all', [1, 2], T0 + 6), 'all')).toMatchObject({ waiting: [1, 2] })
    expect(replayed(again, 'all', [2], T0 + 7)).toBe(again)
  })
})

it.each([
  ['i1.e4', { instanceId: 'i1', sequence: 4 }],
  ['i1.4', undefined],
  ['i1.e0', undefined],
  ['../x.e1', undefined],
  ['i1.e99999999999', undefined],
  ['', undefined],
])('%s names an event: %o', (id, expected) => {
  expect(readEventId(id)).toEqual(expected)
})
