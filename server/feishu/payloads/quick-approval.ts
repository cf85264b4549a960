import type { ReasonPolicy } from '../../../shared/flow.ts'
import type { Instance, Task } from '../../domain/instance.ts'

/** What an `action_context` binds a decision to. */
export type ActionContext = { instanceId: string; taskId: string; userId: string; round: number }

/** Makes the signed `action_context` that Feishu hands back with a decision. */
export type Sign = (context: ActionContext) => string

/** Where Feishu sends decisions, and how it proves to be Feishu; without a key it does not encrypt. */
export type QuickApprovalCallback = { url: string; token: string; key: string | undefined }

const NEEDS: Record<ReasonPolicy, { is_need_reason: boolean; is_reason_required: boolean }> = {
  required: { is_need_reason: true, is_reason_required: true },
  optional: { is_need_reason: true, is_reason_required: false },
  none: { is_need_reason: false, is_reason_required: false },
}

/** How the buttons of a task ask for a reason and for files; the node that the flow added itself has its policy in the route. */
export function reasonNeeds({ route }: Pick<Instance, 'route'>, { nodeId }: Pick<Task, 'nodeId'>) {
  const node = route.find(({ id }) => id === nodeId)
  return { ...NEEDS[node?.reason ?? 'optional'], is_need_attachment: node?.asksFiles === true }
}

export function contextOf({ id: instanceId }: Pick<Instance, 'id'>, task: Task): ActionContext {
  return { instanceId, taskId: task.id, userId: task.assignee, round: task.round }
}
