import { describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import { toHistory } from '../../miniprogram/features/detail/history-view.ts'
import { toNodes } from '../../miniprogram/features/detail/progress-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'

const NOW = new Date(2026, 10, 20, 12).getTime()
const reading = { locale: 'en-US' as const, now: NOW, say: sayIn('en-US'), urlOf: (url: string) => url }
const person = (name: string) => ({ userId: `u_${name}`, name })

const node = (id: string, more: object = {}) => ({
  id,
  name: id,
  mode: 'any',
  reason: 'optional',
  status: 'passed',
  skipped: null,
  approvers: [person('Bo')],
  ...more,
})
const task = (id: string, name: string, more: object = {}) => ({
  id,
  nodeId: 'm',
  assignee: person(name),
  status: 'APPROVED',
  completeReason: 'approved',
  round: 1,
  added: null,
  reason: null,
  passedTo: [],
  attachments: [],
  createdAt: NOW - 60_000,
  endedAt: NOW,
  ...more,
})
const acted = (id: string, name: string, consignedBy: ReturnType<typeof person> | null = null) => ({
  id,
  nodeId: 'm',
  assignee: person(name),
  consignedBy,
})
/** Of Bo, on t1 if it is one of the verbs on tasks. */
const act = (verb: string, more: object = {}) => ({
  at: NOW,
  by: person('Bo'),
  via: 'api',
  verb,
  repeats: [],
  ended: null,
  reason: null,
  task: acted('t1', 'Bo'),
  attachments: [],
  ...more,
})
/** Bo is taken off, or has left. */
const handOver = (more: object = {}) => {
  const nothing = { from: person('Bo'), hasLeft: true, places: [], next: null }
  return act('hand-over', { by: null, ...nothing, ...more })
}
const view = (more: object): InstanceView =>
  ({
    initiator: person('Al'),
    createdAt: NOW,
    endedAt: null,
    ended: null,
    status: 'PENDING',
    nodes: [node('m')],
    tasks: [],
    history: [],
    ...more,
  }) as unknown as InstanceView
const peopleOf = (more: object, at = 1) =>
  toNodes(view(more), reading)[at]?.people.map(({ name, text, note, reason }) => [name, text, note, reason])

describe('the progress of an approval', () => {
  it('says to whom a task was handed on, and why', () => {
    const people = peopleOf({
      tasks: [
        task('t1', 'Bo', {
          status: 'TRANSFERRED',
          completeReason: 'forward',
          reason: 'Away',
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
          status: 'TRANSFERRED',
          completeReason: 'add_pre',
          passedTo: [person('Cy'), person('Di')],
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
      history: [act('rollback', { toNodeId: '_initiator', round: 2, reason: 'Too much' })],
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
    const history = [act('time-out', { by: null, action: 'approve', to: null })]
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

  it.each([
    [act('submit'), 'Bo submitted it'],
    [act('approve'), 'Bo approved'],
    [act('reject'), 'Bo rejected it'],
    [act('transfer', { to: person('Cy') }), 'Bo handed it on to Cy'],
    [handOver({ places: [{ nodeId: 'm', task: null, to: person('Cy') }] }), 'Cy took over a place here'],
    [act('add-sign', { position: 'parallel', people: [person('Cy')] }), 'Bo asked Cy to decide as well'],
    [act('rollback', { toNodeId: 'm', round: 2 }), 'Bo sent it back to “m”: round 2'],
    [act('resubmit'), 'Bo submitted it again'],
    [handOver({ next: person('Cy') }), 'Cy will decide in place of Bo'],
    [act('cc', { people: [person('Cy')] }), 'Bo sent a copy to Cy'],
    [act('read'), 'Bo read their copy'],
    [act('comment', { commentId: 'c1' }), 'Bo commented'],
    [act('urge'), 'Bo reminded whoever it waits for'],
    [act('postpone', { taskId: 't1', until: NOW + 1 }), 'Bo chose when to decide'],
    [act('withdraw', { ended: 'CANCELED' }), 'Bo withdrew it'],
    [act('terminate', { ended: 'TERMINATED', by: null }), 'An administrator ended it'],
  ])('%# %s', (one, text) => {
    expect(linesOf([one])).toEqual([[text, '']])
  })

  it('says in whose place somebody did it', () => {
    const one = act('approve', { task: acted('t1', 'Bo', person('Cy')) })
    const [line] = toHistory(view({ history: [one] }), reading)
    expect(line).toMatchObject({ text: 'Bo approved', meta: '12:00 · m · On behalf of Cy' })
  })

  it('says at which node somebody chose when to decide', () => {
    const history = [act('postpone', { taskId: 't1', until: NOW + 1 })]
    const [line] = toHistory(view({ history, tasks: [task('t1', 'Bo')] }), reading)
    expect(line).toMatchObject({ text: 'Bo chose when to decide', meta: '12:00 · m' })
  })

  it('tells the approval that comes with signers behind it, with its words there', () => {
    const signers = { position: 'after', people: [person('Cy')], reason: 'Fine' }
    expect(linesOf([act('add-sign', signers)])).toEqual([
      ['Bo asked Cy to decide next', ''],
      ['Bo approved', 'Fine'],
    ])
  })

  it('tells after an act what came of it by itself', () => {
    const repeats = [{ nodeId: 'm', person: person('Bo') }]
    expect(linesOf([act('approve', { reason: 'Fine', repeats, ended: 'APPROVED' })])).toEqual([
      ['Bo approved', 'Fine'],
      ['Bo had approved just before', ''],
      ['Approved', ''],
    ])
  })

  it('leaves out what it does not know', () => {
    expect(linesOf([act('something-new')])).toEqual([])
  })

  it('tells a hand-over once, with its reason', () => {
    const places = [{ nodeId: 'm', task: acted('t1', 'Bo'), to: person('Cy') }]
    const left = { places, next: person('Cy'), reason: 'Left' }
    expect(linesOf([handOver(left)])).toEqual([['Bo has left; Cy took over', 'Left']])
    expect(linesOf([handOver({ ...left, hasLeft: false })])).toEqual([
      ['An administrator gave this from Bo to Cy', 'Left'],
    ])
  })

  it('tells who left, and not whose delegate they had; a delegate who left, with whose place it was', () => {
    const to = person('Cy')
    const metaOf = (task: object) => {
      const [line] = toHistory(
        view({ history: [handOver({ places: [{ nodeId: 'm', task, to }] })] }),
        reading,
      )
      return [line?.text, line?.meta]
    }
    expect(metaOf(acted('t1', 'Di', person('Bo')))).toEqual(['Bo has left; Cy took over', '12:00 · m'])
    expect(metaOf(acted('t1', 'Bo', person('Di')))).toEqual([
      'Bo has left; Cy took over',
      '12:00 · m · On behalf of Di',
    ])
  })

  it('tells of a place that fell away, and who decides in their place else', () => {
    const places = [
      { nodeId: 'm', task: acted('t1', 'Bo'), to: null },
      { nodeId: 'm', task: null, to: person('Cy') },
    ]
    expect(linesOf([handOver({ places })])).toEqual([
      ['Bo has left', ''],
      ['Cy took over a place here', ''],
    ])
    const onlyGone = places.slice(0, 1)
    expect(linesOf([handOver({ places: onlyGone, next: person('Cy') })])).toEqual([
      ['Bo has left', ''],
      ['Cy will decide in place of Bo', ''],
    ])
  })

  it('tells what time did in the place of a person', () => {
    const out = (action: string, to: object | null = null) => act('time-out', { by: null, action, to })
    const lines = linesOf([
      out('remind'),
      out('escalate', person('Cy')),
      out('escalate'),
      out('approve'),
      out('reject'),
    ])
    expect(lines.map(([text]) => text)).toEqual([
      'Bo did not act in time and was reminded',
      'Bo did not act in time; this was passed to Cy',
      'Bo did not act in time: approved by itself',
      'Bo did not act in time: rejected by itself',
    ])
  })
})
