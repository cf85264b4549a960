import { describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
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
  ...{ added: null, reason: null, passedTo: [], attachments: [], createdAt: NOW - 60_000, endedAt: NOW },
  ...more,
})
const event = (type: string, more: object = {}) => ({
  ...{ at: NOW, by: person('Bo'), via: 'api', event: type, nodeId: null, taskId: null, reason: null },
  ...{ attachments: [], status: null, completeReason: null, people: [], position: null, toNodeId: null },
  ...more,
})
const view = (more: object): InstanceView =>
  ({
    ...{ initiator: person('Al'), createdAt: NOW, endedAt: null, ended: null, status: 'PENDING' },
    ...{ nodes: [node('m')], tasks: [], history: [] },
    ...more,
  }) as unknown as InstanceView
const peopleOf = (more: object, at = 1) =>
  toNodes(view(more), reading)[at]?.people.map(({ name, text, note, reason }) => [name, text, note, reason])

describe('the progress of an approval', () => {
  it('says to whom a task was handed on, and why', () => {
    const people = peopleOf({
      tasks: [
        task('t1', 'Bo', {
          ...{ status: 'TRANSFERRED', completeReason: 'forward', reason: 'Away' },
          passedTo: [person('Cy')],
        }),
        task('t2', 'Cy', { status: 'PENDING', completeReason: null, endedAt: null }),
      ],
    })
    expect(people).toEqual([
      ['Bo', 'Handed on to Cy · 12:00', '', 'Away'],
      ['Cy', 'Pending', '', ''],
    ])
  })

  it('says who was asked to sign by whom', () => {
    const people = peopleOf({
      tasks: [
        task('t1', 'Bo', {
          ...{ status: 'TRANSFERRED', completeReason: 'add_pre', passedTo: [person('Cy'), person('Di')] },
        }),
        task('t2', 'Cy', { added: { by: person('Bo'), position: 'before' } }),
      ],
    })
    expect(people).toEqual([
      ['Bo', 'Asked Cy, Di to decide first · 12:00', '', ''],
      ['Cy', 'Approved · 12:00', 'Added by Bo, before them', ''],
    ])
  })

  it('says in whose place a delegate decides, and does not wait for both', () => {
    const tasks = [task('t1', 'Cy', { consignedBy: person('Bo'), added: { by: null, position: 'after' } })]
    expect(peopleOf({ tasks })).toEqual([
      ['Cy', 'Approved · 12:00', 'Added by The system, after them · On behalf of Bo', ''],
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
    const vote = node('m', {
      mode: { atLeast: 2 },
      status: 'waiting',
      approvers: ['Bo', 'Cy', 'Di'].map(person),
    })
    expect(toNodes(view({ nodes: [vote] }), reading)[1]?.modeText).toBe('2 of 3 have to agree')
  })

  it('says at a vote how many have agreed, and that the others are not needed once enough have', () => {
    const vote = { mode: { share: 0.5 }, approvers: ['Bo', 'Cy', 'Di'].map(person) }
    const going = node('m', { ...vote, status: 'active', agreed: 1 })
    expect(toNodes(view({ nodes: [going] }), reading)[1]?.modeText).toBe(
      '2 of 3 have to agree · 1/2 have agreed',
    )
    const over = task('t3', 'Di', { status: 'DONE', completeReason: 'others' })
    expect(peopleOf({ nodes: [node('m', vote)], tasks: [over] })?.[0]).toEqual([
      ...['Di', 'Not needed: enough have agreed · 12:00', '', ''],
    ])
    expect(peopleOf({ tasks: [over] })?.[0]?.[1]).toBe('Decided by someone else · 12:00')
  })

  it.each([
    ['REJECTED', 'Not needed: it was rejected'],
    ['TERMINATED', 'Not needed: it was ended'],
  ])('says of tasks that %s left over why they are', (status, text) => {
    const ended = { status, endedAt: NOW, nodes: [node('m', { status: 'stopped' })] }
    const tasks = [task('t1', 'Bo', { status: 'DONE', completeReason: 'others' })]
    expect(peopleOf({ ...ended, tasks })?.[0]?.[1]).toBe(`${text} · 12:00`)
  })

  it('names an administrator who ended it, and their reason', () => {
    const ended = { how: 'terminated', by: null, reason: 'Twice', at: NOW }
    const people = peopleOf({ status: 'TERMINATED', endedAt: NOW, ended }, 2)
    expect(people).toEqual([['An administrator', '12:00', '', 'Twice']])
  })

  it.each([
    ['admin_forward', 'Given to Cy by an administrator'],
    ['forward_resign', 'Has left; Cy took over'],
    ['system_forward', 'Did not act in time; passed to Cy'],
  ])('says of a task that went to somebody else why it did: %s', (completeReason, text) => {
    const tasks = [task('t1', 'Bo', { status: 'TRANSFERRED', completeReason, passedTo: [person('Cy')] })]
    expect(peopleOf({ tasks })?.[0]?.[1]).toBe(`${text} · 12:00`)
  })

  it.each([
    [{ status: 'APPROVED', completeReason: 'approved' }, 'Approved as nobody acted in time'],
    [{ status: 'REJECTED', completeReason: 'node_auto_reject' }, 'Rejected as nobody acted in time'],
  ])('says of what time decided that nobody acted: %o', (ended, text) => {
    const history = [event('timed_out', { by: null, taskId: 't1', timeout: 'approve' })]
    expect(peopleOf({ tasks: [task('t1', 'Bo', ended)], history })?.[0]?.[1]).toBe(`${text} · 12:00`)
  })

  it('says what comes by itself while a node still has to be decided, the first thing first', () => {
    const timeout = { reject: 27, remind: 4, escalate: 9 }
    const limitOf = (status: string, more = {}) =>
      toNodes(view({ nodes: [node('m', { status, timeout })], ...more }), reading)[1]?.limitText
    expect(limitOf('active')).toBe(
      'If nobody acts, in working hours: a reminder after 4, passed to the manager after 9, rejected after 27',
    )
    expect(limitOf('passed')).toBe('')
    expect(limitOf('waiting', { status: 'CANCELED' })).toBe('')
  })

  it('tells which nodes run side by side, and on which branch', () => {
    const lane = (branch: number) => ({ lane: { group: '1', branch } })
    const nodes = [
      ...[node('a'), node('b', lane(0)), node('c', lane(1)), node('d', { ...lane(1), skipped: 'condition' })],
      node('e', { lane: null }),
    ]
    const told = toNodes(view({ nodes }), reading).slice(1)
    const head = 'Side by side: 2 branches at once, all of them needed'
    expect(told.map(({ inLane, laneText, branchText }) => [inLane, laneText, branchText])).toEqual([
      [false, '', ''],
      [true, head, 'Branch 1'],
      [true, '', 'Branch 2'],
      [true, '', ''],
      [false, '', ''],
    ])
  })
})

describe('the history of an approval', () => {
  const linesOf = (history: object[], more: object = {}) =>
    toHistory(view({ history, ...more }), reading).map(({ text, reason }) => [text, reason])

  const ended = (completeReason: string) => event('task_ended', { by: null, taskId: 't1', completeReason })

  it.each([
    [event('started'), 'Bo submitted it'],
    [event('task_ended', { completeReason: 'add_post' }), 'Bo approved'],
    [event('task_ended', { completeReason: 'rejected' }), 'Bo rejected it'],
    [event('seat_moved', { taskId: 't1', people: [person('Cy')] }), 'Bo handed it on to Cy'],
    [event('seat_moved', { people: [person('Cy')] }), 'Cy took over a place here'],
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

  it('says in whose place somebody did it', () => {
    const one = event('task_ended', { completeReason: 'approved', nodeId: 'm', consignedBy: person('Cy') })
    const [line] = toHistory(view({ history: [one] }), reading)
    expect(line).toMatchObject({ text: 'Bo approved', meta: '12:00 · m · On behalf of Cy' })
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
    expect(linesOf([ended('forward_resign'), moved, replaced], { tasks })).toEqual([
      ['Bo has left; Cy took over', 'Left'],
    ])
    const given = 'An administrator gave this from Bo to Cy'
    expect(linesOf([ended('admin_forward'), moved], { tasks })).toEqual([[given, 'Left']])
  })

  it('tells what time did in the place of a person', () => {
    const out = (timeout: string) => event('timed_out', { by: null, taskId: 't1', timeout })
    const moved = event('seat_moved', { by: null, taskId: 't1', people: [person('Cy')] })
    const lines = linesOf(
      [
        ...[out('remind'), out('escalate'), ended('system_forward'), moved],
        ...[out('approve'), ended('approved'), out('reject'), ended('node_auto_reject')],
      ],
      { tasks: [task('t1', 'Bo')] },
    )
    expect(lines.map(([text]) => text)).toEqual([
      'Bo did not act in time and was reminded',
      'Bo did not act in time; this was passed to Cy',
      'Bo did not act in time: approved by itself',
      'Bo did not act in time: rejected by itself',
    ])
  })
})
