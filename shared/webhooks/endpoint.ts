import { z } from 'zod'
import { EnvironmentName } from '../environment-name.ts'
import { EventType } from './event.ts'

/** So that whoever waits for a secret's change need not count endpoints. */
const MOST_ENDPOINTS = 200

/** An address of another system that is told of events, as `webhooks.yaml` says. */
export const Endpoint = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'is like erp-1: small letters, digits and -, at most 32 of them'),
  url: z.url({ protocol: /^https?$/, error: 'is an https address' }).max(2_000),
  /** The name of its secret (`whsec_…`); what `<name>_PREVIOUS` holds signs as well. */
  secretEnv: EnvironmentName,
  /** Default: all. */
  events: z.array(EventType).min(1).optional(),
  /** Codes. Default: all. */
  definitions: z.array(z.string().min(1).max(128)).min(1).max(1_000).optional(),
})
export type Endpoint = z.infer<typeof Endpoint>

/** `webhooks.yaml`, a list. An empty file is an empty list. */
export const WebhooksFile = z
  .preprocess((content) => content ?? [], z.array(Endpoint).max(MOST_ENDPOINTS))
  .superRefine((endpoints, context) => {
    endpoints.forEach(({ id }, at) => {
      if (endpoints.findIndex((one) => one.id === id) < at)
        context.addIssue({ code: 'custom', path: [at, 'id'], message: `${id} stands above as well` })
    })
  })
export type WebhooksFile = z.infer<typeof WebhooksFile>

/** The name under which the secret stands that still signs while it is being changed. */
export const previousOf = (secretEnv: string): string => `${secretEnv}_PREVIOUS`
