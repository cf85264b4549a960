/** What would let its reader decide in someone's name. */
const OF_CALLBACKS = new Set(['action_callback_token', 'action_callback_key', 'action_context'])
const OF_LOGINS = new Set(['app_secret', 'client_secret', 'code', 'code_verifier'])
/** What proves that an event is Feishu's. */
const OF_EVENTS = new Set(['verification_token', 'encryption_key'])
const SECRETS = new Set([...OF_CALLBACKS, ...OF_LOGINS, ...OF_EVENTS])

/** A payload as an operator may see it. */
export function withoutSecrets(payload: unknown): unknown {
  if (Array.isArray(payload)) return payload.map(withoutSecrets)
  if (typeof payload !== 'object' || payload === null) return payload
  return Object.fromEntries(
    Object.entries(payload)
      .filter(([name]) => !OF_CALLBACKS.has(name))
      .map(([name, value]) => [name, withoutSecrets(value)]),
  )
}

/** Feishu's words, which may repeat what it was sent, without the secrets of that request. */
export function scrub(
  text: string,
  sent: { data?: object | undefined; bearer?: string | undefined },
): string {
  const secrets = [...secretsIn(sent.data), sent.bearer ?? ''].filter((secret) => secret !== '')
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}

function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'string' && SECRETS.has(name) ? [inner] : secretsIn(inner),
  )
}
