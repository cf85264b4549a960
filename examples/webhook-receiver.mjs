// A system that is told what becomes of approvals. WEBHOOK_ERP=whsec_… node examples/webhook-receiver.mjs
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_ERP)
const seen = new Set() // in a real system: a table, in the same transaction as what you do about it

createServer(async (request, response) => {
  const pieces = []
  for await (const piece of request) pieces.push(piece)
  const body = Buffer.concat(pieces).toString()
  try {
    webhook.verify(body, request.headers)
  } catch {
    return response.writeHead(401).end()
  }
  if (seen.has(request.headers['webhook-id'])) return response.writeHead(204).end()
  const { type, data } = JSON.parse(body)
  console.log(`${type}: ${data.title} is ${data.status}, by ${data.cause.by?.name ?? 'nobody'}`)
  seen.add(request.headers['webhook-id'])
  response.writeHead(204).end()
}).listen(4000, '127.0.0.1')
