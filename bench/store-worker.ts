/** One measurement in a process of its own. `node store-worker.js <verb> <folder> <count>`; says rows as JSON. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openLowdbStore } from '../server/store/embedded/open.ts'
import { withChecksum } from '../server/store/embedded/disk/checksum.ts'
import { pathOf } from '../server/store/embedded/disk/document.ts'
import { INSTANCES } from '../server/store/embedded/document-schemas.ts'
import { aBenchRecord, aMirroredRecord, decideFirst } from './store-records.ts'

const [verb, dataDir = '', countText = '0'] = process.argv.slice(2)
const count = Number(countText)

const DECISIONS = 600
const AT_ONCE = 32

/** Puts the files there without the store: only what is measured has to take its way. */
function fill(recordOf: typeof aBenchRecord): void {
  const folders = new Set<string>()
  for (let n = 0; n < count; n += 1) {
    const record = recordOf(n)
    const path = join(dataDir, pathOf(INSTANCES, record.instance.id))
    if (!folders.has(dirname(path))) mkdirSync(dirname(path), { recursive: true })
    folders.add(dirname(path))
    writeFileSync(path, withChecksum(record), { mode: 0o600 })
  }
}

async function start(): Promise<void> {
  const began = performance.now()
  const store = await openLowdbStore({ dataDir })
  const seconds = (performance.now() - began) / 1_000
  const rss = process.memoryUsage.rss() / 2 ** 20
  const peak = process.resourceUsage().maxRSS / 1024
  say({ seconds, rss, peak, held: heldMb() })
  await store.close()
}

/** What is in use once nothing is left to be collected. */
function heldMb(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** Decisions on instances all over the store, one after another, and many at once. */
async function decide(): Promise<void> {
  const store = await openLowdbStore({ dataDir })
  const step = Math.max(1, Math.floor(count / 4 / DECISIONS)) * 4
  const open = Array.from({ length: Math.min(DECISIONS, Math.floor(count / 4)) }, (_, k) =>
    aBenchRecord(k * step),
  )
  const one = async ({ instance: { id } }: (typeof open)[number]) =>
    store.instances.change(id, (current) => {
      const task = current?.instance.tasks.find(({ status }) => status === 'PENDING')
      if (!current || !task) throw new Error(`${id} is not open`)
      return {
        next: decideFirst(current, task.assignee, current.instance.updatedAt + 60_000),
        result: undefined,
      }
    })
  const half = Math.floor(open.length / 2)
  const times: number[] = []
  for (const record of open.slice(0, half)) {
    const began = performance.now()
    await one(record)
    times.push(performance.now() - began)
  }
  const rest = open.slice(half)
  const began = performance.now()
  for (let at = 0; at < rest.length; at += AT_ONCE) await Promise.all(rest.slice(at, at + AT_ONCE).map(one))
  const parallel = (rest.length / (performance.now() - began)) * 1_000
  times.sort((a, b) => a - b)
  say({ medianMs: times[Math.floor(times.length / 2)], perSecond: parallel })
  await store.close()
}

function say(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

if (verb === 'fill') fill(aBenchRecord)
else if (verb === 'fill-mirrored') fill(aMirroredRecord)
else if (verb === 'start') await start()
else if (verb === 'decide') await decide()
else throw new Error(`no verb ${verb}`)
