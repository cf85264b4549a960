import { z } from 'zod'
import type { Source } from '../../../shared/source-file.ts'
import { AppError } from '../../domain/errors.ts'
import type { UseCaseContext } from '../context.ts'

const NOTE = 'source-secrets'
const Stored = z.record(z.string(), z.object({ hash: z.string(), madeAt: z.number() }))

const read = (note: unknown): z.infer<typeof Stored> => Stored.parse(note ?? {})

/**
 * What a source logs in with from now on, told this once; what it had before is good no more. Throws `not_found` for a
 * source that `sources.yaml` does not name.
 */
export async function makeSourceSecret(
  ctx: Pick<UseCaseContext, 'store' | 'sources' | 'randomToken' | 'hash' | 'now'>,
  id: string,
): Promise<{ id: string; secret: string }> {
  const sources = await ctx.sources.read()
  if (!sources.some((one) => one.id === id)) {
    const known = sources.map((one) => one.id).join(', ') || 'none'
    throw new AppError('not_found', `sources.yaml names no source ${id}. It names: ${known}.`)
  }
  const secret = ctx.randomToken()
  await keepSourceSecret(ctx, { id, secret })
  return { id, secret }
}

/** What a source logs in with, where somebody else has made it. */
export async function keepSourceSecret(
  ctx: Pick<UseCaseContext, 'store' | 'hash' | 'now'>,
  { id, secret }: { id: string; secret: string },
): Promise<void> {
  await ctx.store.notes.change(NOTE, (current) => {
    const others = Object.entries(read(current)).filter(([one]) => one !== id)
    return Object.fromEntries([...others, [id, { hash: ctx.hash(secret), madeAt: ctx.now() }]])
  })
}

/** The source of this id, if that is its secret. Whatever is wrong, the answer is the same. */
export async function findSource(
  ctx: Pick<UseCaseContext, 'store' | 'sources' | 'hash'>,
  id: string,
  secret: string,
): Promise<Source | undefined> {
  const hash = ctx.hash(secret)
  const stored = await keptSecretOf(ctx, id)
  if (stored === undefined || stored !== hash) return undefined
  return (await ctx.sources.read()).find((one) => one.id === id)
}

/** What is kept of a source's secret, from which it cannot be found. Undefined: it has none. */
export async function keptSecretOf(
  { store }: Pick<UseCaseContext, 'store'>,
  id: string,
): Promise<string | undefined> {
  const secrets = read(await store.notes.read(NOTE))
  return Object.hasOwn(secrets, id) ? secrets[id]?.hash : undefined
}

/** Ids of the sources that have a secret. */
export async function sourcesWithSecret({
  store,
}: Pick<UseCaseContext, 'store'>): Promise<readonly string[]> {
  return Object.keys(read(await store.notes.read(NOTE)))
}
