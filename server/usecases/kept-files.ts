import type { AttachmentRecord } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'

/** How long a file stays that no instance names. */
const UNNAMED_FOR_MS = 24 * 3_600_000

/** Whether the instance that claimed it names it by now. */
export async function isNamed(
  { store }: Pick<UseCaseContext, 'store'>,
  { id, claim }: AttachmentRecord,
): Promise<boolean> {
  const record = claim ? await store.instances.read(claim.instanceId) : undefined
  return Object.hasOwn(record?.instance.files ?? {}, id)
}

/** Removes files that no instance came to name within a day; those that one names are not looked at again. */
export async function removeUnnamedFiles(ctx: Pick<UseCaseContext, 'store' | 'now'>): Promise<number> {
  const { attachments } = ctx.store
  const before = ctx.now() - UNNAMED_FOR_MS
  const isOld = ({ claim }: AttachmentRecord) => claim === null || claim.at < before
  let removed = 0
  for (const record of await attachments.unclaimed(before)) {
    if (await isNamed(ctx, record)) {
      await attachments.change(record.id, (one) => one && { ...one, kept: true })
    } else if (await attachments.remove(record.id, isOld)) removed += 1
  }
  return removed
}
