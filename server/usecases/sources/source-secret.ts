import type { UseCaseContext } from '../context.ts'

type Context = Pick<UseCaseContext, 'store' | 'hash'>

const nameOf = (source: string): string => `secret of source ${source}`

/** What is kept of a source's secret: nothing that it could be found from. Undefined: it has none yet. */
export async function keptSecretOf(
  { store }: Pick<Context, 'store'>,
  source: string,
): Promise<string | undefined> {
  const kept = await store.notes.read(nameOf(source))
  return typeof kept === 'string' ? kept : undefined
}

/** Whether this is a source's secret; in the same time whether there is such a source or not. */
export async function isSecretOf(
  { store, hash }: Context,
  isSame: (given: string, expected: string) => boolean,
  source: string,
  secret: string,
): Promise<boolean> {
  const kept = await keptSecretOf({ store }, source)
  return isSame(hash(secret), kept ?? '') && kept !== undefined
}

/** A new secret for a source, told once; the one before it ends with all that was issued for it. */
export async function renewSecret(
  { store, hash, randomToken }: Context & Pick<UseCaseContext, 'randomToken'>,
  source: string,
): Promise<string> {
  const secret = randomToken()
  await store.notes.change(nameOf(source), () => hash(secret))
  return secret
}
