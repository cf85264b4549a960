import type { IncomingMessage } from 'node:http'

const READ_AWAY_MS = 10_000

/** A client that is still sending does not listen; one that never ends is cut off. */
export function readAway(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(late)
      resolve()
    }
    const late = setTimeout(done, READ_AWAY_MS)
    request.once('end', done)
    request.once('close', done)
    request.resume()
  })
}
