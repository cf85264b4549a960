import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openSandbox } from '../sandbox/sandbox.ts'
import { login } from '../test/support/api.ts'
import { controlOf } from '../test/support/control.ts'
import { endEverything, startServer, type ServerProcess } from '../test/support/server-process.ts'
import { CLIENTS, type Client, type Site } from './soak-clients.ts'

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 60)
const SAMPLE_EVERY_MS = 10_000
const MINUTE_MS = 60_000

/** By so much the end may be above the beginning, besides what is stored. */
const MORE_DESCRIPTORS = 8
const MORE_MEMORY = 0.25
/** What an approval keeps in memory: its row, its places in lists, its effects. */
const PER_INSTANCE = 6_144

type Sample = { minute: number; descriptors: number; rssMb: number; heapMb: number; instances: number }

/** Minutes from and to; in a short run, shares of it. */
const BEGINNING = MINUTES >= 20 ? [8, 12] : [MINUTES * 0.35, MINUTES * 0.6]
const END = MINUTES >= 20 ? [MINUTES - 5, MINUTES] : [MINUTES * 0.75, MINUTES]

it(
  `after ${MINUTES} minutes of mixed load the server holds no more than near their beginning`,
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'soak-'))
    const sandbox = await openSandbox()
    try {
      const server = await startServer({ sandbox, dataDir, env: { LOG_LEVEL: 'info' } })
      const site = await enter(server.url, controlOf(sandbox))
      const samples = await soak(server, site, dataDir)
      report(samples, site)
      await server.end()
      expect(faultsOf(samples)).toEqual([])
    } finally {
      endEverything()
      await sandbox.close()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  },
  (MINUTES + 5) * MINUTE_MS,
)

async function enter(url: string, control: Site['control']): Promise<Site> {
  const [asker, ...deciders] = await Promise.all(
    ['u_dev', 'u_lead', 'u_hr', 'u_recruiter'].map((userId) => login(url, control, userId)),
  )
  if (!asker) throw new Error('nobody is logged in')
  return { url, control, asker, deciders, instances: [], files: [], done: new Map() }
}

async function soak({ child }: ServerProcess, site: Site, dataDir: string): Promise<Sample[]> {
  const stopping = new AbortController()
  const clients = CLIENTS.map((client) => repeat(client, site, stopping.signal))
  const samples: Sample[] = []
  const began = performance.now()
  const minute = (): number => (performance.now() - began) / MINUTE_MS
  while (minute() < MINUTES) {
    await sleep(SAMPLE_EVERY_MS)
    samples.push(await sample(child.pid ?? 0, site.url, minute(), dataDir))
  }
  stopping.abort()
  await Promise.all(clients)
  return samples
}

async function repeat({ name, everyMs, act }: Client, site: Site, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await act(site).catch(() => undefined)
    site.done.set(name, (site.done.get(name) ?? 0) + 1)
    await sleep(everyMs * (0.5 + Math.random()))
  }
}

async function sample(pid: number, url: string, minute: number, dataDir: string): Promise<Sample> {
  const [open, status, metrics, files] = await Promise.all([
    readdir(`/proc/${pid}/fd`),
    readFile(`/proc/${pid}/status`, 'utf8'),
    fetch(`${url}/metrics`).then((response) => response.text()),
    readdir(join(dataDir, 'instances'), { recursive: true }),
  ])
  const heap = Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)?.[1] ?? NaN)
  return {
    minute,
    descriptors: open.length,
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1_024,
    heapMb: heap / 2 ** 20,
    instances: files.filter((name) => name.endsWith('.json')).length,
  }
}

/** What holds more at the end than it may, in words. */
function faultsOf(samples: readonly Sample[]): string[] {
  const [before, after] = [BEGINNING, END].map((span) => middleOf(samples, span))
  if (!before || !after) throw new Error('there are no samples')
  const faults: string[] = []
  if (!(after.descriptors <= before.descriptors + MORE_DESCRIPTORS)) {
    faults.push(`${after.descriptors} descriptors, ${before.descriptors} before`)
  }
  const storedMb = ((after.instances - before.instances) * PER_INSTANCE) / 2 ** 20
  for (const key of ['rssMb', 'heapMb'] as const) {
    const most = before[key] * (1 + MORE_MEMORY) + storedMb
    if (!(after[key] <= most)) faults.push(`${key} ${after[key].toFixed(0)}, at most ${most.toFixed(0)}`)
  }
  return faults
}

function middleOf(samples: readonly Sample[], [from = 0, to = 0]: readonly number[]): Sample {
  const within = samples.filter(({ minute }) => minute >= from && minute <= to + 0.5)
  const median = (key: keyof Sample): number => {
    const values = within.map((one) => one[key]).sort((a, b) => a - b)
    return values[values.length >> 1] ?? NaN
  }
  return {
    minute: median('minute'),
    descriptors: median('descriptors'),
    rssMb: median('rssMb'),
    heapMb: median('heapMb'),
    instances: median('instances'),
  }
}

function report(samples: readonly Sample[], { done }: Site): void {
  const step = Math.max(1, Math.floor(samples.length / 20))
  const rounded = (one: Sample) =>
    Object.fromEntries(Object.entries(one).map(([key, value]) => [key, Number(value.toFixed(1))]))
  console.table(samples.filter((_one, at) => at % step === 0 || at === samples.length - 1).map(rounded))
  console.table([rounded(middleOf(samples, BEGINNING)), rounded(middleOf(samples, END))])
  console.table(Object.fromEntries(done))
}
