import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { aRecord } from '../support/builders.ts'
import { mountSmallDisk, unmountSmallDisk } from '../support/small-disk.ts'
import { buildProgram, endWorkers, startWorker, type Program } from './store-program.ts'

const KILLS = 20
const STEPS = ['create', 'write', 'sync', 'close', 'rename', 'syncFolder']

let program: Program
let dataDir: string

beforeAll(() => {
  program = buildProgram('test/process/store-worker.ts')
})
afterAll(() => {
  program.remove()
})
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-crash-'))
})
afterEach(async () => {
  endWorkers()
  await rm(dataDir, { recursive: true, force: true })
})

describe('kill -9 loses nothing that was acknowledged (R2)', () => {
  it(`at ${KILLS} random moments, one after another on the same folder`, async () => {
    const acknowledged = new Map<string, number>()
    let total = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const worker = startWorker(program, ['count', dataDir, '8'])
      await worker.line(/^ack/)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
      worker.child.kill('SIGKILL')
      await worker.exited
      total += noteAcknowledged(worker.lines, acknowledged)
    }
    await expectCounts(acknowledged)
    console.log(`${KILLS} kills, ${total} acknowledged changes, 0 lost`)
  })

  it.each(STEPS.flatMap((step) => [`${step} before`, `${step} after`]))('%s', async (which) => {
    const [step = '', when = ''] = which.split(' ')
    const acknowledged = new Map<string, number>()
    for (const [nth, parallel] of [
      [1, 1],
      [7, 1],
      [20, 6],
    ]) {
      const worker = startWorker(program, ['countUntil', dataDir, step, when, String(nth), String(parallel)])
      expect(await worker.exited).toBe('SIGKILL')
      noteAcknowledged(worker.lines, acknowledged)
    }
    await expectCounts(acknowledged)
    expect((await readdir(dataDir, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

it('write, fsync, rename, fsync of the folder, and only then the acknowledgement (R1)', async (context) => {
  if (!isThere('strace')) skip(context, 'strace is not installed')
  const trace = join(dataDir, 'trace')
  const folder = join(dataDir, 'data')
  const strace = [
    'strace',
    '-f',
    '-y',
    '-s',
    '64',
    '-o',
    trace,
    '-e',
    'trace=/open,write,fsync,fdatasync,/rename',
  ]
  const worker = startWorker(program, ['count', folder, '1', '5'], strace)
  await worker.line(/^done/)
  await worker.exited

  const steps = readSteps(await readFile(trace, 'utf8'), folder)
  const change = ['write temporary', 'fsync temporary', 'rename', 'fsync folder', 'acknowledge']
  expect(steps).toEqual(Array.from({ length: 5 }, () => change).flat())
})

it('a full disk refuses in words, and memory and disk agree (R3)', async (context) => {
  const disk = join(dataDir, 'disk')
  await mkdir(disk)
  if (!mountSmallDisk(disk, '4m')) skip(context, 'a small disk cannot be mounted here')
  try {
    const worker = startWorker(program, ['fillDisk', join(disk, 'data')])
    const full = JSON.parse((await worker.line(/^full/)).slice('full '.length))
    expect(await worker.line(/^ping/)).toBe('ping store_unavailable')
    expect(await worker.exited).toBe(0)
    expect(worker.lines.filter((line) => line.startsWith('refused'))).toEqual(
      Array.from({ length: 20 }, () => 'refused store_unavailable'),
    )
    const copy = join(dataDir, 'copy')
    execFileSync('cp', ['-a', join(disk, 'data'), copy])
    const store = await openLowdbStore({ dataDir: copy })
    for (const id of full.kept) expect(await store.instances.read(id)).toBeDefined()
    for (const id of full.refused) expect(await store.instances.read(id)).toBeUndefined()
    expect((await store.instances.read('i0'))?.instance.status).toBe('PENDING')
    expect(await store.outbox.count()).toEqual(full.counts)
    await store.close()
  } finally {
    unmountSmallDisk(disk)
  }
})

/** The last count of each instance; answers how many there were. */
function noteAcknowledged(lines: readonly string[], acknowledged: Map<string, number>): number {
  const counts = lines.map((line) => /^ack (\S+) (\d+)$/.exec(line)).filter((match) => match !== null)
  for (const [, id = '', count] of counts) acknowledged.set(id, Number(count))
  return counts.length
}

async function expectCounts(acknowledged: ReadonlyMap<string, number>): Promise<void> {
  const store = await openLowdbStore({ dataDir })
  for (const [id, count] of acknowledged) {
    const record = await store.instances.read(id)
    expect(record).toEqual({ ...aRecord({ id }), effectCount: record?.effectCount })
    expect(record!.effectCount).toBeGreaterThanOrEqual(count)
  }
  await store.close()
}

/** What the trace says of the instance's file, from the moment the store is open. */
function readSteps(trace: string, folder: string): string[] {
  const patterns: [RegExp, string][] = [
    [new RegExp(`write\\(\\d+<${folder}/instances/[^>]*\\.tmp>`), 'write temporary'],
    [new RegExp(`fsync\\(\\d+<${folder}/instances/[^>]*\\.tmp>`), 'fsync temporary'],
    [new RegExp(`rename\\w*\\(.*"${folder}/instances/[^"]*\\.tmp".*\\.json"`), 'rename'],
    [new RegExp(`fsync\\(\\d+<${folder}/instances/[0-9a-f]{2}>`), 'fsync folder'],
    [/write\(1<.*"ack /, 'acknowledge'],
  ]
  return completed(trace).flatMap((line) => patterns.find(([pattern]) => pattern.test(line))?.[1] ?? [])
}

/** Calls in the order in which they returned (an acknowledgement counts from when it begins). */
function completed(trace: string): string[] {
  const begun = new Map<string, string>()
  return trace.split('\n').flatMap((line) => {
    const [thread = ''] = line.split(' ')
    const isAck = line.includes('"ack ')
    if (line.includes('<unfinished ...>')) {
      begun.set(thread, line)
      return isAck ? [line] : []
    }
    if (!line.includes(' resumed>')) return [line]
    const whole = begun.get(thread) ?? ''
    return whole.includes('"ack ') ? [] : [whole]
  })
}

function isThere(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function skip(context: TestContext, reason: string): never {
  if (process.env['CI'] === 'true') throw new Error(`${reason}, and under CI nothing is skipped`)
  console.log(`skipped: ${reason}`)
  return context.skip()
}
