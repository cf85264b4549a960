import { chmod, mkdir, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diskCalls } from './disk/disk-calls.ts'
import { codeOf } from './disk/error-code.ts'
import { listFolder, TEMPORARY } from './disk/disk-files.ts'
import { SHARDS } from './disk/file-names.ts'
import { FOLDERS } from './document-schemas.ts'
import { LOCK_FOLDER } from './disk/lock.ts'

const MODE = 0o700

/**
 * Makes the folder and those above it, durably. (Node's own way to do so never ends where a folder can be seen but
 * nothing can be made in it.)
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: MODE })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path, { mode: MODE })
  }
  await diskCalls.syncFolder(dirname(path))
}

/** Makes every folder that the store writes to, durably, and removes what a write that never ended left behind. */
export async function prepareFolders(root: string): Promise<void> {
  await removeTemporary(root)
  await keepPrivate(root)
  await prepareFolder(join(root, LOCK_FOLDER))
  for (const { folder, sharded } of FOLDERS) {
    const path = join(root, folder)
    await prepareFolder(path)
    if (!sharded) continue
    for (const shard of SHARDS) await prepareFolder(join(path, shard))
    await diskCalls.syncFolder(path)
  }
  await diskCalls.syncFolder(root)
}

async function prepareFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: MODE })
  if (made !== undefined) return
  await keepPrivate(path)
  await removeTemporary(path)
}

/** A copy made without `-p` is open to everybody who may read the folder above it. */
async function keepPrivate(path: string): Promise<void> {
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) await chmod(path, MODE)
}

async function removeTemporary(path: string): Promise<void> {
  for (const { name } of listFolder(path)) if (TEMPORARY.test(name)) await unlink(join(path, name))
}
