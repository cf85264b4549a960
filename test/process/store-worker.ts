/** A process that owns a store, for the tests that need a real one. `node store-worker.js <verb> <folder> [...]` */
import { openLowdbStore } from '../../server/store/lowdb.ts'
import { StoreOpenError } from '../../server/store/open-error.ts'

const [verb, dataDir = ''] = process.argv.slice(2)

/** Says what became of opening, and keeps the folder until it is ended. */
async function hold(): Promise<void> {
  await openLowdbStore({ dataDir, pid: process.pid })
  say('open')
  setInterval(() => undefined, 60_000)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const VERBS: Record<string, () => Promise<void>> = { hold }

try {
  await VERBS[verb ?? '']?.()
} catch (error) {
  if (!(error instanceof StoreOpenError)) throw error
  say(`refused ${error.message}`)
  process.exitCode = 1
}
