import { openApp, type App } from './app/app.ts'
import { chooseFeishu, type Chosen } from './app/choose-feishu.ts'
import { readConfig } from './config.ts'
import { explain } from './app/explain.ts'
import { systemClock } from './runtime/clock.ts'
import { createLogger } from './runtime/logger.ts'
import { openTerminal } from './runtime/terminal.ts'
import { strangeSettings } from './app/strange-settings.ts'

const terminal = openTerminal(process)
const stopped = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    stopped.abort()
  })
}

try {
  process.exitCode = await run()
} catch (error) {
  terminal.complain(explain(error))
  process.exitCode = 1
}
// Nothing may keep a stopped server alive, whatever a library still holds open.
process.exit()

async function run(): Promise<number> {
  const config = readConfig(process.env)
  const log = createLogger(config.log.level)
  for (const { setting, says } of strangeSettings(process.env)) log.warn({ setting }, says)
  const chosen = await chooseFeishu(config, process)
  let app: App | undefined
  try {
    app = await openApp(chosen.settings, { clock: systemClock, log, onStoreLost: endAtOnce })
    const port = await app.serve(config.http)
    log.info(
      { port, app: chosen.settings.feishu.appId, pages: chosen.settings.feishu.pages },
      'the server is up',
    )
    welcome(chosen, port)
    await until(stopped.signal)
    log.info({}, 'stopping')
  } finally {
    await app?.close()
    await chosen.close()
  }
  return 0
}

/** Whatever this process still answered could be wrong by now; all that it acknowledged is on the disk. */
function endAtOnce(lost: Error): void {
  for (const line of explain(lost)) process.stderr.write(`${line}\n`)
  process.exit(1)
}

/** For the person who typed `npm start`; a real app's server leaves stdout to its log. */
function welcome({ pageUrl, settings }: Chosen, port: number): void {
  if (pageUrl === null) return
  const server = settings.publicUrl.replace(/:0$/, `:${port}`)
  terminal.complain([
    '',
    `  Local Feishu   ${pageUrl}   ← open this one: choose a person, start an approval, decide on its card`,
    `  Server         ${server}   (API description: ${server}/openapi.json)`,
    '',
  ])
}

function until(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve()
    })
  })
}
