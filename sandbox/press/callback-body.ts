import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { LosslessNumber, stringify } from 'lossless-json'

/** Body of 三方快捷审批回调, before tampering and encryption. `message_id` is an int64 there, written as a bare number. */
export type CallbackBody = {
  action_type: string
  action_context?: string
  user_id: string
  approval_code: string
  instance_id?: string
  task_id?: string
  message_id?: LosslessNumber
  id?: string
  reason?: string
  attachments?: unknown[]
  token: string
}

export const int64 = (decimal: string): LosslessNumber => new LosslessNumber(decimal)

export const toJson = (body: Record<string, unknown>): string => stringify(body) ?? '{}'

/** 关联外部选项说明: AES-256-CBC, key = SHA-256 of the configured key, IV in front, all in base64. */
export function encrypt(text: string, key: string, iv = randomBytes(16)): string {
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}
