import { z } from 'zod'
import type { ReasonPolicy } from '../../../shared/flow.ts'
import type { QuickAction } from '../../domain/quick-action.ts'
import { paramInvalid } from './refusal.ts'
import type { PushedWords } from './texts.ts'
import { flag, optionalText, required } from './wire.ts'

/** 同步三方审批实例, 发送审批 Bot 消息: action_configs. */
export const ActionConfig = z.object({
  action_type: required,
  action_name: optionalText,
  is_need_reason: flag,
  is_reason_required: flag,
  is_need_attachment: flag,
})
type ActionConfig = z.output<typeof ActionConfig>

/** Feishu has words of its own for these two. */
const KNOWN: ReadonlySet<string> = new Set(['APPROVE', 'REJECT'])

export function readAction(config: ActionConfig, field: string, words: PushedWords): QuickAction {
  const { action_type: type, action_name: key } = config
  // 三方审批实例同步 prints a key for APPROVE that has no text.
  const name = KNOWN.has(type) ? words.ifAny(key) : words.of(field, key)
  if (name === null && !KNOWN.has(type))
    throw paramInvalid(field, 'is required where action_type is neither APPROVE nor REJECT')
  return { type, name, reason: reasonOf(config), asksFiles: config.is_need_attachment === true }
}

function reasonOf(config: ActionConfig): ReasonPolicy {
  if (config.is_reason_required === true) return 'required'
  return config.is_need_reason === true ? 'optional' : 'none'
}
