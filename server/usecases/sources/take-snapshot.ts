import type { Source } from '../../../shared/source-file.ts'
import type { Push, Pushed, PushedTask } from '../../domain/mirror/pushed.ts'
import type { UseCaseContext } from '../context.ts'
import { takeWithoutCounting, type SourcePush, type UncountedPush } from '../take-push.ts'
import { instanceIdOf } from './source-ids.ts'

type Item = Omit<SourcePush, 'source' | 'push'> & { push: (held: Pushed | undefined) => Push | undefined }

export type Snapshot = {
  source: Source
  /** Every to-do that is open at the source. */
  items: readonly Item[]
  /** When it was made; what came since is not in it. */
  takenAt: number
  /** Ends what is open in an approval and not among `keep`, ids of to-dos; undefined: there is nothing to end. */
  end: (held: Pushed, keep: ReadonlySet<string>) => Push | undefined
}

export type SnapshotTaken = { open: number; changed: number; ended: number }

/** So many at a time: each waits for the disk alone. */
const AT_ONCE = 16

/**
 * Makes what is open here what is open at the source: what is missing is there afterwards, and what the source has no
 * more has ended. What is the same already costs no write, and Feishu is told of nothing else. Durable when it resolves.
 * Throws what `takePush` throws; the same again goes on where it ended.
 */
export async function takeSnapshot(ctx: UseCaseContext, snapshot: Snapshot): Promise<SnapshotTaken> {
  const { source, items, takenAt } = snapshot
  ctx.sources.ledger.admit(source)
  const named = new Map<string, Item[]>()
  for (const item of items) {
    const id = instanceIdOf(ctx.hash, source.id, item.externalId)
    const others = named.get(id)
    if (others) others.push(item)
    else named.set(id, [item])
  }
  const left = (await ctx.store.instances.idsOfSource(source.id, 'under_way')).filter((id) => !named.has(id))
  let changed = 0
  let ended = 0
  await eachOf([...named], async ([id, some]) => {
    if (await isNewer(ctx, id, takenAt)) return
    let isNews = false
    for (const item of some) isNews = (await takeOne(ctx, source, restoring(item))) || isNews
    const [{ externalId } = { externalId: '' }] = some
    isNews = (await takeOne(ctx, source, endingOf(snapshot, externalId, some))) || isNews
    if (isNews) changed += 1
  })
  await eachOf(left, async (id) => {
    const externalId = (await ctx.store.instances.read(id))?.instance.mirror?.externalId
    if (externalId === undefined || (await isNewer(ctx, id, takenAt))) return
    if (await takeOne(ctx, source, endingOf(snapshot, externalId, []))) ended += 1
  })
  ctx.sources.ledger.taken(source.id)
  return { open: items.length, changed, ended }
}

/** Something was pushed of it since: the next snapshot knows that. */
async function isNewer({ store }: UseCaseContext, id: string, takenAt: number): Promise<boolean> {
  const record = await store.instances.read(id)
  return record !== undefined && record.instance.updatedAt > takenAt
}

async function takeOne(ctx: UseCaseContext, source: Source, one: UncountedPush): Promise<boolean> {
  return (await takeWithoutCounting(ctx, source, one)).isNews
}

/** It is there, whatever was deleted before. */
const restoring = ({ push, ...item }: Item): UncountedPush => ({
  ...item,
  push: (held) => {
    const said = push(held)
    return said && { ...said, restored: said.tasks.flatMap(scopesOf) }
  },
})

const scopesOf = ({ id, within }: PushedTask): string[] => (within === undefined ? [id] : [id, within])

/** What is open of an approval here and not among the items. */
function endingOf({ end }: Snapshot, externalId: string, items: readonly Item[]): UncountedPush {
  const keep = new Set(items.flatMap((item) => item.push(undefined)?.tasks.map(({ id }) => id) ?? []))
  return { externalId, definition: undefined, push: (held) => held && end(held, keep) }
}

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all].reverse()
  const run = async (): Promise<void> => {
    for (let one = rest.pop(); one !== undefined; one = rest.pop()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, run))
}
