import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listener = {
  url: () => string
  open: () => Promise<void>
  /** Refuses new connections and drops the open ones. */
  close: () => Promise<void>
  isOpen: () => boolean
}

/** A server on 127.0.0.1 that can be shut and opened again on the port it first got. */
export function createListener(handle: RequestListener, port: number): Listener {
  let server: ReturnType<typeof createServer> | undefined
  let boundPort = port
  return {
    url: () => `http://127.0.0.1:${String(boundPort)}`,
    isOpen: () => server !== undefined,
    open() {
      if (server) return Promise.resolve()
      const next = createServer({ keepAliveTimeout: 60_000 }, handle)
      server = next
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
