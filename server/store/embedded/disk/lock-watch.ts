import { lstatSync } from 'node:fs'

/** Whether what lay at a path still does. */
export type LockWatch = {
  /** A look at the disk, a few µs. Once false it stays so. */
  isHeld(): boolean
  /** Calls back once, within half a second of it. Does not keep the process alive. */
  onLost(listener: () => void): void
  stop(): void
}

const LOOK_EVERY_MS = 400

/**
 * Watches a lock's own file: it is lost when the file is gone or another's lies in its place, as after its folder was
 * removed, moved away or restored from a copy.
 */
export function watchLock(path: string): LockWatch {
  const own = identityOf(path)
  let held = own !== undefined
  let listener: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined

  const isHeld = (): boolean => {
    held &&= identityOf(path) === own
    return held
  }
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  const look = (): void => {
    if (isHeld()) return
    stop()
    listener?.()
  }
  return {
    isHeld,
    onLost(told) {
      listener = told
      timer ??= setInterval(look, LOOK_EVERY_MS).unref()
    },
    stop,
  }
}

/** The birth as well, as a copy may get the number of the inode that it replaces. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino, birthtimeNs } = lstatSync(path, { bigint: true })
    return `${dev} ${ino} ${birthtimeNs}`
  } catch {
    return undefined
  }
}
