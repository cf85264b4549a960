import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type NodeServer = {
  /** Resolves with the port; rejects when the address cannot be had. */
  listen: (address: { port: number; host: string }) => Promise<number>
  /** Takes no new connection, lets what is being answered finish (5 s), and drops those that are idle. */
  close: () => Promise<void>
}

const HEADERS_TIMEOUT_MS = 10_000
/** A file of 20 MB over a slow phone; every other body has its own, shorter time (read-body.ts). */
const REQUEST_TIMEOUT_MS = 180_000
/** Above the 60 s that reverse proxies keep a connection, so that they close it first. */
const KEEP_ALIVE_MS = 65_000
const CLOSE_WITHIN_MS = 5_000

/** A node server that nobody can keep busy by being slow. */
export function createNodeServer(answer: RequestListener): NodeServer {
  const server = createServer(answer)
  server.headersTimeout = HEADERS_TIMEOUT_MS
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return {
    listen: ({ port, host }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.removeListener('error', reject)
          resolve((server.address() as AddressInfo).port)
        })
      }),
    close: () => close(server),
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      server.closeAllConnections()
    }, CLOSE_WITHIN_MS)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}
