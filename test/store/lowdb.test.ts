import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLowdbStore } from '../../server/store/lowdb.ts'
import { describeStoreContract } from './contract.ts'

describeStoreContract('lowdb', async () =>
  openLowdbStore({ dataDir: await mkdtemp(join(tmpdir(), 'store-')) }),
)
