import { isFileAddress } from '../feishu/file-hosts.ts'
import { createTunnels, goesThroughProxy, type OutgoingProxy } from '../feishu/proxy.ts'
import type { Log } from '../runtime/logger.ts'
import { createAskOutside } from '../runtime/outside/ask-outside.ts'
import type { FetchFile } from '../usecases/offered-files.ts'
import { LARGEST_FILE_BYTES } from '../usecases/upload-attachment.ts'

/** Of the 10 s that Feishu waits for all of it. */
const WITHIN_MS = 7_000
/** Whoever takes a file says that it is too large, in words for its person. */
const MOST_BYTES = 2 * LARGEST_FILE_BYTES

type Deps = {
  baseUrl: string
  proxy: OutgoingProxy | undefined
  webhookHosts: readonly string[]
  log: Pick<Log, 'warn'>
}

/** Files of quick approvals, from Feishu's own hosts and from nowhere else. */
export function createFetchFile({ baseUrl, proxy, webhookHosts, log }: Deps): FetchFile {
  const tunnels = proxy && createTunnels({}, proxy)
  const ask = createAskOutside({
    // A Feishu of one's own may be in the same network as this server.
    trusted: [...webhookHosts, new URL(baseUrl).host],
    mayReach: (url) => isFileAddress(baseUrl, url, webhookHosts),
    agentFor: ({ href }) => (proxy && goesThroughProxy(proxy, href) ? tunnels : undefined),
  })
  return async (url) => {
    try {
      const { status, content } = await ask({ url, timeoutMs: WITHIN_MS, mostBytes: MOST_BYTES })
      if (status === 200) return content
      throw new Error(`the file is answered with ${status}`)
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'an attachment cannot be fetched',
      )
      throw error
    }
  }
}
