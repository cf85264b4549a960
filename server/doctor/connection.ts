import type { Finding } from '../../shared/operator-api.ts'
import { failed, ok } from './findings.ts'

/** The long connection of one server. Epoch ms; null: it is not open. */
export type ConnectionSeen = { connectedSince: number | null; failure: string | null }

const NAME = 'long connection'

/** Whether Feishu can tell of events and of buttons. */
export function examineConnection({ connectedSince, failure }: ConnectionSeen): Finding {
  if (connectedSince !== null) return ok(NAME, `open since ${new Date(connectedSince).toISOString()}`)
  return failed(
    NAME,
    `not open${failure === null ? '' : `: ${failure}`}`,
    'Choose the long connection under "Events & Callbacks" in the developer console, for events and for callbacks; look at FEISHU_APP_SECRET, HTTPS_PROXY, and whether the firewall lets WebSockets out. An app has at most 50.',
  )
}
