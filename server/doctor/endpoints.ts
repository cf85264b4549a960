import type { Finding } from '../../shared/operator-api.ts'
import type { EndpointView, WebhooksResponse } from '../../shared/webhooks/operator.ts'
import { failed, ok, warning } from './findings.ts'

export type EndpointsSeen = {
  /** Undefined: only whoever has the store can tell. */
  listEndpoints: (() => Promise<WebhooksResponse>) | undefined
}

/** Which other systems do not take what they are told. Where there are none, there is nothing to say. */
export async function examineEndpoints({ listEndpoints }: EndpointsSeen): Promise<Finding[]> {
  if (!listEndpoints) return []
  return (await listEndpoints()).items.map(toFinding)
}

function toFinding({ id, state, why, waiting, lastAnswer }: EndpointView): Finding {
  const name = `webhook ${id}`
  const last = lastAnswer?.error == null ? '' : `, its last answer: ${lastAnswer.error}`
  const waits = `${waiting.events} events wait${last}`
  switch (state) {
    case 'up':
      return ok(name, waits)
    case 'resting':
      return warning(name, `does not take events: ${waits}`, 'Look at that system; it is tried by itself.')
    case 'off':
      return failed(
        name,
        `${why === 'gone' ? 'says that it is gone' : 'has failed for five days'}: ${waits}`,
        'Look at that system, then run webhooks resume; one event is tried every hour anyway, and none is lost.',
      )
    case 'removed':
      return warning(
        name,
        `stands in no file any more: ${waits}`,
        'Put it back into webhooks.yaml, or give up what waits with webhooks discard.',
      )
  }
}
