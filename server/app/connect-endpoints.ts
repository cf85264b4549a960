import { readWebhooks } from '../definitions/read-webhooks.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import type { AskOutside } from '../runtime/outside/ask-outside.ts'
import { SETTINGS, type SecretOf } from '../config.ts'
import type { Notes, Store } from '../store/contract.ts'
import { createHealthNotes, type HealthNotes } from '../webhooks/health-notes.ts'
import { createEndpointFaults } from '../webhooks/endpoint-faults.ts'
import { openEndpoints, type Endpoints } from '../webhooks/endpoints.ts'
import { createWebhookOperations, type WebhookOperations } from '../webhooks/operate.ts'
import { createSend, type Send } from '../webhooks/send.ts'

type EndpointSettings = {
  definitionsDir: string
  webhookHosts: readonly string[]
  secretOf: SecretOf
}

/** Other people's systems, as far as they are told of events. */
export type WebhookParts = {
  endpoints: Endpoints
  healths: HealthNotes
  send: Send
  operations: WebhookOperations
}

/** What `plan` refuses of an endpoint. */
export const endpointFaultsOf = ({ webhookHosts, secretOf }: EndpointSettings) =>
  createEndpointFaults({ trusted: webhookHosts, secretOf, isSetting: (name) => SETTINGS.includes(name) })

/** Before the store is used: whatever is written tells them. */
export function openEndpointsOf(settings: EndpointSettings, notes: Notes, log: Log): Promise<Endpoints> {
  const faultsOf = endpointFaultsOf(settings)
  return openEndpoints({ notes, log, readFile: () => readWebhooks(settings.definitionsDir, faultsOf) })
}

export function connectEndpoints(
  endpoints: Endpoints,
  {
    settings,
    store,
    clock,
    ask,
  }: { settings: EndpointSettings; store: Store; clock: Clock; ask: AskOutside },
): WebhookParts {
  const { now } = clock
  const healths = createHealthNotes(store.notes)
  return {
    endpoints,
    healths,
    send: createSend({ ask, secretOf: settings.secretOf, now }),
    operations: createWebhookOperations({ store, endpoints, healths, now }),
  }
}
