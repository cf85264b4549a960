import { foldNumber } from '../../../shared/document-number.ts'
import { LOCALES } from '../../../shared/languages.ts'
import type { DefinitionRecord } from '../../domain/definition.ts'
import { flowCaption } from '../../domain/flow-picture.ts'
import type { Instance } from '../../domain/instance.ts'
import type { InstanceRecord } from '../../domain/outbox/record.ts'
import { hasAll, peopleText, shownText } from '../../domain/search-text.ts'
import { MOST_SEARCHED, type InstanceStore, type Page } from '../contract.ts'
import { readCursor, toCursor } from './cursor.ts'
import type { InstanceIndex } from './instance-index.ts'
import type { ListedSource } from './list-box.ts'

export type DefinitionOf = (at: Instance['definition']) => Promise<DefinitionRecord | undefined>

/** Without its definition nothing of an instance can be shown, nor found. */
export const createTextLook =
  (definitionOf: DefinitionOf): ListedSource['hasText'] =>
  async (listed, { words, locale }) => {
    const record = await definitionOf(listed.definition)
    return record !== undefined && hasAll(shownText(flowCaption(listed, record.definition), locale), words)
  }

/** The latest change first. */
export function idsBeginning(index: InstanceIndex, prefix: string, limit: number): string[] {
  const ids: string[] = []
  const folded = foldNumber(prefix)
  for (const { id, number } of index.lastChanged()) {
    if (ids.length === limit) break
    if (id.startsWith(prefix) || (number && foldNumber(number.text).startsWith(folded))) ids.push(id)
  }
  return ids
}

type Source = { read: (id: string) => Promise<InstanceRecord | undefined>; definitionOf: DefinitionOf }

export async function findByText(
  index: InstanceIndex,
  source: Source,
  { words, cursor, limit }: Parameters<InstanceStore['find']>[0],
): Promise<Page<string>> {
  // Taken at once: the index changes while records are read.
  const rows = [...firstOf(index.lastChanged(cursor === undefined ? undefined : readCursor(cursor)))]
  const items: string[] = []
  for (const [at, { id, updatedAt }] of rows.slice(0, MOST_SEARCHED).entries()) {
    if (await isMeant(source, id, words)) items.push(id)
    if (items.length < limit && at + 1 < MOST_SEARCHED) continue
    const nextCursor = at + 1 < rows.length ? toCursor({ at: updatedAt, id, number: 0 }) : null
    return { items, nextCursor }
  }
  return { items, nextCursor: null }
}

/** One more than a page looks at tells whether there is a next one. */
function* firstOf<T>(values: Iterable<T>): Iterable<T> {
  let count = 0
  for (const value of values) {
    yield value
    count += 1
    if (count > MOST_SEARCHED) return
  }
}

async function isMeant(
  { read, definitionOf }: Source,
  id: string,
  words: readonly string[],
): Promise<boolean> {
  const instance = (await read(id))?.instance
  const record = instance && (await definitionOf(instance.definition))
  if (!record) return false
  const caption = flowCaption(instance, record.definition)
  const shown = LOCALES.map((locale) => shownText(caption, locale))
  return hasAll([...shown, peopleText(instance)].join('\n'), words)
}
