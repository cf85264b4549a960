import { open, rename, unlink, type FileHandle } from 'node:fs/promises'

/** The system calls behind a change, one by one, so that a test can let each of them fail or be the last. */
export type DiskCalls = {
  create(path: string): Promise<FileHandle>
  /** Behind what was written to this file before. */
  write(file: FileHandle, data: string | Uint8Array): Promise<void>
  sync(file: FileHandle): Promise<void>
  close(file: FileHandle): Promise<void>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
}

export const diskCalls: DiskCalls = {
  create: (path) => open(path, 'wx', 0o600),
  write: (file, data) => file.writeFile(data),
  sync: (file) => file.sync(),
  close: (file) => file.close(),
  rename,
  unlink,
  async syncFolder(path) {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}
