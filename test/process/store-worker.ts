/** A process that owns a store, for the tests that need a real one. `node store-worker.js <verb> <folder> [...]` */
import { writeSync } from 'node:fs'
import { createDiskFiles } from '../../server/store/embedded/disk/disk-files.ts'
import { diskCalls, type DiskCalls } from '../../server/store/embedded/disk/disk-calls.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import type { Store } from '../../server/store/contract.ts'
import { prepareFolders } from '../../server/store/embedded/folders.ts'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { StoreOpenError } from '../../server/store/embedded/disk/open-error.ts'
import { aRecord, decided } from '../support/builders.ts'

const [verb, dataDir = '', ...args] = process.argv.slice(2)

/** Says what became of opening, and keeps the folder until it is ended. */
async function hold(): Promise<void> {
  await openLowdbStore({ dataDir, pid: process.pid })
  say('open')
  setInterval(() => undefined, 60_000)
}

/** Counts up in `parallel` instances at once, and says each count that was acknowledged. Without end, or `rounds`. */
async function count(): Promise<void> {
  const [parallel = '1', rounds = 'Infinity'] = args
  await countOn(await openLowdbStore({ dataDir, pid: process.pid }), Number(parallel), Number(rounds))
}

/** The same, but ends itself by SIGKILL before or after the n-th time of a step. */
async function countUntil(): Promise<void> {
  const [step = '', when = '', nth = '1', parallel = '1'] = args
  await prepareFolders(dataDir)
  const calls = dieAt(step as keyof DiskCalls, when === 'after', Number(nth))
  const { store, load } = createEmbeddedStore(createDiskFiles(dataDir, calls), async () => undefined)
  await load()
  await countOn(store, Number(parallel), Infinity)
}

async function countOn(store: Store, parallel: number, rounds: number): Promise<void> {
  const one = async (id: string) => {
    for (let n = 0; n < rounds; n += 1) {
      const counted = await store.instances.change(id, (current) => {
        const before = current ?? aRecord({ id })
        const next = { ...before, effectCount: before.effectCount + 1 }
        return { next, result: next.effectCount }
      })
      say(`ack ${id} ${counted}`)
    }
  }
  say('open')
  await Promise.all(Array.from({ length: parallel }, (_, n) => one(`i${n}`)))
  await store.close()
  say('done')
}

/** Fills the disk, says what became of each change, and whether memory and disk still agree. */
async function fillDisk(): Promise<void> {
  const store = await openLowdbStore({ dataDir })
  const refused = new Set<string>()
  const kept = new Set<string>()
  for (let n = 0; refused.size < 20; n += 1) {
    const record = aRecord({ id: `i${n}`, form: { reason: '很长的理由'.repeat(2_000) } })
    const error = await failureOf(store.instances.change(`i${n}`, () => ({ next: record, result: 0 })))
    if (error) say(`refused ${error.code ?? 'otherwise'}`)
    ;(error ? refused : kept).add(`i${n}`)
  }
  const first = await store.instances.read('i0')
  if (!first) throw new Error('the first one is gone')
  const longer = { ...decided(first, 'i0_t1'), history: Array(200).fill(first.history[0]) }
  if (!(await failureOf(store.instances.change('i0', () => ({ next: longer, result: 0 }))))) {
    throw new Error('the disk is not full')
  }
  say(
    `full ${JSON.stringify({ kept: [...kept], refused: [...refused], counts: await store.outbox.count() })}`,
  )
  say(`ping ${(await failureOf(store.ping()))?.code ?? 'went through'}`)
  await store.close()
}

async function failureOf(work: Promise<unknown>): Promise<{ code?: string } | null> {
  return work.then(
    () => null,
    (error: unknown) => error as { code?: string },
  )
}

function dieAt(step: keyof DiskCalls, isAfter: boolean, nth: number): DiskCalls {
  let times = 0
  const die = () => process.kill(process.pid, 'SIGKILL')
  const call = diskCalls[step] as (...args: unknown[]) => Promise<unknown>
  const deadly = async (...given: unknown[]) => {
    times += 1
    if (times === nth && !isAfter) die()
    const result = await call(...given)
    if (times >= nth && isAfter) die()
    return result
  }
  return { ...diskCalls, [step]: deadly }
}

/** By a system call of its own: what was said was acknowledged, whatever happens next. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}

const VERBS: Record<string, () => Promise<void>> = { hold, count, countUntil, fillDisk }

try {
  await VERBS[verb ?? '']?.()
} catch (error) {
  if (!(error instanceof StoreOpenError)) throw error
  say(`refused ${error.message}`)
  process.exitCode = 1
}
