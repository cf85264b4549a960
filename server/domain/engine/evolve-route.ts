import type { NodeStatus } from '../../../shared/responses.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { ownerOf, type Event, type Instance, type RouteNode, type Seat } from '../instance.ts'
import { seatsOf } from './seats.ts'

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

export function dropSeat({ route }: Instance, { nodeId, seat }: EventOf<'seat_dropped'>): Route {
  return changeNode(route, nodeId, (node) => ({
    ...node,
    seats: seatsOf(node).filter(({ id }) => id !== seat),
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

/** In every node that nobody has come to; what is under way changes place by place. */
export function replacePerson(
  instance: Instance,
  { from, to, asInitiator }: EventOf<'person_replaced'>,
): Partial<Instance> {
  const earlier: Readonly<Record<string, string>> = instance.replaced ?? {}
  const followed = Object.entries(earlier).map(([one, by]) => [one, by === from ? to : by] as const)
  const replaced = Object.fromEntries([...followed, [from, to] as const])
  const route = instance.route.map((node) =>
    node.status === 'waiting' ? withReplaced(node, replaced) : node,
  )
  const successor = asInitiator ? { successor: to } : {}
  return { route, replaced, ...successor }
}

/** Somebody who is there already is not put there twice. */
function withReplaced(node: RouteNode, replaced: Readonly<Record<string, string>>): RouteNode {
  if (node.id === INITIATOR_NODE) return node
  const approvers = node.approvers.map((one) => (Object.hasOwn(replaced, one) ? (replaced[one] ?? one) : one))
  return { ...node, approvers: [...new Set(approvers)] }
}

/** What lies behind the target waits again; branches beside it stay as they are. */
export function rollBack(instance: Instance, { toNode }: EventOf<'rolled_back'>): Route {
  const { route, replaced = {} } = instance
  const again = new Set(nodesAgain(route, toNode).map(({ id }) => id))
  const waiting = route.map((node): RouteNode => {
    if (!again.has(node.id)) return node
    const { isAskedAnew: _, ...rest } = withReplaced(node, replaced)
    return { ...rest, status: 'waiting', ...(node.id === toNode && { isAskedAnew: true }) }
  })
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
  { departments, chosen, linked, form, route, ccAtEnd, ccIfApproved }: EventOf<'resubmitted'>,
): Partial<Instance> {
  const own = instance.route.filter(({ id }) => id === INITIATOR_NODE)
  return {
    form,
    ccAtEnd,
    ccIfApproved,
    route: [...own, ...route],
    // Whoever is there now was looked up anew.
    replaced: undefined,
    departments: { ...instance.departments, ...departments },
    chosen,
    linked,
  }
}

function changeNode(route: Route, nodeId: string, change: (node: RouteNode) => RouteNode): Route {
  return route.map((node) => (node.id === nodeId ? change(node) : node))
}
