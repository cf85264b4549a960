import { said } from '../../shared/person-text.ts'
import type { HistoryView, PlainView, ViewOf } from '../../shared/history.ts'
import type { AttachmentView, InstanceView, PersonView } from '../../shared/responses.ts'
import { eventsOf, type Act } from '../domain/act.ts'
import { findTask, type Instance, type Task } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { seatOf, seatsOf } from '../domain/engine/seats.ts'
import { isPlain, VERBS, type PlainVerb, type Verb } from '../../shared/verbs/index.ts'
import { toPerson, toPrincipal } from './views.ts'

export type Told = Pick<InstanceRecord, 'instance' | 'history'>

/** The file of an id as the reader gets it; none where it is not among the instance's. */
export type FileOf = (id: string) => AttachmentView[]

/**
 * What happened, as far as it concerns `reader`. Repairs are bookkeeping between us and Feishu; what somebody puts off
 * is their own affair.
 */
export function toHistoryViews({ instance, history }: Told, reader: string, file: FileOf): HistoryView[] {
  const rounds = createRounds()
  return history.flatMap((act) => {
    const round = rounds.after(act)
    if (act.verb === 'postpone' && act.by !== reader) return []
    const facts = { instance, act, file, round }
    if (isPlain(act.verb)) return [plainView(act.verb, facts)]
    return OTHERS[act.verb]?.(facts) ?? []
  })
}

type Facts = { instance: Instance; act: Act; file: FileOf; round: number }

/** What a field of a view says of an act. A verb lists its fields, and gets them from here. */
const FIELDS: { [Name in Exclude<keyof AllFields, keyof Common>]: (facts: Facts) => AllFields[Name] } = {
  reason: reasonOf,
  task: ({ instance, act }) => actedTask(instance, act.taskId),
  taskId: ({ act }) => act.taskId ?? '',
  attachments: ({ act, file }) => Object.keys(act.files).flatMap(file),
  to: (facts) => person(facts, facts.act.people[0] ?? ''),
  people: (facts) => facts.act.people.map((userId) => person(facts, userId)),
  position: ({ act }) => eventsOf(act, 'signers_added')[0]?.position ?? 'parallel',
  toNodeId: ({ act }) => eventsOf(act, 'rolled_back')[0]?.toNode ?? '',
  round: ({ round }) => round,
  until: ({ act }) => eventsOf(act, 'task_postponed')[0]?.until ?? null,
  commentId: ({ act }) => eventsOf(act, 'commented')[0]?.commentId ?? '',
}

type Keys<Union> = Union extends unknown ? keyof Union : never
type Of<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never
/** Every field that a verb's view may have. */
type AllFields = { [Key in Exclude<Keys<PlainView>, 'verb'>]: Of<PlainView, Key> }
type Common = ReturnType<typeof common>

function plainView(verb: PlainVerb, facts: Facts): HistoryView {
  const own = Object.keys(VERBS[verb].view.shape).flatMap((name) =>
    Object.hasOwn(FIELDS, name) ? [[name, FIELDS[name as keyof typeof FIELDS](facts)]] : [],
  )
  // The fields are those of this verb's view: its type is read from the same table.
  return { verb, ...common(facts), ...Object.fromEntries(own) } as HistoryView
}

type OtherVerb = Exclude<Verb, PlainVerb>
const OTHERS: {
  [Name in OtherVerb]: Name extends HistoryView['verb'] ? (facts: Facts) => ViewOf<Name> : null
} = {
  submit: (facts) => ({ verb: 'submit', ...common(facts) }),
  resubmit: (facts) => ({ verb: 'resubmit', ...common(facts) }),
  terminate: (facts) => ({ verb: 'terminate', ...common(facts), reason: reasonOf(facts) }),
  'hand-over': toHandOver,
  'time-out': toTimeOut,
  repair: null,
  push: null,
  press: null,
}

function common({ instance, act }: Facts) {
  const { at, by, via, service } = act
  const skipped = eventsOf(act, 'task_ended').filter(({ completeReason }) => completeReason === 'auto_skip')
  return {
    at,
    by: by === null ? null : toPerson(instance, by),
    via,
    ...(service !== undefined && { service }),
    repeats: skipped.flatMap(({ taskId }) => {
      const task = findTask(instance, taskId)
      return task ? [{ nodeId: task.nodeId, person: toPerson(instance, task.assignee) }] : []
    }),
    ended: eventsOf(act, 'ended')[0]?.status ?? null,
  }
}

