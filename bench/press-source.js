// @ts-check
/** Another system in a process of its own: it takes every decision, and tells how long it had it in its hands. */
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  const begun = performance.now()
  request.resume()
  request.on('end', () => {
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":0}')
      process.stdout.write(
        `${JSON.stringify({ id: request.headers['webhook-id'], ms: performance.now() - begun })}\n`,
      )
    }, 20)
  })
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  process.stdout.write('{"listens":true}\n')
})
