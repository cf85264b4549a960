import type { Store } from '../../store/contract.ts'

/** Where a source is told of decisions, and by what it knows that they come from us. */
export type SourceCallback = { url: string; token: string | null; key: string | null }

const nameOf = (definitionCode: string): string => `callback of ${definitionCode}`

/** Token and key are secrets of the source: they lie in a note of their own and in no definition, answer or line. */
export async function keepCallback(
  { notes }: Pick<Store, 'notes'>,
  definitionCode: string,
  callback: SourceCallback | null,
): Promise<void> {
  await notes.change(nameOf(definitionCode), (kept) =>
    JSON.stringify(kept ?? null) === JSON.stringify(callback) ? undefined : callback,
  )
}

/** Null: the source wants to be told nothing. */
export async function readCallback(
  { notes }: Pick<Store, 'notes'>,
  definitionCode: string,
): Promise<SourceCallback | null> {
  return ((await notes.read(nameOf(definitionCode))) ?? null) as SourceCallback | null
}
