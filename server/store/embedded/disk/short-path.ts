import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StoreOpenError } from './open-error.ts'

/** The path of a Unix socket has to fit into 108 bytes on Linux, 104 on macOS, with a zero at the end. */
const LONGEST_PATH = 103
const LONGEST_NAME = 24

/** Paths into a folder that are short enough for a socket, while it is open. */
export type ShortWay = { to(name: string): string; close(): Promise<void> }

/** Goes through a link in the system's folder for temporary files when the folder's own path is too long. */
export async function shortWayTo(folder: string): Promise<ShortWay> {
  if (fits(folder)) return { to: (name) => join(folder, name), close: async () => undefined }
  const place = await mkdtemp(join(tmpdir(), 'store-')).catch((cause: unknown) => {
    throw tooLong(folder, cause)
  })
  const close = () => rm(place, { recursive: true, force: true })
  const link = join(place, 'd')
  try {
    if (!fits(link)) throw tooLong(folder)
    await symlink(folder, link)
  } catch (error) {
    await close()
    throw error
  }
  return { to: (name) => join(link, name), close }
}

const fits = (folder: string) => Buffer.byteLength(folder) + 1 + LONGEST_NAME <= LONGEST_PATH

function tooLong(folder: string, cause?: unknown): StoreOpenError {
  return new StoreOpenError(
    `The path ${folder} is too long for a lock, and no shorter way to it can be made in ${tmpdir()}. ` +
      'Give DATA_DIR a shorter path.',
    { cause },
  )
}
