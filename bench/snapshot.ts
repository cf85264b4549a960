import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSandbox } from '../sandbox/sandbox.ts'
import { controlOf } from '../test/support/control.ts'
import { ADMIN_TOKEN, endEverything, startServer, TEST_DEFINITIONS } from '../test/support/server-process.ts'
import type { Row } from './store.ts'

const ITEMS = 10_000
/** Half of them ended, half of them new. */
const DIFFERENCES = 100
const PEOPLE = ['u_dev', 'u_lead', 'u_hr', 'u_designer', 'u_qa', 'u_cto'] as const

const SOURCES =
  '- { id: oa, name: { zh-CN: 协同办公 }, format: ofs, quota: { perMinute: 600, open: 20000 } }\n'

/** What a nightly snapshot costs of which nearly everything is known, and what of it Feishu is told. */
export async function benchSnapshot(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-snapshot-'))
  const sandbox = await openSandbox()
  try {
    const definitions = join(folder, 'definitions')
    await cp(TEST_DEFINITIONS, definitions, { recursive: true })
    await writeFile(join(definitions, 'sources.yaml'), SOURCES)
    const { url, end } = await startServer({
      sandbox,
      dataDir: join(folder, 'data'),
      env: { DEFINITIONS_DIR: definitions },
    })
    const { secret } = (await ask(`${url}/admin/v1/sources/oa/secret`, {})) as { secret: string }
    const push = (items: object[]) => ask(`${url}/sources/oa/${secret}/snapshot`, { items })
    const all = Array.from({ length: ITEMS + DIFFERENCES / 2 }, (_, n) => anItem(n))
    // Feishu takes fifty a second: what waits for it is counted and not awaited.
    await controlOf(sandbox).down(true)
    const began = performance.now()
    await push(all.slice(0, ITEMS))
    const whole = (performance.now() - began) / 1_000
    const waited = await waiting(url)

    const again = performance.now()
    const answer = await push(all.slice(DIFFERENCES / 2))
    const seconds = (performance.now() - again) / 1_000
    const told = (await waiting(url)) - waited
    await end('SIGKILL')
    const { changed, ended } = answer as { changed: number; ended: number }
    if (changed + ended !== DIFFERENCES) throw new Error(`another answer: ${JSON.stringify(answer)}`)
    return [
      { name: `a snapshot of ${ITEMS} to-dos, none of them known`, value: whole, unit: 's' },
      { name: `the same, ${DIFFERENCES} of them differ`, value: seconds, unit: 's', limit: 10 },
      // A push of its approval to the lists, and its card.
      {
        name: 'effects that wait for Feishu after it, more than before',
        value: told,
        unit: '',
        limit: 2 * DIFFERENCES,
      },
    ]
  } finally {
    endEverything()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const anItem = (n: number) => ({
  syscode: 'OA',
  flowid: 910_000_000_000_000 + n,
  requestname: `采购笔记本 ${n}`,
  workflowname: '采购申请',
  nodename: '部门经理',
  pcurl: `https://oa.example.com/r/${n}`,
  creator: 'u_dev',
  receiver: PEOPLE[n % PEOPLE.length],
  createdatetime: '2026-11-20 09:00:00',
  receivedatetime: '2026-11-20 09:30:00',
  isremark: '0',
  receivets: 1_700_000_000_000 + n,
})

async function ask(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (!response.ok)
    throw new Error(`${new URL(url).pathname.slice(0, 12)}…: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

async function waiting(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
  const [, count] = /approval_outbox_effects\{state="pending"\} (\d+)/.exec(await response.text()) ?? []
  if (count === undefined) throw new Error('the metrics do not say what waits')
  return Number(count)
}
