/**
 * Makes the names in a folder durable. One call stands for all who asked since the one before it began: a call
 * that already runs may have begun before their rename.
 */
export function createFolderSync(sync: (folder: string) => Promise<void>): (folder: string) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  const waiting = new Map<string, Promise<void>>()

  const begin = (folder: string): Promise<void> => {
    const run = sync(folder).finally(() => {
      if (running.get(folder) === run) running.delete(folder)
    })
    running.set(folder, run)
    return run
  }
  return (folder) => {
    const current = running.get(folder)
    if (!current) return begin(folder)
    const next = waiting.get(folder)
    if (next) return next
    const queued = current
      .catch(() => undefined)
      .then(() => {
        waiting.delete(folder)
        return begin(folder)
      })
    waiting.set(folder, queued)
    return queued
  }
}
