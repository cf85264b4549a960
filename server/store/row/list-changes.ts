import type { Listed } from '../../domain/listed.ts'
import type { ChangeQuery, Page } from '../contract.ts'
import { readCursor, toCursor } from './cursor.ts'
import type { InstanceIndex } from './instance-index.ts'
import type { ListedSource } from './list-box.ts'

/** A page of those that changed. */
export async function listChanges(
  index: Pick<InstanceIndex, 'changes'>,
  { read }: Pick<ListedSource, 'read'>,
  { since = 0, cursor, limit, ...wanted }: ChangeQuery,
): Promise<Page<Listed>> {
  // The empty id comes before every other.
  const after = cursor === undefined ? { at: since, id: '' } : readCursor(cursor)
  const rows: { id: string; updatedAt: number }[] = []
  for (const { id, updatedAt } of index.changes.of(wanted, after)) {
    rows.push({ id, updatedAt })
    if (rows.length > limit) break
  }
  const shown = rows.slice(0, limit)
  const found = await Promise.all(shown.map(({ id }) => read(id)))
  const last = shown.at(-1)
  return {
    // What has another status by the time it is read stands further on.
    items: found.flatMap((one) =>
      one && (wanted.status === undefined || one.status === wanted.status) ? [one] : [],
    ),
    nextCursor: rows.length > limit && last ? toCursor({ at: last.updatedAt, id: last.id, number: 0 }) : null,
  }
}
