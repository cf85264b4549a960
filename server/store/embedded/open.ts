import { resolve } from 'node:path'
import { readBinding, refuseOther, saveBinding, type StoreBinding } from './binding.ts'
import { checkFiles } from './check.ts'
import type { Store, StoreCheck } from '../contract.ts'
import { diskCalls, type DiskCalls } from './disk/disk-calls.ts'
import { createDiskFiles } from './disk/disk-files.ts'
import type { Damage } from './documents.ts'
import { createEmbeddedStore } from './embedded.ts'
import { makeFolder, prepareFolders } from './folders.ts'
import { lockFolder, type FolderLock } from './disk/lock.ts'
import { StoreOpenError } from './disk/open-error.ts'

export type LowdbOptions = {
  dataDir: string
  /** Whose data this is. The folder is bound to the first one it is opened with, and refuses every other. */
  binding?: StoreBinding | undefined
  /** Told to whoever else wants the folder. */
  pid?: number | undefined
  /**
   * Called once when the folder was taken from this process, e.g. removed or restored from a copy: another may have
   * it by now. From then on every change is refused, and what is read may be out of date.
   */
  onLost?: ((lost: StoreOpenError) => void) | undefined
}

/**
 * Opens the embedded store in `dataDir`, which belongs to this process until it closes the store or ends, however
 * it ends. Rejects with `StoreOpenError` when the folder is in use, somebody else's, damaged or not to be had; then
 * nothing in it was changed.
 */
export async function openLowdbStore({ dataDir, ...options }: LowdbOptions): Promise<Store> {
  const root = resolve(dataDir)
  try {
    await makeFolder(root)
    const lock = await lockFolder(root, { pid: options.pid })
    return await openLocked(root, lock, options).catch(async (error: unknown) => {
      await lock.release()
      throw error
    })
  } catch (cause) {
    if (cause instanceof StoreOpenError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StoreOpenError(`The data folder ${root} cannot be used: ${reason}. ${REMEDY}`, { cause })
  }
}

/**
 * Reads every file of a folder that no server uses, also of one that cannot be opened for its damage. Rejects with
 * `StoreOpenError` when the folder is in use.
 */
export async function checkLowdbStore(dataDir: string): Promise<StoreCheck> {
  const root = resolve(dataDir)
  await makeFolder(root)
  const lock = await lockFolder(root, {})
  try {
    return await checkFiles(createDiskFiles(root))
  } finally {
    await lock.release()
  }
}

async function openLocked(
  root: string,
  lock: FolderLock,
  { binding, onLost }: Omit<LowdbOptions, 'dataDir'>,
): Promise<Store> {
  const files = createDiskFiles(root, whileHeld(diskCalls, lock, root))
  const bound = await readBinding(files, root)
  if (bound && binding) refuseOther(bound, binding, root)
  const { store, load } = createEmbeddedStore(files, lock.release)
  refuseDamaged(await load(), root)
  await prepareFolders(root)
  if (binding && !bound) await saveBinding(files, binding)
  lock.onLost(() => onLost?.(lostLock(root)))
  return store
}

/** Nothing takes effect in a folder that may be another's. */
function whileHeld(calls: DiskCalls, lock: Pick<FolderLock, 'isHeld'>, root: string): DiskCalls {
  const guard =
    <A extends unknown[]>(call: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      if (!lock.isHeld()) throw lostLock(root)
      await call(...args)
    }
  return { ...calls, rename: guard(calls.rename), unlink: guard(calls.unlink) }
}

const lostLock = (root: string): StoreOpenError =>
  new StoreOpenError(
    `The data folder ${root} is no longer this server's: its lock was removed or replaced, and another server may ` +
      'use it by now. Start again once nobody touches the folder.',
  )

const NAMED_DAMAGES = 5
const REMEDY = 'Look at its owner, its mount and the free space, or set another DATA_DIR.'

function refuseDamaged(damages: readonly Damage[], root: string): void {
  if (damages.length === 0) return
  const named = damages.slice(0, NAMED_DAMAGES).map(({ path, reason }) => `${root}/${path} (${reason})`)
  const others = damages.length - named.length
  const more = others > 0 ? ` and ${others} more` : ''
  const what = damages.length === 1 ? 'this file' : 'these files'
  throw new StoreOpenError(
    `The store cannot read ${named.join(', ')}${more}. Nothing was changed. Put ${what} back from a backup, then start again.`,
  )
}
