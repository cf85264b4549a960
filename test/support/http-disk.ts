import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { diskCalls, type DiskCalls } from '../../server/store/embedded/disk/disk-calls.ts'
import { createDiskFiles } from '../../server/store/embedded/disk/disk-files.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { prepareFolders } from '../../server/store/embedded/folders.ts'
import type { HttpDeps } from '../../server/http/deps.ts'
import { createHarness, startHttp } from './http-server.ts'

/** As the disk, but for waiting until a change is durable: nobody cuts the power here. */
const QUICK: DiskCalls = {
  create: diskCalls.create,
  write: diskCalls.write,
  sync: async () => undefined,
  close: diskCalls.close,
  rename: diskCalls.rename,
  unlink: diskCalls.unlink,
  syncFolder: async () => undefined,
}

/** The HTTP side on a store of real files, with as many people logged in as are asked for. */
export async function startHttpOnDisk(people: number, options: Partial<HttpDeps> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'http-disk-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  await prepareFolders(dataDir)
  const { store, load } = createEmbeddedStore(createDiskFiles(dataDir, QUICK), async () => undefined)
  await load()
  const harness = await createHarness()
  const ctx = { ...harness.ctx, store }
  const tokens = Array.from({ length: people }, (_, at) => `token-${at}`)
  for (const [at, token] of tokens.entries()) {
    const person = { userId: `u_${at}`, openId: `ou_${at}`, name: `Person ${at}` }
    await store.sessions.save({ ...person, tokenHash: ctx.hash(token), expiresAt: ctx.now() + 8 * 3_600_000 })
  }
  const server = await startHttp({ ...harness, ctx, store }, options)
  return {
    ...server,
    store,
    dataDir,
    tokens,
    /** What lies in the folder of attachments: contents, descriptions and what is on its way. */
    attachmentFiles: async () =>
      (await readdir(join(dataDir, 'attachments'), { recursive: true })).filter((name) => name.includes('.')),
  }
}

/** How many files and sockets this process has open; undefined where the system does not tell. */
export async function openDescriptors(): Promise<number | undefined> {
  return readdir('/proc/self/fd').then(
    (names) => names.length,
    () => undefined,
  )
}
