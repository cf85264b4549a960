import type { NodeStatus } from '../../shared/api.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { ownerOf, type Event, type Instance, type RouteNode, type Seat } from './instance.ts'
import { seatOf, seatsOf, tasksAt } from './seats.ts'

type Route = readonly RouteNode[]
type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>

export function markNode({ route }: Instance, nodeId: string, status: NodeStatus): Route {
  return changeNode(route, nodeId, (node) => ({ ...node, status }))
}

/** With its approvers alone, whoever was added in an earlier round. */
export function enterNode({ route, round }: Instance, nodeId: string): Route {
  return changeNode(route, nodeId, ({ seats: _, ...node }) => ({ ...node, status: 'active', round }))
}

export function moveSeat({ route }: Instance, { nodeId, seat, to }: EventOf<'seat_moved'>): Route {
  return changeNode(route, nodeId, (node) => ({
    ...node,
    seats: seatsOf(node).map((one) => (one.id === seat ? { ...one, person: to } : one)),
  }))
}

export function addSigners({ route }: Instance, event: EventOf<'signers_added'>): Route {
  const { nodeId, seat: to, position, users } = event
  return changeNode(route, nodeId, (node) => {
    const seats = seatsOf(node)
    const added = users.map((person, at): Seat => ({
      id: `${to}+${seats.length + at}`,
      person,
      added: { to, position },
    }))
    return { ...node, seats: [...seats, ...added] }
  })
}

/**
 * In every place that is not filled yet, and wherever their turn may come again; somebody who is there already is not
 * put there twice. What they have decided stays theirs.
 */
export function replacePerson(instance: Instance, { from, to }: EventOf<'person_replaced'>): Route {
  return instance.route.map((node) => {
    if (node.id === INITIATOR_NODE || node.status === 'skipped' || !isNamedAt(node, from)) return node
    const approvers = [...new Set(node.approvers.map((one) => (one === from ? to : one)))]
    if (node.status === 'waiting') return { ...node, approvers }
    const filled = tasksAt(instance, node).filter(
      ({ status }) => status !== 'TRANSFERRED' && status !== 'PENDING',
    )
    const isFilled = ({ id }: Seat) => node.status !== 'active' || filled.some((task) => seatOf(task) === id)
    const seats = seatsOf(node).map((one) =>
      one.person === from && !isFilled(one) ? { ...one, person: to } : one,
    )
    return { ...node, approvers, seats }
  })
}

/** Whether a place there is theirs, or will be when the way comes there again. */
const isNamedAt = (node: RouteNode, userId: string): boolean =>
  node.approvers.includes(userId) ||
  (node.status === 'active' && seatsOf(node).some(({ person }) => person === userId))

/** What lies behind the target waits again; branches beside it stay as they are. */
export function rollBack(instance: Instance, { toNode }: EventOf<'rolled_back'>): Route {
  const { route } = instance
  const again = new Set(nodesAgain(route, toNode).map(({ id }) => id))
  const waiting = route.map((node): RouteNode => (again.has(node.id) ? { ...node, status: 'waiting' } : node))
  if (toNode !== INITIATOR_NODE) return waiting
  return [initiatorNode(ownerOf(instance)), ...waiting.filter(({ id }) => id !== INITIATOR_NODE)]
}

/** The nodes that a rollback to this one takes back, itself included. */
export function nodesAgain(route: Route, toNode: string): readonly RouteNode[] {
  const at = route.findIndex(({ id }) => id === toNode)
  const target = route[at]
  if (!target) return toNode === INITIATOR_NODE ? route : []
  return route.slice(at).filter(({ lane }) => {
    const isBeside = lane !== undefined && lane.group === target.lane?.group
    return !isBeside || lane.branch === target.lane?.branch
  })
}

const initiatorNode = (userId: string): RouteNode => ({
  id: INITIATOR_NODE,
  mode: 'any',
  reason: 'optional',
  approvers: [userId],
  skipped: null,
  status: 'waiting',
})

/** The same instance with another form, and the way that leads from it; the initiator's step stays in front. */
export function resubmit(
  instance: Instance,
  { people, departments, form, files, route, ccAtEnd }: EventOf<'resubmitted'>,
): Partial<Instance> {
  const own = instance.route.filter(({ id }) => id === INITIATOR_NODE)
  return {
    ...{ form, ccAtEnd, route: [...own, ...route] },
    people: { ...people, ...instance.people },
    departments: { ...instance.departments, ...departments },
    ...(files && { files: { ...instance.files, ...files } }),
  }
}

function changeNode(route: Route, nodeId: string, change: (node: RouteNode) => RouteNode): Route {
  return route.map((node) => (node.id === nodeId ? change(node) : node))
}
