// @ts-check
/**
 * Another system in a process of its own: verifies with the library, writes down what it takes, and fails at random.
 * FAILS: of a hundred; STATUS: what it answers, whatever comes; LEDGER: the file; SECRETS: with commas between.
 */
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

const { FAILS = '0', STATUS, LEDGER = '', SECRETS = '', PORT = '0' } = process.env
const FAULTS = [500, 502, 503, 'reset', 'reset after']
const webhooks = SECRETS.split(',').map((secret) => new Webhook(secret))

/** @param {string} body @param {Record<string, string>} headers */
const verified = (body, headers) =>
  webhooks.some((webhook) => {
    try {
      webhook.verify(body, headers)
      return true
    } catch {
      return false
    }
  })

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const pieces = []
  request.on('data', (piece) => pieces.push(piece))
  request.on('end', () => {
    const body = Buffer.concat(pieces).toString()
    const headers = /** @type {Record<string, string>} */ (request.headers)
    if (!verified(body, headers)) {
      appendFileSync(LEDGER, `${JSON.stringify({ forged: headers })}\n`)
      response.writeHead(401).end()
      return
    }
    if (STATUS !== undefined) return void response.writeHead(Number(STATUS)).end()
    const fault = Math.random() * 100 < Number(FAILS) ? FAULTS[Math.floor(Math.random() * FAULTS.length)] : 0
    if (fault === 'reset') return void request.socket.destroy()
    if (typeof fault === 'number' && fault > 0) return void response.writeHead(fault).end()
    // Taken, and written down before it says so.
    const { type, data } = JSON.parse(body)
    const { id: instance, sequence } = data
    appendFileSync(
      LEDGER,
      `${JSON.stringify({ id: headers['webhook-id'], type, instance, sequence, body })}\n`,
    )
    if (fault === 'reset after') return void request.socket.destroy()
    response.writeHead(204).end()
  })
})
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address()
  console.log(`listens on ${typeof address === 'object' && address ? address.port : ''}`)
})
