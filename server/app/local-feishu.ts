import { fork } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import type { FeishuSettings } from '../config.ts'
import type { Company } from './connect-sources.ts'

const Ready = z.object({
  type: z.literal('ready'),
  url: z.string(),
  controlUrl: z.string(),
  applinkUrl: z.string(),
  appId: z.string(),
  appSecret: z.string(),
  callbackToken: z.string(),
  callbackKey: z.string(),
  verificationToken: z.string(),
  encryptKey: z.string(),
  optionsToken: z.string(),
  optionsKey: z.string(),
  otherSecret: z.string(),
})

/** The sandbox did not come up. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
}

export type LocalFeishu = {
  settings: FeishuSettings
  company: Company
  /** The page to open in a browser. */
  pageUrl: string
  /** Resolves when its process is gone. */
  close: () => Promise<void>
}

/**
 * Starts the sandbox as a process of its own, which ends when this one does. Its state lies beside the data
 * of the server that runs on it. Rejects when it does not come up, e.g. because its port is taken.
 */
export async function startLocalFeishu(options: {
  port: number
  dir: string
  pages: FeishuSettings['pages']
  events: FeishuSettings['events']
  /** Where the server takes Feishu's events. */
  eventUrl: string
  /** The environment to hand on. */
  env: Readonly<Record<string, string | undefined>>
}): Promise<LocalFeishu> {
  const child = fork(join(import.meta.dirname, '../../sandbox/main.js'), {
    env: {
      ...options.env,
      SANDBOX_PORT: String(options.port),
      SANDBOX_DIR: options.dir,
      SANDBOX_EVENT_URL: options.events === 'webhook' ? options.eventUrl : '',
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000)
  })
  const ready = await new Promise<z.infer<typeof Ready>>((resolve, reject) => {
    child.once('error', reject)
    // Not `exit`: what it said may still be on its way then.
    child.once('close', () => {
      reject(new SandboxError(tell(complaint)))
    })
    child.on('message', (message) => {
      const parsed = Ready.safeParse(message)
      if (parsed.success) resolve(parsed.data)
    })
  })
  return {
    settings: toSettings(ready, options),
    company: {
      url: `${ready.controlUrl}/company/options`,
      token: ready.optionsToken,
      key: ready.optionsKey,
      source: { id: 'buying', secret: ready.otherSecret },
    },
    pageUrl: ready.controlUrl,
    close: () => end(child),
  }
}

/** The sandbox's own words, with the name of the setting that whoever started the server has. */
function tell(complaint: string): string {
  const said = complaint
    .trim()
    .replace(/^sandbox: /, '')
    .replace('SANDBOX_DIR', 'DATA_DIR')
  return `The local sandbox did not start: ${said || 'it said nothing'}`
}

function end(child: ReturnType<typeof fork>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve()
    })
    child.kill('SIGTERM')
  })
}

function toSettings(
  ready: z.infer<typeof Ready>,
  { pages, events }: Pick<FeishuSettings, 'pages' | 'events'>,
): FeishuSettings {
  return {
    appId: ready.appId,
    appSecret: ready.appSecret,
    pages,
    events,
    baseUrl: ready.url,
    botMessageUrl: `${ready.url}/open-apis/approval/v1/message`,
    applinkUrl: ready.applinkUrl,
    callbackToken: ready.callbackToken,
    callbackKey: ready.callbackKey,
    verificationToken: ready.verificationToken,
    encryptKey: ready.encryptKey,
  }
}
