import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export type Listener = {
  url: () => string
  open: () => Promise<void>
  /** Refuses new connections and drops the open ones. */
  close: () => Promise<void>
  isOpen: () => boolean
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** A server on 127.0.0.1 that can be shut and opened again on the port it first got. */
export function createListener(handle: RequestListener, port: number, onUpgrade?: Upgrade): Listener {
  let server: ReturnType<typeof createServer> | undefined
  let boundPort = port
  return {
    url: () => `http://127.0.0.1:${String(boundPort)}`,
    isOpen: () => server !== undefined,
    open() {
      if (server) return Promise.resolve()
      const next = createServer({ keepAliveTimeout: 60_000 }, handle)
      server = next
      if (onUpgrade) next.on('upgrade', onUpgrade)
      return new Promise((resolve, reject) => {
        next.once('error', reject)
        next.listen(boundPort, '127.0.0.1', () => {
          boundPort = (next.address() as AddressInfo).port
          resolve()
        })
      })
    },
    close() {
      const closing = server
      server = undefined
      if (!closing) return Promise.resolve()
      return new Promise((resolve) => {
        closing.close(() => {
          resolve()
        })
        closing.closeAllConnections()
      })
    },
  }
}
