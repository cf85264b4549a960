import { z } from 'zod'
import { EVENT_MEANINGS, EventType, WebhookEvent } from '../../shared/webhooks/event.ts'

const HEADERS = [
  { name: 'webhook-id', description: 'Of the event: the same for every attempt.' },
  { name: 'webhook-timestamp', description: 'When this attempt left, in seconds since 1970.' },
  {
    name: 'webhook-signature',
    description: 'v1,<base64>; several with a space between while a secret is changed.',
  },
].map((header) => ({ ...header, in: 'header', required: true, schema: { type: 'string' } }))

const RESPONSES = {
  '2XX': { description: 'Taken. Anything else is tried again.' },
  '410': { description: 'It wants no more: it is switched off.' },
  '429': { description: 'It is left alone for a while, by retry-after.' },
}

/** What endpoints are sent, by event (OpenAPI 3.1, `webhooks`). */
export function toWebhooks(): Record<string, object> {
  return Object.fromEntries(
    EventType.options.map((type) => {
      const { $schema, ...schema } = z.toJSONSchema(WebhookEvent.extend({ type: z.literal(type) }), {
        io: 'output',
        unrepresentable: 'any',
      })
      const operation = {
        summary: EVENT_MEANINGS[type],
        parameters: HEADERS,
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: RESPONSES,
      }
      return [type, { post: operation }]
    }),
  )
}
