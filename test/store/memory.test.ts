import { openMemoryStore } from '../support/memory-store.ts'
import { describeStoreContract } from './contract.ts'

describeStoreContract('memory', async () => openMemoryStore())
