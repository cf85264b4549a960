import { createHash } from 'node:crypto'

type Options = { type?: string; token: string; object?: object; event?: object; createdAt?: number }

/** An event of version 2.0 about a person, as Feishu writes it (员工离职). */
export const contactEvent = (
  eventId: string,
  {
    type = 'contact.user.deleted_v3',
    token,
    object = { user_id: 'u_bob', open_id: 'ou_bob' },
    event,
    createdAt = Date.now(),
  }: Options,
): string =>
  JSON.stringify({
    schema: '2.0',
    header: {
      event_id: eventId,
      event_type: type,
      token,
      create_time: String(createdAt),
      tenant_key: 't',
      app_id: 'cli_test',
    },
    event: event ?? { object, old_object: { open_id: 'ou_old' } },
  })

/** The headers that prove a raw body, encrypted or not. */
export function signed(raw: string, { key, at = Date.now() }: { key: string; at?: number }) {
  const [timestamp, nonce] = [String(Math.floor(at / 1_000)), 'n']
  const signature = createHash('sha256').update(`${timestamp}${nonce}${key}${raw}`).digest('hex')
  return {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  }
}
