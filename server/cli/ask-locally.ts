import { request as httpRequest } from 'node:http'

export type LocalRequest = { method: 'GET' | 'POST' | 'DELETE'; url: string; token?: string; body?: object }
export type LocalAnswer = { status: number; text: string }

/**
 * Asks a server of this machine over plain HTTP. `fetch` gives up after five minutes without a word; here only the
 * signal ends the wait. Rejects with what the network said.
 */
export function askLocally(
  { method, url, token, body }: LocalRequest,
  signal: AbortSignal,
): Promise<LocalAnswer> {
  const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(sent && { 'content-type': 'application/json', 'content-length': sent.length }),
  }
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, signal, agent: false }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() })
      })
    })
    request.on('error', reject)
    request.end(sent)
  })
}
