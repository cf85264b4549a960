// @ts-check
/** Endpoints in one process: each takes what comes and tells when, but `/last` never answers after a SIGUSR2. */
import { createServer } from 'node:http'

let isLastDead = false
process.on('SIGUSR2', () => {
  isLastDead = true
})

const server = createServer((request, response) => {
  const at = Date.now()
  /** @type {Buffer[]} */
  const pieces = []
  request.on('data', (piece) => pieces.push(piece))
  request.on('end', () => {
    if (isLastDead && request.url === '/last') return
    const { type, timestamp } = JSON.parse(Buffer.concat(pieces).toString())
    process.stdout.write(`${JSON.stringify({ to: request.url, type, ms: at - Date.parse(timestamp) })}\n`)
    response.writeHead(204).end()
  })
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  process.stdout.write('{"listens":true}\n')
})
