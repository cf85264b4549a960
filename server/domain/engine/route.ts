import type { FormValues } from '../../../shared/form/field.ts'
import { holds } from '../../../shared/form/holds.ts'
import type { ApproverRule, FlowNode } from '../../../shared/flow.ts'
import { wayOf, type Definition } from '../../../shared/definition.ts'
import { own } from '../../../shared/own.ts'
import { MANAGERS_NODE } from '../../../shared/nodes.ts'
import type { RouteNode } from '../instance.ts'

/** The people of a flow as contacts gave them: user_ids that exist and have not left. */
export type FoundApprovers = {
  /** Per node id; a node whose rule found nobody is absent or empty. */
  approvers: Readonly<Record<string, readonly string[]>>
  managers: readonly string[]
  /** The initiator's own manager, if there is one. */
  initiatorManager: string | null
}

/**
 * The way an instance takes, node by node. Whoever is found nowhere is replaced by the definition's
 * managers, and a way on which nobody would decide ends at them, so no flow approves by itself.
 */
export function planRoute(
  definition: Definition,
  form: FormValues,
  initiator: string,
  found: FoundApprovers,
): RouteNode[] {
  const route = wayOf(definition).map(({ node, lane }) => ({
    ...planNode(definition, node, form, initiator, found),
    ...(lane && { lane }),
  }))
  if (route.some(({ skipped }) => !skipped)) return route
  return [
    ...route,
    {
      id: MANAGERS_NODE,
      mode: 'any',
      reason: 'optional',
      approvers: managersFor(found, initiator),
      skipped: null,
      status: 'waiting',
    },
  ]
}

/** The nodes of a form's way for which approvers have to be looked up at all. */
export function nodesInPlay(definition: Definition, form: FormValues): { id: string; rule: ApproverRule }[] {
  return wayOf(definition)
    .map(({ node }) => node)
    .filter((node) => takesPart(node, form))
    .map((node) => ({ id: node.id, rule: node.approvers }))
}

const takesPart = ({ when }: FlowNode, form: FormValues): boolean =>
  !when || holds(when, (key) => own(form, key))

function planNode(
  definition: Definition,
  node: FlowNode,
  form: FormValues,
  initiator: string,
  found: FoundApprovers,
): RouteNode {
  const { id, mode, reason } = node
  const isAsked = (node.repeatedApprover ?? definition.repeatedApprover) === 'ask'
  const asks = isAsked ? ({ asksRepeated: true } as const) : {}
  const takes = node.attachments === 'optional' ? ({ asksFiles: true } as const) : {}
  const base = { id, mode, reason, ...asks, ...takes, status: 'waiting' } as const
  if (!takesPart(node, form)) return { ...base, approvers: [], skipped: 'condition' }

  const named = [...new Set(own(found.approvers, id) ?? [])]
  const approvers = withoutSelf(definition.selfApproval, named, initiator, found.initiatorManager)
  if (approvers.length > 0) return { ...base, approvers, skipped: null }
  const onlySelf = named.length > 0 && definition.selfApproval === 'skip'
  if (onlySelf) return { ...base, approvers: [], skipped: 'self_approval' }
  return { ...base, approvers: managersFor(found, initiator), skipped: null }
}

function withoutSelf(
  policy: Definition['selfApproval'],
  approvers: readonly string[],
  initiator: string,
  manager: string | null,
): string[] {
  if (policy === 'allow') return [...approvers]
  const substitute = policy === 'manager' && manager !== null ? [manager] : []
  return [...new Set(approvers.flatMap((one) => (one === initiator ? substitute : [one])))]
}

/** The managers without the initiator, else their own manager, else themselves: somebody has to decide (R23). */
function managersFor({ managers, initiatorManager }: FoundApprovers, initiator: string): readonly string[] {
  const others = managers.filter((manager) => manager !== initiator)
  if (others.length > 0 || managers.length === 0) return others
  return initiatorManager !== null && initiatorManager !== initiator ? [initiatorManager] : managers
}
