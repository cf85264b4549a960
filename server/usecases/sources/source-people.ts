import type { Source } from '../../../shared/source-file.ts'
import type { MirroredPerson } from '../../domain/mirror/mirror.ts'
import type { PeoplePort, PersonKey } from '../../feishu/port.ts'
import { createNameMemory, type NameMemory } from './name-memory.ts'

type Named = Pick<Source, 'id' | 'people'>

/** Who is meant by what sources call people. */
export type SourcePeople = {
  /**
   * Those of them who are known, by the source's names. Whoever cannot be looked up now counts as unknown: nothing
   * waits for Feishu.
   */
  find: (source: Named, names: readonly string[]) => Promise<Record<string, MirroredPerson>>
  /** Differs when a file of people says something else. */
  versions: (sources: readonly Pick<Source, 'people'>[]) => Promise<string>
  /** Nobody counts as unknown any more only because they were a while ago. */
  forgetUnknown: () => void
  /** Contacts did not answer just now: whoever is looked for is not found. */
  isSilent: () => boolean
  /** Somebody was not found as contacts did not answer, and they may be asked again. */
  isOwed: () => boolean
}

/** What a file of people says: user_ids or open_ids by the source's names. `version` differs when it says something else. */
export type PeopleFile = { version: string; ids: ReadonlyMap<string, string> }

type Deps = {
  people: Pick<PeoplePort, 'person' | 'idsOf'>
  readFile: (name: string) => Promise<PeopleFile>
  elapsed: () => number
  log: { warn: (facts: object, words: string) => void }
}

/** Where contacts do not answer, pushes do not wait for each of them to find out. */
const SILENT_MS = 15_000

/** `fell`: contacts do not answer, and are left alone for a while; `missed`: so somebody is not looked up. */
type Silence = {
  lasts: () => boolean
  fell: (source: string, reason: string) => void
  missed: () => void
  isOwed: () => boolean
  end: () => void
}

export function createSourcePeople(deps: Deps): SourcePeople {
  const { people, readFile, elapsed } = deps
  const memory = createNameMemory(elapsed)
  const silence = createSilence(deps)
  const idsOf = createIdsOf(deps, memory, silence)

  const personOf = async ({ id, people: by }: Named, name: string, theirId: string) => {
    const answer = await people.person(theirId)
    if (!answer.ok) {
      silence.fell(id, answer.failure.message)
      return []
    }
    if (by === 'user_id') memory.keep(`user_id ${name}`, answer.value && name)
    if (!answer.value) return []
    const { userId, openId, name: called } = answer.value
    return [[name, { userId, openId, name: called }] as const]
  }
  return {
    async find(source, names) {
      const found = await idsOf(source, [...new Set(names)])
      const known = await Promise.all([...found].map(([name, id]) => personOf(source, name, id)))
      return Object.fromEntries(known.flat())
    },
    async versions(sources) {
      const files = sources.flatMap(({ people: by }) => (typeof by === 'object' ? [by.file] : []))
      const read = await Promise.all([...new Set(files)].map((file) => readFile(file)))
      return JSON.stringify(read.map(({ version }) => version))
    },
    forgetUnknown() {
      memory.forgetUnknown()
      silence.end()
    },
    isSilent: silence.lasts,
    isOwed: silence.isOwed,
  }
}

function createSilence({ elapsed, log }: Pick<Deps, 'elapsed' | 'log'>): Silence {
  let until = 0
  let owes = false
  const lasts = (): boolean => elapsed() < until
  return {
    lasts,
    fell(source, reason) {
      if (!lasts())
        log.warn({ source, reason }, 'contacts do not answer: whom a source names is looked up later')
      until = elapsed() + SILENT_MS
      owes = true
    },
    missed: () => (owes = true),
    isOwed: () => owes && !lasts(),
    end() {
      until = 0
      owes = false
    },
  }
}

/** user_ids or open_ids by name, of those that stand for somebody. */
function createIdsOf({ people, readFile }: Deps, memory: NameMemory, silence: Silence) {
  const inFile = async (file: string, names: readonly string[]): Promise<Map<string, string>> => {
    const { ids } = await readFile(file)
    return new Map(
      names.flatMap((name) => {
        const id = ids.get(name)
        return id === undefined ? [] : [[name, id]]
      }),
    )
  }
  const ask = async (source: string, by: PersonKey, names: readonly string[]) => {
    const answer = await people.idsOf(by, names)
    if (!answer.ok) {
      silence.fell(source, answer.failure.message)
      return new Map<string, string>()
    }
    for (const name of names) memory.keep(`${by} ${name}`, answer.value.get(name))
    return answer.value
  }
  return async ({ id, people: by }: Named, names: readonly string[]): Promise<Map<string, string>> => {
    if (typeof by === 'object') return inFile(by.file, names)
    const found = new Map<string, string>()
    const unseen: string[] = []
    for (const name of names) {
      const known = memory.recall(`${by} ${name}`)
      if (!known) unseen.push(name)
      else if (known.id !== undefined) found.set(name, known.id)
    }
    if (unseen.length > 0 && silence.lasts()) {
      silence.missed()
      return found
    }
    const asked = memory.allowed(id, unseen)
    if (asked.length === 0) return found
    if (by === 'user_id') return new Map([...found, ...asked.map((name) => [name, name] as const)])
    const answered = await ask(id, by, asked)
    return new Map([...found, ...[...answered].filter(([name]) => asked.includes(name))])
  }
}
