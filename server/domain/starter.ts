import type { Instance } from './instance.ts'

/**
 * In whose turn Feishu is told of what nobody in particular caused: of whoever started it, a person or a system; or of
 * the source that carries it on, so that it takes none from people.
 */
export function starterOf({
  initiator,
  service,
  mirror,
}: Pick<Instance, 'initiator' | 'service' | 'mirror'>): string {
  if (mirror) return sourceTurn(mirror.source)
  return service === undefined ? initiator.userId : serviceTurn(service)
}

/** A source among them. */
export const sourceTurn = (source: string): string => `source:${source}`

/** A system among the people who take turns. No user_id has a colon. */
export const serviceTurn = (service: string): string => `${SERVICE_TURN}${service}`

/** Undefined for a person. */
export const serviceOfTurn = (who: string): string | undefined =>
  who.startsWith(SERVICE_TURN) ? who.slice(SERVICE_TURN.length) : undefined

const SERVICE_TURN = 'service:'
