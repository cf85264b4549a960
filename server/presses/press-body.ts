import { LosslessNumber, parse, stringify } from 'lossless-json'
import { encrypt } from '../callbacks/cipher.ts'
import type { PressTarget } from '../usecases/sources/press-target.ts'

/** What somebody did. `attachments`: JSON, as Feishu names files. */
export type Told = { action: string; userId: string; reason: string | null; attachments: string | null }

/**
 * Feishu's own callback (三方快捷审批回调), in the words of the one who is told. Where they agreed on a key it is encrypted
 * as 关联外部选项说明 says; `iv`: 16 random bytes.
 */
export function toPressBody(target: PressTarget, told: Told, iv: () => Uint8Array): string {
  const { context, approvalCode, instanceId, taskId, messageId, token, key } = target
  const { action, userId, reason, attachments } = told
  const body = stringify({
    action_type: action,
    ...(context !== null && { action_context: context }),
    user_id: userId,
    approval_code: approvalCode ?? '',
    ...(instanceId !== undefined && { instance_id: instanceId }),
    ...(taskId !== undefined && { task_id: taskId }),
    // An int64, and no text.
    ...(messageId !== undefined && { message_id: new LosslessNumber(messageId) }),
    ...(reason !== null && { reason }),
    ...(attachments !== null && { attachments: parse(attachments) }),
    token: token ?? '',
  })
  if (body === undefined) throw new Error('a press has no body')
  return key === null ? body : JSON.stringify({ encrypt: encrypt(body, key, iv()) })
}
