import {
  appendFileSync,
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs'
import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FileContent } from '../../contract.ts'
import { diskCalls, type DiskCalls } from './disk-calls.ts'
import { isMissing } from './error-code.ts'
import { DurabilityUnknown, type DataFolder } from './files.ts'
import { createFolderSync } from './folder-sync.ts'

const DOCUMENT = /^[^.].*\.json$/
/** A document on its way. Whoever finds one of these finds what nobody was told to be there. */
export const TEMPORARY = /^\..*\.tmp$/
const PROBE = '.probe'
const PROBE_BYTES = 4_096
const PIECE_BYTES = 64 * 1_024
const PRIVATE = 0o600

type Pieces = Iterable<string> | AsyncIterable<Uint8Array>

/** Files below `root`, whose folders are there already. */
export function createDiskFiles(root: string, calls: DiskCalls = diskCalls): DataFolder {
  const syncFolder = createFolderSync((folder) => calls.syncFolder(folder))
  let count = 0

  const temporaryFor = (path: string) => {
    count += 1
    return join(dirname(path), `.${count}.tmp`)
  }
  const writeTemporary = async (path: string, pieces: Pieces) => {
    const file = await calls.create(path)
    try {
      for await (const piece of pieces) await calls.write(file, piece)
      await calls.sync(file)
    } finally {
      await calls.close(file)
    }
  }

  const replace = async (path: string, pieces: Pieces) => {
    const target = join(root, path)
    const temporary = temporaryFor(target)
    try {
      await writeTemporary(temporary, pieces)
      await calls.rename(temporary, target)
    } catch (error) {
      await calls.unlink(temporary).catch(() => undefined)
      throw error
    }
    await durably(syncFolder(dirname(target)), path)
  }

  return {
    scan: (folder, each) => scan(root, folder, each),
    read: (path) => unlessMissing(() => readFile(join(root, path))),
    write: (path, text) => replace(path, [text]),
    receive: replace,
    open: (path) => unlessMissing(() => openFile(join(root, path))),
    sizeOf: (path) => unlessMissing(async () => (await stat(join(root, path))).size),
    documents: (folder) => listFiles(root, folder, (name) => DOCUMENT.test(name)),
    others: (folder) => listFiles(root, folder, (name) => !DOCUMENT.test(name) && !TEMPORARY.test(name)),
    async remove(path) {
      const target = join(root, path)
      try {
        await calls.unlink(target)
      } catch (error) {
        if (!isMissing(error)) throw error
      }
      await durably(syncFolder(dirname(target)), path)
    },
    appendNow: (path, text) => appendFileSync(join(root, path), text, { mode: PRIVATE }),
    emptyNow: (path) => writeFileSync(join(root, path), '', { mode: PRIVATE }),
    async probe() {
      const path = temporaryFor(join(root, PROBE))
      try {
        await writeTemporary(path, [' '.repeat(PROBE_BYTES)])
      } finally {
        await calls.unlink(path).catch(() => undefined)
      }
    },
  }
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function openFile(path: string): Promise<FileContent> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    return { size, pieces: piecesOf(file, size), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** By hand: a stream of Node's own keeps the file open for whoever asks for none of it. */
async function* piecesOf(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - at))
    const { bytesRead } = await file.read(piece, 0, piece.length, at)
    if (bytesRead === 0) throw new Error(`the file was cut to ${at} of ${size} bytes while it was read`)
    at += bytesRead
    yield piece.subarray(0, bytesRead)
  }
}

/** Nothing for a folder that is not there (yet). */
async function listFiles(root: string, folder: string, isOne: (name: string) => boolean): Promise<string[]> {
  const reading = readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return ((await unlessMissing(() => reading)) ?? [])
    .filter((entry) => entry.isFile() && isOne(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

async function durably(synced: Promise<void>, path: string): Promise<void> {
  try {
    await synced
  } catch (error) {
    throw new DurabilityUnknown(`whether the change of ${path} is durable is not known`, { cause: error })
  }
}

/** Synchronously, in half the time that it takes file by file otherwise; others get a turn between folders. */
async function scan(
  root: string,
  folder: string,
  each: (path: string, bytes: Buffer) => void,
): Promise<void> {
  for (const entry of listFolder(join(root, folder))) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      await scan(root, path, each)
      await nextTurn()
    } else if (DOCUMENT.test(entry.name)) each(path, readBytes(`${root}/${path}`))
  }
}

const buffer = Buffer.allocUnsafe(256 * 1_024)

/** `readFileSync`, without its preparations for each file, into the same memory each time. */
function readBytes(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const length = readSync(file, buffer, 0, buffer.length, 0)
    return length < buffer.length ? buffer.subarray(0, length) : readFileSync(path)
  } finally {
    closeSync(file)
  }
}

/** Nothing for a folder that is not there (yet). */
export function listFolder(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
