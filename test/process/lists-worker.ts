/** Large records, and many lists of them at once. `node lists-worker.js <folder> <records> <lists>` */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { withChecksum } from '../../server/store/embedded/disk/checksum.ts'
import { pathOf } from '../../server/store/embedded/disk/document.ts'
import { INSTANCES } from '../../server/store/embedded/document-schemas.ts'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { aRecord, aContext, given, T0 } from '../support/builders.ts'

const [dataDir = '', records = '0', lists = '0'] = process.argv.slice(2)
const COMMENTS = 200
const WORDS = '很长的一段话，'.repeat(280)

/** As people could make it before what they add was bounded: over a megabyte. */
function aLargeRecord(n: number) {
  const record = aRecord({ id: `i${n}`, at: T0 + n })
  let large = { ...record, effects: [] }
  for (let m = 0; m < COMMENTS; m += 1) {
    const remark = { text: WORDS, mentions: [], ...given() }
    large = { ...toRecord(large, act(large.instance, 'comment', remark, aContext())), effects: [] }
  }
  return large
}

for (let n = 0; n < Number(records); n += 1) {
  const record = aLargeRecord(n)
  const path = join(dataDir, pathOf(INSTANCES, record.instance.id))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, withChecksum(record), { mode: 0o600 })
}
const store = await openLowdbStore({ dataDir })
const asked = Array.from({ length: Number(lists) }, (_, n) =>
  store.instances.list({
    userId: 'u_bob',
    box: 'todo',
    limit: 100,
    // Every other one is a search that finds everything.
    ...(n % 2 === 1 && { where: async () => true }),
  }),
)
const pages = await Promise.all(asked)
process.stdout.write(`listed ${pages.map(({ items }) => items.length).join(' ')}\n`)
await store.close()
