// @ts-check
/** Fifty endpoints in one process: `/<n>` takes what comes and tells when; `/dead` never answers. Prints JSON lines. */
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  const at = Date.now()
  /** @type {Buffer[]} */
  const pieces = []
  request.on('data', (piece) => pieces.push(piece))
  request.on('end', () => {
    if (request.url === '/dead') return
    const { type, timestamp } = JSON.parse(Buffer.concat(pieces).toString())
    process.stdout.write(`${JSON.stringify({ to: request.url, type, ms: at - Date.parse(timestamp) })}\n`)
    response.writeHead(204).end()
  })
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  process.stdout.write('{"listens":true}\n')
})
