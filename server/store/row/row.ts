import type { DocumentNumber } from '../../../shared/document-number.ts'
import type { Box } from '../../../shared/requests.ts'
import type { InstanceStatus, TaskStatus } from '../../../shared/status.ts'
import { lineOf } from '../../domain/webhooks/queues.ts'
import { nextDue } from '../../domain/outbox/effects.ts'
import { concernedIn } from '../../domain/engine/concerned.ts'
import { turnsOf, type Turn } from '../../domain/engine/turns.ts'
import { isOpen, type Instance } from '../../domain/instance.ts'
import { starterOf } from '../../domain/starter.ts'
import type { Listed } from '../../domain/listed.ts'
import { whatCounts } from '../../domain/mirror/what-counts.ts'
import type { EndpointLine, InstanceRecord, Line } from '../../domain/outbox/record.ts'
import type { Identity, TaskFilter } from '../contract.ts'

export { LINES } from '../../domain/outbox/record.ts'

/** An open task in a person's to-dos. */
export type OpenTask = { nodeId: string; postponedUntil: number }

/** An instance's entry in one of a person's lists, which are ordered by `at`. */
export type Place = { id: string; userId: string; box: Box; at: number; open: readonly OpenTask[] }

/** What waits for an endpoint, as its line sees it. */
export type EndpointDue = { line: EndpointLine; endpoint: string; at: number; by: string; events: number }

/** What the lists and the outbox have to know of an instance without reading it. */
export type Row = {
  id: string
  definition: string
  version: number
  number: DocumentNumber | null
  startedAt: number
  updatedAt: number
  /** When there is something to deliver next, and who caused it; null when nothing waits. */
  due: Readonly<Record<Line, { at: number; by: string } | null>>
  endpoints: readonly EndpointDue[]
  /** Everybody whom it names. */
  people: readonly Identity[]
  /** user_ids of those who have, or may have, something to do with it; nobody once it has ended. */
  concerned: readonly string[]
  turns: readonly Turn[]
  pending: number
  parked: number
  status: InstanceStatus
  places: readonly Place[]
  /** Of what another system carries on. */
  mirrored: MirroredRow | null
}

export type MirroredRow = { source: string; open: number; unknown: readonly string[] }

export type Indexed = Pick<InstanceRecord, 'instance' | 'effects' | 'queues'>

export function toRow(record: Indexed): Row {
  const { instance, effects } = record
  const parked = effects.filter((effect) => effect.parked).length
  return {
    id: instance.id,
    definition: instance.definition.code,
    version: instance.definition.version,
    number: instance.number ?? null,
    startedAt: instance.startedAt,
    updatedAt: instance.updatedAt,
    due: effects.length === 0 ? NOTHING_DUE : dueIn(record),
    endpoints: endpointsOf(record),
    people: peopleIn(instance),
    concerned: concernedIn(instance),
    turns: turnsOf(instance),
    pending: effects.length - parked,
    parked,
    status: instance.status,
    places: placesOf(instance),
    mirrored: mirroredIn(instance),
  }
}

const NOBODY: readonly string[] = []

/** A to-do counts as open, whoever it is for. */
function mirroredIn({ mirror }: Instance): MirroredRow | null {
  if (!mirror) return null
  const open = Object.values(whatCounts(mirror.pushed).tasks).filter(isOpen).length
  return { source: mirror.source, open, unknown: mirror.unknown.length === 0 ? NOBODY : mirror.unknown }
}

/** One for all that wait for nothing, which nearly all do. */
export const NOTHING_DUE: Row['due'] = { todos: null, messages: null, attendance: null }

const NO_ENDPOINTS: Row['endpoints'] = []

function endpointsOf({ queues = [], instance }: Indexed): Row['endpoints'] {
  if (queues.length === 0) return NO_ENDPOINTS
  return queues.map(({ endpoint, nextTryAt: at, by = starterOf(instance), waiting }) => ({
    line: lineOf(endpoint),
    endpoint,
    at,
    by,
    events: waiting.length,
  }))
}

const dueIn = (record: Indexed): Row['due'] => ({
  todos: dueOf(record, 'todos'),
  messages: dueOf(record, 'messages'),
  attendance: dueOf(record, 'attendance'),
})

function dueOf(record: Indexed, line: Line): { at: number; by: string } | null {
  const next = nextDue(record, line)
  return next && { at: next.at, by: next.effect.by ?? starterOf(record.instance) }
}

const peopleIn = ({ people, initiator }: Instance): Identity[] => [
  ...(Object.hasOwn(people, initiator.userId) || !isPerson(initiator)
    ? []
    : [{ userId: initiator.userId, openId: initiator.openId }]),
  ...Object.entries(people).map(([id, person]) => ({ userId: id, openId: person.openId })),
]

/** The person's place in the box, if the instance is in it. */
export function findPlace(instance: Placed, userId: string, box: Box): Place | undefined {
  return placesOf(instance).find((place) => place.userId === userId && place.box === box)
}

/** Whether one of the open tasks is such a one. */
export function fits({ open }: Pick<Place, 'open'>, filter: TaskFilter | undefined): boolean {
  return filter === undefined || open.some((task) => isAskedFor(task, filter))
}

export function isAskedFor({ nodeId, postponedUntil }: OpenTask, { node, postponed }: TaskFilter): boolean {
  if (node !== undefined && node !== nodeId) return false
  return postponed === undefined || postponedUntil > postponed.at === (postponed.show === 'only')
}

/** A task that is DONE was passed without its person, so it is in neither box. */
const BOX_OF_TASK: Record<TaskStatus, Box | null> = {
  PENDING: 'todo',
  APPROVED: 'done',
  REJECTED: 'done',
  TRANSFERRED: 'done',
  DONE: null,
}

const NONE: readonly OpenTask[] = []

/** Of what another system carries on, the initiator may be nobody who is known here. */
const isPerson = ({ userId }: Pick<Instance['initiator'], 'userId'>): boolean => userId !== ''

type Placed = Pick<Listed, 'id' | 'initiator' | 'startedAt' | 'tasks' | 'cc'>

function placesOf({ id, initiator, startedAt, tasks, cc }: Placed): Place[] {
  const places: Place[] = isPerson(initiator)
    ? [{ id, userId: initiator.userId, box: 'started', at: startedAt, open: NONE }]
    : []
  const put = (userId: string, box: Box, at: number, open: readonly OpenTask[] = NONE) => {
    const known = places.find((place) => place.userId === userId && place.box === box)
    if (!known) return void places.push({ id, userId, box, at, open })
    if (box !== 'started') known.at = Math.max(known.at, at)
    if (open.length > 0) known.open = [...known.open, ...open]
  }
  for (const { assignee, status, createdAt, nodeId, postponedUntil = 0 } of tasks) {
    const box = BOX_OF_TASK[status]
    if (box) put(assignee, box, createdAt, box === 'todo' ? [{ nodeId, postponedUntil }] : NONE)
  }
  for (const { userId, createdAt } of cc) put(userId, 'cc', createdAt)
  // Without the room for more that an array has which grew.
  return places.slice()
}
