import { join } from 'node:path'
import type { AppSettings } from './wire.ts'
import type { Config } from '../config.ts'
import { startLocalFeishu } from './local-feishu.ts'

export type Chosen = {
  settings: AppSettings
  /** The sandbox's page, when it stands in for Feishu. */
  pageUrl: string | null
  /** Ends the sandbox, if there is one. */
  close: () => Promise<void>
}

const SAMPLES = join(import.meta.dirname, '../../sandbox/definitions')

/**
 * The configured app, or a sandbox when there is none. The sandbox's state and the data of the server on it
 * share one folder, so that they live and die together and never mix with a real app's data.
 */
export async function chooseFeishu(
  config: Config,
  process: { env: Readonly<Record<string, string | undefined>>; pid: number },
): Promise<Chosen> {
  const common = {
    publicUrl: config.http.publicUrl,
    adminToken: config.http.adminToken,
    trustedProxies: config.http.trustedProxies,
    webhookHosts: config.webhookHosts,
    secretOf: config.secretOf,
    company: undefined,
    sourceName: config.sourceName,
    logRequestsAt: config.log.requests,
    actsPerMinute: config.http.actsPerMinute,
    reminders: config.reminders,
    thrift: config.thrift,
    web: config.web,
    reconcileEverySeconds: config.reconcile.everySeconds,
    pid: process.pid,
  }
  if (config.feishu) {
    const { dataDir } = config.store
    const definitionsDir = config.definitionsDir ?? './definitions'
    const { appId, baseUrl } = config.feishu
    return {
      settings: { ...common, feishu: config.feishu, dataDir, definitionsDir, binding: { appId, baseUrl } },
      pageUrl: null,
      close: () => Promise.resolve(),
    }
  }
  const folder = join(config.store.dataDir, 'sandbox')
  const { port, pages, events } = config.sandbox
  const local = await startLocalFeishu({
    port,
    pages,
    events,
    dir: join(folder, 'feishu'),
    env: process.env,
    eventUrl: `${config.http.publicUrl}/feishu/event`,
  })
  const dataDir = join(folder, 'server')
  const definitionsDir = config.definitionsDir ?? SAMPLES
  // The sandbox's app is made with its state; its port may change from start to start.
  const binding = { appId: local.settings.appId, baseUrl: 'sandbox' }
  return {
    settings: { ...common, feishu: local.settings, company: local.company, dataDir, definitionsDir, binding },
    pageUrl: local.pageUrl,
    close: local.close,
  }
}
