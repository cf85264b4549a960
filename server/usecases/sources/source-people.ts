import type { Source } from '../../../shared/source-file.ts'
import type { MirroredPerson } from '../../domain/mirror/mirror.ts'
import type { PeoplePort } from '../../feishu/port.ts'
import type { OperatorLog } from '../context.ts'

/** Who is meant by what sources call people. */
export type SourcePeople = {
  /**
   * Those of them who are known, by the source's names. Whoever cannot be looked up now counts as unknown: nothing
   * waits for Feishu.
   */
  find: (
    source: Pick<Source, 'id' | 'people'>,
    names: readonly string[],
  ) => Promise<Record<string, MirroredPerson>>
  /** Differs when a file of people says something else. */
  versions: (sources: readonly Pick<Source, 'people'>[]) => Promise<string>
  /** Nobody counts as unknown any more only because they were a while ago. */
  forgetUnknown: () => void
}

/** What a file of people says: user_ids or open_ids by the source's names. `version` differs when it says something else. */
export type PeopleFile = { version: string; ids: ReadonlyMap<string, string> }

type Deps = {
  people: Pick<PeoplePort, 'person' | 'idsOf'>
  readFile: (name: string) => Promise<PeopleFile>
  elapsed: () => number
  log: Pick<OperatorLog, 'warn'>
}

/** How long a name stands for somebody, or for nobody. */
const TTL_MS = 10 * 60_000
const MOST_NAMES = 20_000
/** Names out of thin air cost calls to Feishu: of one source so many are looked up in a minute. */
const MOST_LOOKUPS = 600
const MINUTE_MS = 60_000
/** Where contacts do not answer, pushes do not wait for each of them to find out. */
const SILENT_MS = 15_000

type Remembered = { id: string | undefined; until: number }

export function createSourcePeople({ people, readFile, elapsed, log }: Deps): SourcePeople {
  const ids = new Map<string, Remembered>()
  const lookups = new Map<string, { since: number; used: number }>()
  let silentUntil = 0

  const keep = (key: string, id: string | undefined): void => {
    ids.delete(key)
    ids.set(key, { id, until: elapsed() + TTL_MS })
    const [oldest] = ids.keys()
    if (ids.size > MOST_NAMES && oldest !== undefined) ids.delete(oldest)
  }
  const fallSilent = (source: string, reason: string): void => {
    silentUntil = elapsed() + SILENT_MS
    log.warn({ source, reason }, 'contacts do not answer: whom a source names is looked up later')
  }
  /** As many as may be asked for now. */
  const allowed = (source: string, names: readonly string[]): readonly string[] => {
    const known = lookups.get(source)
    const window = known && elapsed() - known.since < MINUTE_MS ? known : { since: elapsed(), used: 0 }
    lookups.set(source, window)
    const some = names.slice(0, Math.max(0, MOST_LOOKUPS - window.used))
    window.used += some.length
    return some
  }

  /** user_ids or open_ids by name, of those that stand for somebody. */
  const idsFor = async (source: Pick<Source, 'id' | 'people'>, names: readonly string[]) => {
    const found = new Map<string, string>()
    const by = source.people
    if (typeof by === 'object') {
      const { ids: inFile } = await readFile(by.file)
      for (const name of names) {
        const id = inFile.get(name)
        if (id !== undefined) found.set(name, id)
      }
      return found
    }
    const unseen: string[] = []
    for (const name of names) {
      const known = ids.get(`${by} ${name}`)
      if (!known || elapsed() >= known.until) unseen.push(name)
      else if (known.id !== undefined) found.set(name, known.id)
    }
    const asked = elapsed() < silentUntil ? [] : allowed(source.id, unseen)
    if (asked.length === 0) return found
    if (by === 'user_id') {
      for (const name of asked) found.set(name, name)
      return found
    }
    const answer = await people.idsOf(by, asked)
    if (!answer.ok) {
      fallSilent(source.id, answer.failure.message)
      return found
    }
    for (const name of asked) {
      const id = answer.value.get(name)
      keep(`${by} ${name}`, id)
      if (id !== undefined) found.set(name, id)
    }
    return found
  }

  return {
    async find(source, names) {
      const found = await idsFor(source, [...new Set(names)])
      const known: Record<string, MirroredPerson> = {}
      await Promise.all(
        [...found].map(async ([name, id]) => {
          const answer = await people.person(id)
          if (!answer.ok)
            return void (elapsed() >= silentUntil && fallSilent(source.id, answer.failure.message))
          if (source.people === 'user_id') keep(`user_id ${name}`, answer.value && name)
          if (!answer.value) return
          const { userId, openId, name: called } = answer.value
          Object.defineProperty(known, name, {
            value: { userId, openId, name: called },
            enumerable: true,
            configurable: true,
            writable: true,
          })
        }),
      )
      return known
    },
    async versions(sources) {
      const files = sources.flatMap(({ people: by }) => (typeof by === 'object' ? [by.file] : []))
      const read = await Promise.all([...new Set(files)].map((file) => readFile(file)))
      return JSON.stringify(read.map(({ version }) => version))
    },
    forgetUnknown() {
      for (const [key, { id }] of ids) if (id === undefined) ids.delete(key)
      silentUntil = 0
    },
  }
}
