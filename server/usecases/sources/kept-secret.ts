import { z } from 'zod'
import type { UseCaseContext } from '../context.ts'

const NOTE = 'source-secrets'
const Stored = z.record(z.string(), z.object({ hash: z.string() }))

/** What is kept of a source's secret: nothing that it could be found from. Undefined: it has none yet. */
export async function keptSecretOf(
  { store }: Pick<UseCaseContext, 'store'>,
  source: string,
): Promise<string | undefined> {
  const kept = Stored.parse((await store.notes.read(NOTE)) ?? {})
  return Object.hasOwn(kept, source) ? kept[source]?.hash : undefined
}

/** Whether this is a source's secret; in the same time whether there is such a source or not. */
export async function isSecretOf(
  { store, hash }: Pick<UseCaseContext, 'store' | 'hash'>,
  isSame: (given: string, expected: string) => boolean,
  source: string,
  secret: string,
): Promise<boolean> {
  const kept = await keptSecretOf({ store }, source)
  return isSame(hash(secret), kept ?? '') && kept !== undefined
}
