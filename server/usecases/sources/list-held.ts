import type { Instance } from '../../domain/instance.ts'
import type { UseCaseContext } from '../context.ts'
import { instanceIdOf } from './source-ids.ts'

/** As many records are looked at for one page, however few of them are wanted. */
const MOST_READ = 500
const MOST_LISTED = 1_000_000

type HeldQuery<Item> = {
  source: string
  /** Of these alone; none: of all. */
  externalIds: readonly string[]
  onlyUnderWay: boolean
  /** Where the page before ended. */
  after: string
  size: number
  /** What is wanted of an approval; undefined: nothing. */
  pick: (instance: Instance) => Item | undefined
}

/** A page of what is held of a source, in the order of our ids. `next`: where the next one begins; null on the last. */
export async function listHeld<Item>(
  ctx: Pick<UseCaseContext, 'store' | 'hash'>,
  query: HeldQuery<Item>,
): Promise<{ items: readonly Item[]; next: string | null }> {
  const ids = (await idsOf(ctx, query)).filter((id) => id > query.after).sort()
  const items: Item[] = []
  const looked = ids.slice(0, MOST_READ)
  for (const [at, id] of looked.entries()) {
    const record = await ctx.store.instances.read(id)
    const item = record?.instance.mirror?.source === query.source ? query.pick(record.instance) : undefined
    if (item !== undefined) items.push(item)
    if (items.length === query.size) return { items, next: at + 1 < ids.length ? id : null }
  }
  return { items, next: ids.length > looked.length ? (looked.at(-1) ?? null) : null }
}

async function idsOf(
  { store, hash }: Pick<UseCaseContext, 'store' | 'hash'>,
  { source, externalIds, onlyUnderWay }: Pick<HeldQuery<never>, 'source' | 'externalIds' | 'onlyUnderWay'>,
): Promise<readonly string[]> {
  if (externalIds.length > 0) return [...new Set(externalIds.map((one) => instanceIdOf(hash, source, one)))]
  if (onlyUnderWay) return store.instances.idsOfSource(source, 'under_way')
  return store.instances.beginning(`${source}-`, MOST_LISTED)
}
