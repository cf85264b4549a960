import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { describeStoreContract } from './contract.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

describeStoreContract('lowdb', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'store-'))
  folders.push(dataDir)
  return openLowdbStore({ dataDir })
})
