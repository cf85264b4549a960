import type { ReasonPolicy } from '../../../shared/flow.ts'
import type { Texts } from './i18n.ts'
import { plainInAll } from './markdown.ts'
import type { QuickAction } from '../../domain/quick-action.ts'
import type { Picture, PicturedTask } from '../../domain/picture.ts'

/** What an `action_context` binds a decision to. */
export type ActionContext = { instanceId: string; taskId: string; userId: string; round: number }

/** Makes the signed `action_context` that Feishu hands back with a decision. */
export type Sign = (context: ActionContext) => string

/** Where Feishu sends decisions, and how it proves to be Feishu; without a key it does not encrypt. */
export type QuickApprovalCallback = { url: string; token: string; key: string | undefined }

/** 同步三方审批实例, 发送审批 Bot 消息: action_configs. */
export type ActionConfig = {
  action_type: string
  action_name?: string
  is_need_reason: boolean
  is_reason_required: boolean
  is_need_attachment: boolean
}

const LONGEST_NAME = 200

const NEEDS: Record<ReasonPolicy, { is_need_reason: boolean; is_reason_required: boolean }> = {
  required: { is_need_reason: true, is_reason_required: true },
  optional: { is_need_reason: true, is_reason_required: false },
  none: { is_need_reason: false, is_reason_required: false },
}

const needsOf = ({ reason, asksFiles }: Pick<QuickAction, 'reason' | 'asksFiles'>) => ({
  ...NEEDS[reason],
  is_need_attachment: asksFiles,
})

/** An action as lists and cards want it; another system's own has a name. */
export const toActionConfig = ({ type, name, ...asks }: QuickAction, texts: Texts): ActionConfig => ({
  action_type: type,
  ...(name && { action_name: texts.add(`action_${type}`, plainInAll(name, LONGEST_NAME)) }),
  ...needsOf(asks),
})

export function contextOf(
  { id: instanceId }: Pick<Picture, 'id'>,
  { id: taskId, assignee: userId, round }: Pick<PicturedTask, 'id' | 'assignee' | 'round'>,
): ActionContext {
  return { instanceId, taskId, userId, round }
}
