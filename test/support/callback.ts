import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { InstanceView } from '../../shared/responses.ts'
import { APPROVAL_CODE, CREDENTIALS, type Harness } from './http-server.ts'

/** As the documentation's Go sample encrypts (关联外部选项说明), written here a second time on purpose. */
export function encrypt(plain: string | Uint8Array, key: string, iv: Uint8Array = randomBytes(16)): string {
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv)
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]).toString('base64')
}

export const encrypted = (plain: string, key: string = CREDENTIALS.key ?? ''): string =>
  JSON.stringify({ encrypt: encrypt(plain, key) })

/** A callback's JSON as Feishu writes it: the message_id stands there as a bare number. */
export function callbackText({
  messageId,
  ...fields
}: Record<string, unknown> & { messageId?: string | number | bigint } = {}): string {
  const text = JSON.stringify({
    action_type: 'APPROVE',
    user_id: 'u_bob',
    approval_code: APPROVAL_CODE,
    token: CREDENTIALS.token,
    ...fields,
  })
  return messageId === undefined ? text : text.replace(/\}$/, `,"message_id":${messageId}}`)
}

type Task = { id: string; assignee: { userId: string } }

/** What Feishu would send when this person presses a button in one of the three places. */
export function press(
  { ring }: Pick<Harness, 'ring'>,
  instance: Pick<InstanceView, 'id'>,
  task: Task,
  {
    from = 'card',
    ...fields
  }: Parameters<typeof callbackText>[0] & { from?: 'card' | 'list' | 'search' } = {},
): string {
  const { userId } = task.assignee
  const claim = { instanceId: instance.id, taskId: task.id, userId, round: 1 }
  const places = {
    card: { messageId: '7034234234234234999', action_context: ring.sign(claim) },
    list: { instance_id: instance.id, task_id: task.id },
    search: { id: task.id },
  }
  return callbackText({ user_id: userId, ...places[from], ...fields })
}
