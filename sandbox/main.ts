import { explain } from './explain.ts'
import { openSandbox } from './sandbox.ts'

const port = readPort(process.env['SANDBOX_PORT'])
const dir = process.env['SANDBOX_DIR']
const eventUrl = process.env['SANDBOX_EVENT_URL']

// The port that people open is SANDBOX_PORT; the open platform has the next one, so that it can go down alone.
const sandbox = await openSandbox({
  controlPort: port,
  port: port === 0 ? 0 : port + 1,
  ...(dir !== undefined && dir !== '' && { dir }),
  ...(eventUrl !== undefined && { settings: { eventUrl, eventWay: 'webhook' } }),
}).catch((error: unknown) => {
  process.stderr.write(`sandbox: ${explain(error)}\n`)
  process.exit(1)
})

let closing = false
const close = (): void => {
  if (closing) return
  closing = true
  void sandbox.close().then(() => process.exit(0))
}
process.once('SIGTERM', close)
process.once('SIGINT', close)
process.once('disconnect', close)

if (process.send) process.send({ type: 'ready', ...sandbox.info })
else process.stdout.write(`sandbox: open ${sandbox.controlUrl} · open platform ${sandbox.url}\n`)

function readPort(text: string | undefined): number {
  const value = Number(text ?? 3100)
  if (Number.isInteger(value) && value >= 0 && value <= 65_534) return value
  process.stderr.write(`SANDBOX_PORT: not a port: ${text ?? ''}\n`)
  process.exit(1)
}
