import type { Finding } from '../../shared/operator-api.ts'
import { failed, ok } from './findings.ts'

/** The long connection of one server. Epoch ms; null: it is not open, nothing was told since the start. */
export type ConnectionSeen = { connectedSince: number | null; failure: string | null; lastAt: number | null }

const NAME = 'long connection'

/** Whether Feishu can tell of events and of buttons, and when it last did. */
export function examineConnection({ connectedSince, failure, lastAt }: ConnectionSeen): Finding {
  const heard = lastAt === null ? 'nothing was told since the start' : `last event ${timeOf(lastAt)}`
  if (connectedSince !== null) return ok(NAME, `open since ${timeOf(connectedSince)}, ${heard}`)
  return failed(
    NAME,
    `not open${failure === null ? '' : `: ${failure}`}; ${heard}`,
    'Choose the long connection under "Events & Callbacks" in the developer console, for events and for callbacks; look at FEISHU_APP_SECRET, HTTPS_PROXY, and whether the firewall lets WebSockets out. An app has at most 50.',
  )
}

const timeOf = (at: number): string => new Date(at).toISOString()
