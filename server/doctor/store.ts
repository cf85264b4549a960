import type { Finding } from '../../shared/operator-api.ts'
import { toKilobytes } from './kilobytes.ts'
import { failed, ok, skipped } from './findings.ts'
import { AppError } from '../domain/errors.ts'
import type { StoreCheck } from '../store/contract.ts'

export type StoreDeps = {
  /** Rejects when the store cannot be reached or written. Undefined: a server has it that does not let us in. */
  pingStore: (() => Promise<void>) | undefined
  /** Reads all that is stored. Undefined: nobody asked for that, or as above. */
  checkStore: (() => Promise<StoreCheck>) | undefined
}

/** Whether the store can be written, and what of it is damaged. */
export async function examineStore({ pingStore, checkStore }: StoreDeps): Promise<Finding[]> {
  return [await writable(pingStore), ...(checkStore ? await filesOf(checkStore) : [])]
}

async function writable(pingStore: StoreDeps['pingStore']): Promise<Finding> {
  if (!pingStore) {
    const says = 'the running server has it: set ADMIN_TOKEN for it and for this command, or stop the server'
    return skipped('store', says)
  }
  try {
    await pingStore()
    return ok('store', 'can be written')
  } catch (error) {
    return failed('store', wordsOf(error), isAway(error) ? REMEDY_AWAY : 'Do what it says, then ask again.')
  }
}

async function filesOf(checkStore: () => Promise<StoreCheck>): Promise<Finding[]> {
  const name = 'store files'
  try {
    const { documents, contents, withoutChecksum, damaged, sizes } = await checkStore()
    const read = `${documents} documents and ${contents} attachments read`
    const old = `${withoutChecksum} of them have no checksum, as an older version wrote them`
    const all = ok(name, withoutChecksum === 0 ? read : `${read}; ${old}`)
    const faults = damaged.map(({ path, reason }) => failed(name, `${path}: ${reason}`, REMEDY))
    return [...(faults.length === 0 ? [all] : faults), ...largeIn(sizes)]
  } catch (error) {
    return [failed(name, wordsOf(error), 'Look at the disk, the mount and the owner of DATA_DIR.')]
  }
}

const largeIn = ({ usual, farLarger }: StoreCheck['sizes']): Finding[] =>
  farLarger.map(({ id, bytes }) => ({
    name: 'size of records',
    state: 'warning',
    says: `${id} has ${toKilobytes(bytes)} where the usual approval has ${toKilobytes(usual)}`,
    remedy:
      'Each act on it writes all of it. See what is repeated in it with instances show; once it ends, it is at rest.',
  }))

const isAway = (error: unknown): boolean => error instanceof AppError && error.code === 'store_unavailable'

const REMEDY_AWAY = 'Look at the free space, the mount and the owner of DATA_DIR.'
const REMEDY = 'Stop the server, put this file back from a backup, then start it again.'

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
