import type { Log } from './logger.ts'

const MOST_REMEMBERED = 10_000

/** Warns of the same facts once as long as the process lives. */
export function createWarnOnce(log: Pick<Log, 'warn'>, words: string): (facts: object) => void {
  const told = new Set<string>()
  return (facts) => {
    const key = JSON.stringify(facts)
    if (told.has(key)) return
    if (told.size >= MOST_REMEMBERED) told.clear()
    told.add(key)
    log.warn(facts, words)
  }
}
