import type { ApproverRule } from '../../shared/flow.ts'
import type { Definition } from '../../shared/definition.ts'
import type { FormValues } from '../../shared/form/field.ts'
import { listOf } from '../../shared/form/leaves.ts'
import { own } from '../../shared/own.ts'
import { nodesInPlay, type FoundApprovers } from '../domain/engine/route.ts'
import type { Contact } from '../feishu/port.ts'
import { stillThere, type Directory } from './directory.ts'
import { departmentsUp } from './visibility.ts'

export type ApproverSearch = {
  definition: Definition
  form: FormValues
  initiator: Contact
  /** Per node: the approvers that the initiator chose, as user_ids. */
  chosen: ReadonlyMap<string, readonly string[]>
}

/** Looks up everyone the form's way asks for, side by side. Whoever has left drops out. */
export async function findApprovers(directory: Directory, search: ApproverSearch): Promise<FoundApprovers> {
  const { definition, form, initiator } = search
  const nodes = nodesInPlay(definition, form)
  const [approvers, managers, initiatorManager] = await Promise.all([
    Promise.all(nodes.map(async ({ id, rule }) => [id, await byRule(directory, search, id, rule)] as const)),
    stillThere(directory, definition.managers),
    managerAbove(directory, initiator, 1),
  ])
  return { approvers: Object.fromEntries(approvers), managers, initiatorManager: initiatorManager ?? null }
}

async function byRule(
  directory: Directory,
  { form, initiator, chosen }: ApproverSearch,
  nodeId: string,
  rule: ApproverRule,
): Promise<readonly string[]> {
  if ('users' in rule) return stillThere(directory, rule.users)
  if ('initiatorChoice' in rule) return chosen.get(nodeId) ?? []
  if ('field' in rule) return listOf(own(form, rule.field))
  const found =
    'manager' in rule
      ? await managerAbove(directory, initiator, rule.manager)
      : await leaderAbove(directory, initiator, rule.departmentLeader)
  return found === undefined ? [] : [found]
}

/** The n-th manager up the line. Nobody, when the line is shorter, or when whoever stands there has left. */
async function managerAbove(
  directory: Directory,
  initiator: Contact,
  level: number,
): Promise<string | undefined> {
  const met = new Set([initiator.userId])
  let at: Contact | undefined = initiator
  for (let step = 0; step < level; step += 1) {
    const next: string | null = at.leaderUserId
    if (next === null || met.has(next)) return undefined
    met.add(next)
    at = await directory.person(next)
    if (!at) return undefined
  }
  return at.active ? at.userId : undefined
}

/** The leader of the initiator's main department, or of the one that many levels above it. */
async function leaderAbove(
  directory: Directory,
  { openDepartmentIds: [main] }: Contact,
  level: number,
): Promise<string | undefined> {
  if (main === undefined) return undefined
  const department = (await departmentsUp(directory, main))[level - 1]
  if (!department?.leaderUserId) return undefined
  const [leader] = await stillThere(directory, [department.leaderUserId])
  return leader
}
