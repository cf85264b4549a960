import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toRecord } from '../server/domain/outbox/effects.ts'
import { MOST_COMMENTS } from '../server/domain/verbs/comment.ts'
import { act } from '../server/domain/verbs/index.ts'
import { withChecksum } from '../server/store/embedded/disk/checksum.ts'
import { buildProgram, startWorker } from '../test/process/store-program.ts'
import { aBenchRecord, decideFirst } from './store-records.ts'

/** One line of the table. `limit`: the value must not be above it; `aim`: it should not, on a machine of its own. */
export type Row = { name: string; value: number; unit: string; limit?: number; aim?: number }

type Start = { seconds: number; rss: number; peak: number; held: number }
type Decide = { medianMs: number; perSecond: number }

const MANY = 100_000
const FEW = 1_000

/** The embedded store at 100,000 instances and at 1,000; each measurement in a process of its own. About a minute. */
export async function benchStore(): Promise<Row[]> {
  const program = buildProgram('bench/store-worker.ts')
  const folder = await mkdtemp(join(tmpdir(), 'bench-store-'))
  try {
    const run = async <T>(verb: string, count: number, name = String(count)): Promise<T> => {
      const worker = startWorker(program, [verb, join(folder, name), String(count)])
      const end = await worker.exited
      if (end !== 0) throw new Error(`bench ${verb} ended with ${end}`)
      return JSON.parse(worker.lines.at(-1) ?? '{}') as T
    }
    for (const count of [FEW, MANY]) await run('fill', count)
    // What is measured is this program, not the disk's first reading of the folder.
    await run('start', MANY)
    const start = await run<Start>('start', MANY)
    await run('fill-mirrored', MANY, 'mirrored')
    await run('start', MANY, 'mirrored')
    const mirrored = await run<Start>('start', MANY, 'mirrored')
    const few = await run<Decide>('decide', FEW)
    const many = await run<Decide>('decide', MANY)
    return [
      { name: `start with ${MANY} instances`, value: start.seconds, unit: 's', aim: 5 },
      { name: `memory after start with ${MANY} instances`, value: start.rss, unit: 'MB', aim: 400 },
      { name: `highest memory of that start`, value: start.peak, unit: 'MB' },
      {
        name: 'memory held after start, as many of a source over ours',
        value: mirrored.held / start.held,
        unit: '',
        limit: 1.05,
      },
      { name: 'the same with what the system has not taken back', value: mirrored.rss / start.rss, unit: '' },
      { name: 'the start, as many of a source over ours', value: mirrored.seconds / start.seconds, unit: '' },
      { name: `decision at ${FEW} instances, median`, value: few.medianMs, unit: 'ms' },
      { name: `decision at ${MANY} instances, median`, value: many.medianMs, unit: 'ms' },
      { name: `decision at ${MANY} over ${FEW}`, value: many.medianMs / few.medianMs, unit: '', limit: 1.5 },
      { name: `decisions at ${MANY} instances, 32 at once`, value: many.perSecond, unit: '/s' },
      { name: 'written with a decision or a delivery', value: written(), unit: 'bytes' },
      { name: `the same after ${MOST_COMMENTS} comments`, value: written(MOST_COMMENTS), unit: 'bytes' },
    ]
  } finally {
    program.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The file of a record is written as a whole. */
function written(comments = 0): number {
  let record = aBenchRecord(0)
  const { assignee: by } = record.instance.tasks.at(-1) ?? { assignee: '' }
  const next = () => record.instance.updatedAt + 60_000
  for (let n = 0; n < comments; n += 1) {
    const remark = { text: '请补充材料'.repeat(20), mentions: [], reason: null, files: {}, known: {} }
    const said = act(record.instance, 'comment', remark, { at: next(), by, via: 'api' })
    record = { ...toRecord(record, said), effects: [] }
  }
  return Buffer.byteLength(withChecksum(decideFirst(record, by, next())))
}
