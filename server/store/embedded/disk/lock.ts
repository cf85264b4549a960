import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMissing } from './error-code.ts'
import { watchLock, type LockWatch } from './lock-watch.ts'
import { announce, ask, type LockAnswer, type Announcement } from './lock-socket.ts'
import { StoreOpenError } from './open-error.ts'
import { shortWayTo, type ShortWay } from './short-path.ts'

export type FolderLock = Pick<LockWatch, 'isHeld' | 'onLost'> & { release(): Promise<void> }

type Rival = { name: string; answer: LockAnswer }

export const LOCK_FOLDER = 'lock'

const VISIBLE = /^[0-9a-f]{16}\.sock$/
const ROUND_MS = 20
const PATIENCE_MS = 10_000

/**
 * Makes the folder this process's own, until it lets go of it or ends. Rejects with `StoreOpenError`.
 *
 * Whoever wants the folder listens on a socket of its own in `lock/`, and only then looks who else is there. It has
 * the folder when nobody else lives. Of two at least the later one sees the other, so there are never two. The
 * kernel answers for the living and refuses for the dead, whatever their pids and containers, so a `kill -9` leaves
 * no lock behind; and the dead never come back to life under the same name, so what they left may be removed by
 * anyone at any time. Among those who only try, the first by name goes on and the others give up.
 */
export async function lockFolder(root: string, { pid }: { pid?: number | undefined }): Promise<FolderLock> {
  const folder = join(root, LOCK_FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const way = await shortWayTo(folder)
  try {
    const own = await enter(folder, way, pid)
    try {
      await waitForOwnTurn(root, folder, way, own.name)
      own.announcement.hold()
      await removeUnborn(folder)
    } catch (error) {
      await leave(folder, own)
      throw error
    }
    const { isHeld, onLost, stop } = watchLock(join(folder, own.name))
    const release = async (): Promise<void> => {
      stop()
      await leave(folder, own)
    }
    return { isHeld, onLost, release }
  } finally {
    await way.close()
  }
}

type Own = { name: string; announcement: Announcement }

/** Listens first and becomes visible then: a socket that can be seen and refuses is a dead one's, never a newborn's. */
async function enter(folder: string, way: ShortWay, pid: number | undefined): Promise<Own> {
  const name = `${randomBytes(8).toString('hex')}.sock`
  const unborn = `.${name}`
  const announcement = await announce(way.to(unborn), { pid: pid ?? null, host: hostname() })
  try {
    await rename(join(folder, unborn), join(folder, name))
  } catch (error) {
    await announcement.end()
    // Somebody who has the folder by now took it for a leftover.
    if (isMissing(error)) return enter(folder, way, pid)
    throw error
  }
  return { name, announcement }
}

async function leave(folder: string, { name, announcement }: Own): Promise<void> {
  await unlink(join(folder, name)).catch(() => undefined)
  await announcement.end()
}

async function waitForOwnTurn(root: string, folder: string, way: ShortWay, own: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const rivals = await findRivals(folder, way, own)
    if (rivals.length === 0) return
    const winner = rivals.find((rival) => isAhead(rival, own))
    if (winner) throw inUse(root, folder, winner)
    const [slow] = rivals
    if (slow && performance.now() > until) throw inUse(root, folder, slow)
    await sleep(ROUND_MS)
  }
}

function isAhead({ name, answer }: Rival, own: string): boolean {
  switch (answer.state) {
    case 'held':
    case 'silent':
    case 'unknown':
      return true
    case 'trying':
      return name < own
    case 'leaving':
    case 'dead':
    case 'gone':
      return false
  }
}

/** Everybody else who lives. What the dead left is removed. */
async function findRivals(folder: string, way: ShortWay, own: string): Promise<Rival[]> {
  const names = (await readdir(folder)).filter((name) => VISIBLE.test(name) && name !== own)
  const asked = await Promise.all(names.map(async (name) => ({ name, answer: await ask(way.to(name)) })))
  const dead = asked.filter(({ answer }) => answer.state === 'dead')
  await Promise.all(dead.map(({ name }) => unlink(join(folder, name)).catch(() => undefined)))
  return asked.filter(({ answer }) => answer.state !== 'dead' && answer.state !== 'gone')
}

async function removeUnborn(folder: string): Promise<void> {
  const unborn = (await readdir(folder)).filter((name) => name.startsWith('.') && VISIBLE.test(name.slice(1)))
  await Promise.all(unborn.map((name) => unlink(join(folder, name)).catch(() => undefined)))
}

function inUse(root: string, folder: string, { name, answer }: Rival): StoreOpenError {
  if (answer.state === 'unknown') {
    return new StoreOpenError(
      `Whether another server uses the data folder ${root} cannot be told (${answer.code} at ${join(folder, name)}). ` +
        'If none does, remove that file and start again.',
    )
  }
  const pid = 'pid' in answer && answer.pid !== null ? `process ${answer.pid}` : 'another process'
  const host = 'host' in answer && answer.host !== null ? ` on ${answer.host}` : ''
  return new StoreOpenError(
    `The data folder ${root} is in use by ${pid}${host}. One folder belongs to one server: ` +
      'stop that one first, or give this one another DATA_DIR.',
    { isInUse: true },
  )
}
