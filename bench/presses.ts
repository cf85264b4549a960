import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, LoggerLevel } from '@larksuiteoapi/node-sdk'
import { openSandbox } from '../sandbox/sandbox.ts'
import { operator } from '../test/support/api.ts'
import {
  endEverything,
  freePort,
  run,
  startServer,
  TEST_DEFINITIONS,
} from '../test/support/server-process.ts'
import { quantile } from './quantile.ts'
import type { Row } from './store.ts'

/** A source has a thousand requests a minute. */
const APPROVALS = 900
const WARM_UP = 100
const LINKS = { pc_link: 'https://erp.example.com/po', mobile_link: 'https://erp.example.com/m/po' }

/** What handing a decision to its source and back costs on top of the source's own time. */
export async function benchPresses(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-presses-'))
  const sandbox = await openSandbox()
  try {
    const port = await freePort()
    const script = join(import.meta.dirname, 'press-source.js')
    const source = run([globalThis.process.execPath, script], { env: { PORT: String(port) } })
    while (!source.output().includes('listens')) await sleep(20)
    const definitions = join(folder, 'definitions')
    await cp(TEST_DEFINITIONS, definitions, { recursive: true })
    const quota = '{ perMinute: 100000 }'
    await writeFile(
      join(definitions, 'sources.yaml'),
      `- { id: erp, name: { zh-CN: 采购系统 }, format: feishu, cards: own, quota: ${quota} }\n`,
    )
    const env = { LOG_LEVEL: 'info', DEFINITIONS_DIR: definitions, WEBHOOK_HOSTS: `127.0.0.1:${port}` }
    const server = await startServer({ sandbox, dataDir: join(folder, 'data'), env })
    await pushAll(server.url, `http://127.0.0.1:${port}/decisions`)
    // Nothing else is done meanwhile.
    await operator(server.url).quiet(300_000)
    const own = ownTimes(source)
    const times = new Map<string, number>()
    await inParallel(APPROVALS, 1, async (at) => {
      const body = callbackOf(`erp-po-${at}`, sandbox.info)
      const begun = performance.now()
      const { status } = await fetch(`${server.url}/feishu/approval/callback`, { method: 'POST', body })
      times.set(`erp-po-${at}.p1`, performance.now() - begun)
      if (status !== 200) throw new Error(`a decision was answered ${status}`)
    })
    await sleep(500)
    const added = [...times].slice(WARM_UP).map(([id, ms]) => ms - (own.get(id) ?? 0))
    await server.end('SIGKILL')
    return [
      {
        name: 'a decision handed to a source and back, beside its own time, median',
        value: quantile(added, 0.5),
        unit: 'ms',
      },
      { name: 'the same, p99', value: quantile(added, 0.99), unit: 'ms', limit: 20 },
    ]
  } finally {
    endEverything()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Milliseconds in the source's hands, by the decision's id. */
function ownTimes({ child }: ReturnType<typeof run>): Map<string, number> {
  const times = new Map<string, number>()
  let rest = ''
  child.stdout.on('data', (piece: Buffer) => {
    const lines = (rest + piece.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { id, ms } = JSON.parse(line) as { id?: string; ms: number }
      if (id !== undefined) times.set(id, ms)
    }
  })
  return times
}

async function pushAll(url: string, callback: string): Promise<void> {
  const { secret } = (await operator(url).post<{ secret: string }>('/sources/erp/secret')).body
  const client = new Client({
    appId: 'src_erp',
    appSecret: secret,
    domain: url,
    loggerLevel: LoggerLevel.fatal,
  })
  const texts = [{ key: '@i18n@title-of-it', value: '采购' }]
  const i18n_resources = [{ locale: 'zh-CN' as const, is_default: true, texts }]
  const { data } = await client.approval.v4.externalApproval.create({
    data: {
      approval_name: '@i18n@title-of-it',
      approval_code: 'purchase',
      group_code: 'buying',
      group_name: '@i18n@title-of-it',
      external: { support_pc: true, support_mobile: true, action_callback_url: callback },
      i18n_resources,
      viewers: [{ viewer_type: 'TENANT' as const }],
    },
  })
  await inParallel(APPROVALS, 8, async (at) => {
    const clock = { create_time: '1795000000000', end_time: '0', update_time: '1795000000001' }
    const { code, msg } = await client.approval.v4.externalInstance.create({
      data: {
        approval_code: data?.approval_code ?? '',
        instance_id: `po-${at}`,
        status: 'PENDING',
        links: LINKS,
        title: '@i18n@title-of-it',
        user_id: 'u_dev',
        update_mode: 'UPDATE',
        i18n_resources,
        start_time: '1795000000000',
        end_time: '0',
        update_time: '1795000000001',
        task_list: [
          {
            task_id: `T-${at}`,
            user_id: 'u_lead',
            status: 'PENDING',
            links: LINKS,
            ...clock,
            title: '@i18n@title-of-it',
            action_configs: [{ action_type: 'APPROVE' }],
          },
        ],
      },
    })
    if (code !== 0) throw new Error(`a push was answered ${code} ${msg}`)
  })
}

function callbackOf(id: string, info: { callbackToken: string; callbackKey: string }): string {
  const body = JSON.stringify({
    action_type: 'APPROVE',
    user_id: 'u_lead',
    instance_id: id,
    task_id: `${id}_t1`,
    token: info.callbackToken,
  })
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(info.callbackKey).digest(), iv)
  return JSON.stringify({
    encrypt: Buffer.concat([iv, cipher.update(body), cipher.final()]).toString('base64'),
  })
}

async function inParallel(count: number, lanes: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
