import { z } from 'zod'
import type { Source } from '../../shared/source-file.ts'
import type { UseCaseContext } from '../usecases/context.ts'
import { takeSnapshot, type Snapshot } from '../usecases/sources/take-snapshot.ts'
import { endedPush } from './deletion.ts'
import { readItem } from './ofs/ofs-item.ts'
import { textOf } from './read-field.ts'
import { readFields, readList, type Fields } from './read-source-body.ts'
import { readTime } from './read-time.ts'
import { readPending } from './seeyon/seeyon-pending.ts'

export const SnapshotAnswer = z.object({
  operResult: z.enum(['0', '1']),
  message: z.string(),
  open: z.int().optional(),
  changed: z.int().optional(),
  ended: z.int().optional(),
})
export type SnapshotAnswer = z.infer<typeof SnapshotAnswer>

/** All to-dos that are open at a source, each as its format says it. Throws `bad_request`, for any of them. */
export async function takeSnapshotBody(
  ctx: UseCaseContext,
  source: Source,
  body: unknown,
): Promise<SnapshotAnswer> {
  const fields = readFields(body)
  const at = ctx.now()
  const items = readList(fields, 'items').map((one) => readOpen(ctx, source, one))
  const takenAt = Math.min(at, readTime(textOf(fields, 'takenat'), source.timezone) ?? at)
  const taken = await takeSnapshot(ctx, { source, items, takenAt, end })
  return { operResult: '1', message: '', ...taken }
}

/** What is in a snapshot is open, whatever else stands in it. */
function readOpen(ctx: UseCaseContext, source: Source, fields: Fields): Snapshot['items'][number] {
  if (source.format === 'ofs') return toItem(readItem(fields, '0', { source, hash: ctx.hash }))
  const open = Object.fromEntries([...Object.entries(fields), ['state', '0']])
  return toItem(readPending(open, source))
}

const toItem = ({ push, ...item }: ReturnType<typeof readItem>): Snapshot['items'][number] => ({
  ...item,
  push: (held) => push(held, undefined),
})

const end: Snapshot['end'] = (held, keep) =>
  endedPush(held, { isMeant: ({ id }) => !keep.has(id), clock: null })
