import type { ReasonPolicy } from '../../../shared/flow.ts'
import type { Buttons, Picture, PicturedTask } from '../../domain/picture.ts'

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

export const needsOf = ({ reason, asksFiles }: Buttons) => ({
  ...NEEDS[reason],
  is_need_attachment: asksFiles,
})

export function contextOf(
  { id: instanceId }: Pick<Picture, 'id'>,
  { id: taskId, assignee: userId, round }: Pick<PicturedTask, 'id' | 'assignee' | 'round'>,
): ActionContext {
  return { instanceId, taskId, userId, round }
}
