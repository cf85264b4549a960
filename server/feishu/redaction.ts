const SECRET_FIELDS = new Set(['action_callback_token', 'action_callback_key', 'action_context'])

/** A payload as an operator may see it: without what would let its reader decide in someone's name. */
export function withoutSecrets(payload: unknown): unknown {
  if (Array.isArray(payload)) return payload.map(withoutSecrets)
  if (typeof payload !== 'object' || payload === null) return payload
  return Object.fromEntries(
    Object.entries(payload)
      .filter(([name]) => !SECRET_FIELDS.has(name))
      .map(([name, value]) => [name, withoutSecrets(value)]),
  )
}

/** Takes these words out of a text that comes from elsewhere. */
export function createScrub(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 4)
  return (text) => known.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}
