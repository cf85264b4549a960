import { describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/api.ts'
import { toHistory } from '../../miniprogram/features/detail/history-view.ts'
import { toNodes } from '../../miniprogram/features/detail/progress-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'

const NOW = new Date(2026, 10, 20, 12).getTime()
const reading = { locale: 'en-US' as const, now: NOW, say: sayIn('en-US'), urlOf: (url: string) => url }
const person = (name: string) => ({ userId: `u_${name}`, name })

const node = (id: string, more: object = {}) => ({
  ...{ id, name: id, mode: 'any', reason: 'optional', status: 'passed', skipped: null },
  ...{ approvers: [person('Bo')] },
  ...more,
})
const task = (id: string, name: string, more: object = {}) => ({
  ...{ id, nodeId: 'm', assignee: person(name), status: 'APPROVED', completeReason: 'approved', round: 1 },
  ...{ added: null, reason: null, attachments: [], createdAt: NOW - 60_000, endedAt: NOW },
  ...more,
})
const event = (type: string, more: object = {}) => ({
  ...{ at: NOW, by: person('Bo'), via: 'api', event: type, nodeId: null, taskId: null, reason: null },
  ...{ status: null, completeReason: null, people: [], position: null, toNodeId: null },
  ...more,
})
const view = (more: object): InstanceView =>
  ({
    ...{ initiator: person('Al'), createdAt: NOW, endedAt: null, status: 'PENDING' },
    ...{ nodes: [node('m')], tasks: [], history: [] },
    ...more,
  }) as unknown as InstanceView
const peopleOf = (more: object, at = 1) =>
  toNodes(view(more), reading)[at]?.people.map(({ name, text, note, reason }) => [name, text, note, reason])

describe('the progress of an approval', () => {
  it('says to whom a task was handed on, and why', () => {
    const people = peopleOf({
      tasks: [
        task('t1', 'Bo', { status: 'TRANSFERRED', completeReason: 'forward', reason: 'Away' }),
        task('t2', 'Cy', { status: 'PENDING', completeReason: null, endedAt: null }),
      ],
      history: [event('seat_moved', { taskId: 't1', people: [person('Cy')] })],
    })
    expect(people).toEqual([
      ['Bo', 'Handed on to Cy · 12:00', '', 'Away'],
      ['Cy', 'Pending', '', ''],
    ])
  })

  it('says who was asked to sign by whom', () => {
    const people = peopleOf({
      tasks: [
        task('t1', 'Bo', { status: 'TRANSFERRED', completeReason: 'add_pre' }),
        task('t2', 'Cy', { added: { by: person('Bo'), position: 'before' } }),
      ],
      history: [event('signers_added', { position: 'before', people: [person('Cy'), person('Di')] })],
    })
    expect(people).toEqual([
      ['Bo', 'Asked Cy, Di to decide first · 12:00', '', ''],
      ['Cy', 'Approved · 12:00', 'Added by Bo, before them', ''],
    ])
  })

  it('begins anew where it was sent back to; what was done before is history', () => {
    const back = {
      nodes: [
        node('_initiator', { name: 'Initiator', status: 'active', approvers: [person('Al')] }),
        node('m', { status: 'waiting' }),
      ],
      tasks: [
        task('t1', 'Bo', { status: 'REJECTED', completeReason: 'specific_rollback' }),
        task('t2', 'Al', { nodeId: '_initiator', status: 'PENDING', round: 2, endedAt: null }),
      ],
      history: [event('rolled_back', { nodeId: 'm', toNodeId: '_initiator', reason: 'Too much' })],
    }
    const [, own, manager] = toNodes(view(back), reading)
    expect(own).toMatchObject({ note: 'Bo sent it back here (round 2)', noteReason: 'Too much' })
    expect(peopleOf({ ...back, tasks: [{ ...back.tasks[1], completeReason: null }] })).toEqual([
      ['Al', 'To be submitted again', '', ''],
    ])
    expect(manager).toMatchObject({ tone: 'waiting', people: [{ name: 'Bo', text: '' }] })
  })

  it('shows only the last round of a node that was decided twice', () => {
    const people = peopleOf({ tasks: [task('t1', 'Bo'), task('t2', 'Bo', { round: 2, reason: 'Again' })] })
    expect(people).toEqual([['Bo', 'Approved · 12:00', '', 'Again']])
  })

  it('does not take a transfer for a second approver', () => {
    const tasks = [task('t1', 'Bo', { completeReason: 'forward' }), task('t2', 'Cy')]
    expect(toNodes(view({ tasks }), reading)[1]?.modeText).toBe('')
    const vote = node('m', { mode: { atLeast: 2 }, approvers: ['Bo', 'Cy', 'Di'].map(person) })
    expect(toNodes(view({ nodes: [vote] }), reading)[1]?.modeText).toBe('2 of 3 have to agree')
  })
})

describe('the history of an approval', () => {
  const linesOf = (history: object[], more: object = {}) =>
    toHistory(view({ history, ...more }), reading).map(({ text, reason }) => [text, reason])

  it.each([
    [event('started'), 'Bo submitted it'],
    [event('task_ended', { completeReason: 'add_post' }), 'Bo approved'],
    [event('task_ended', { completeReason: 'rejected' }), 'Bo rejected it'],
    [event('seat_moved', { people: [person('Cy')] }), 'Bo handed it on to Cy'],
    [
      event('signers_added', { position: 'parallel', people: [person('Cy')] }),
      'Bo asked Cy to decide as well',
    ],
    [event('rolled_back', { toNodeId: 'm' }), 'Bo sent it back to “m”: round 2'],
    [event('resubmitted'), 'Bo submitted it again'],
    [event('person_replaced', { people: [person('Bo'), person('Cy')] }), 'Cy will decide in place of Bo'],
    [event('cc_added', { people: [person('Cy')] }), 'Bo sent a copy to Cy'],
    [event('cc_read'), 'Bo read their copy'],
    [event('commented'), 'Bo commented'],
    [event('urged'), 'Bo reminded whoever it waits for'],
    [event('task_postponed'), 'Bo chose when to decide'],
    [event('ended', { status: 'CANCELED' }), 'Bo withdrew it'],
    [event('ended', { status: 'TERMINATED', by: null }), 'An administrator ended it'],
  ])('%# %s', (one, text) => {
    expect(linesOf([one])).toEqual([[text, '']])
  })

  it('leaves out what follows by itself, and what it does not know', () => {
    const quiet = ['node_entered', 'node_passed', 'task_opened', 'something_new']
    expect(linesOf(quiet.map((type) => event(type)))).toEqual([])
    expect(linesOf([event('task_ended', { completeReason: 'others' })])).toEqual([])
  })

  it('tells a hand-over once, with its reason', () => {
    const moved = event('seat_moved', { by: null, taskId: 't1', people: [person('Cy')], reason: 'Left' })
    const replaced = event('person_replaced', { by: null, people: [person('Bo'), person('Cy')] })
    const tasks = [task('t1', 'Bo', { completeReason: 'forward_resign' })]
    expect(linesOf([moved, replaced], { tasks })).toEqual([['Cy took over from Bo', 'Left']])
  })
})