function reasonOf({ act }: Facts): string | null {
  return said(act.reason)
}

function person({ instance }: Facts, userId: string): PersonView {
  return toPerson(instance, userId)
}

function actedTask(instance: Instance, taskId: string | null) {
  const task = taskId === null ? undefined : findTask(instance, taskId)
  if (!task) throw new Error(`instance ${instance.id} has no task ${taskId}`)
  return toActedTask(instance, task)
}

const toActedTask = (instance: Instance, task: Task) => ({
  id: task.id,
  nodeId: task.nodeId,
  assignee: toPerson(instance, task.assignee),
  consignedBy: toPrincipal(instance, task),
})

function toTimeOut(facts: Facts): ViewOf<'time-out'> {
  const { instance, act } = facts
  const [moved] = eventsOf(act, 'seat_moved')
  return {
    verb: 'time-out',
    ...common(facts),
    action: eventsOf(act, 'timed_out')[0]?.action ?? 'remind',
    task: actedTask(instance, act.taskId),
    to: moved ? toPerson(instance, moved.to) : null,
  }
}

/** Places that were handed on: those with a task first, then those whose turn was still to come. */
function toHandOver(facts: Facts): ViewOf<'hand-over'> {
  const { instance, act } = facts
  const ended = eventsOf(act, 'task_ended').flatMap(({ taskId, status }) => {
    const task = status === 'TRANSFERRED' ? findTask(instance, taskId) : undefined
    return task ? [task] : []
  })
  const moved = eventsOf(act, 'seat_moved')
  const isOf = (task: Task) => (one: (typeof moved)[number]) =>
    one.nodeId === task.nodeId && one.seat === seatOf(task)
  const [replaced] = eventsOf(act, 'person_replaced')
  const to = (one: (typeof moved)[number] | undefined) => (one ? toPerson(instance, one.to) : null)
  return {
    verb: 'hand-over',
    ...common(facts),
    reason: reasonOf(facts),
    from: person(facts, act.people[0] ?? ''),
    hasLeft: act.via === 'system',
    places: [
      ...ended.map((task) => ({
        nodeId: task.nodeId,
        task: toActedTask(instance, task),
        to: to(moved.find(isOf(task))),
      })),
      ...moved
        .filter((one) => !ended.some((task) => isOf(task)(one)))
        .map((one) => ({ nodeId: one.nodeId, task: null, to: to(one) })),
    ],
    next: replaced ? toPerson(instance, replaced.to) : null,
  }
}

/** The first round is before any rollback. */
function createRounds() {
  let round = 1
  return {
    after: (act: Act): number => {
      round += eventsOf(act, 'rolled_back').length
      return round
    },
  }
}

/** Those who came in with the end of a task: whoever got its place, or was had sign before or after its person. */
export function passedTo({ instance, history }: Told, taskId: string): readonly string[] {
  const act = history.find((one) => eventsOf(one, 'task_ended').some((ended) => ended.taskId === taskId))
  const task = findTask(instance, taskId)
  if (!act || !task) return []
  if (act.taskId === taskId && act.verb === 'add-sign') return act.people
  if (task.status !== 'TRANSFERRED') return []
  const moved = eventsOf(act, 'seat_moved').find(
    ({ nodeId, seat }) => nodeId === task.nodeId && seat === seatOf(task),
  )
  if (moved) return [moved.to]
  // It went back to whose place it was done in, or to nobody: then the place fell away.
  return task.consignedBy === undefined ? [] : [task.consignedBy]
}

/** Who had this task's person sign as well. Places are those of the node's last round. */
export function whoAdded({ instance, history }: Told, task: Task): InstanceView['tasks'][number]['added'] {
  const node = instance.route.find(({ id }) => id === task.nodeId)
  if (!node || task.round !== (node.round ?? 1)) return null
  const added = seatsOf(node).find(({ id }) => id === seatOf(task))?.added
  if (!added) return null
  const asked = history.findLast((act) =>
    eventsOf(act, 'signers_added').some(({ nodeId, seat }) => nodeId === node.id && seat === added.to),
  )
  return { by: asked?.by ? toPerson(instance, asked.by) : null, position: added.position }
}
