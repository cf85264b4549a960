import type {
  DefinitionPlan,
  DefinitionsApplied,
  EndpointChange,
  FileFault,
} from '../../shared/operator-api.ts'
import type { Definition } from '../../shared/definition.ts'
import type { Clock } from '../runtime/clock.ts'
import type { PeoplePort } from '../feishu/port.ts'
import {
  applyDefinitions,
  planDefinitions,
  type Applied,
  type ApplyOptions,
  type DefinitionsDeps,
} from './apply.ts'
import { checkFiles } from './check-files.ts'
import type { SourceFaults } from './outside-options.ts'
import type { EndpointFaults } from './read-webhooks.ts'
import { readDefinitionFiles, type DefinitionFiles } from './read-files.ts'
import { createRegistration, type Registration } from './standing.ts'

export type Registry = Registration & {
  /** What `apply` would change, whom it would tell, and the files it would refuse. */
  plan: () => Promise<DefinitionPlan>
  /**
   * Reads the files again and tells Feishu. Definitions whose file is gone are retired, but only while every
   * file can be read: a typo or a folder that is not mounted takes no approval from anybody.
   */
  apply: () => Promise<DefinitionsApplied>
  /** Like `apply`, but retires nothing; goes on until `signal` is aborted, and tries again what Feishu did not take. */
  register: (signal: AbortSignal) => Promise<void>
  /** Tells Feishu of a definition that is stored and has no file; what it does not take is tried again like the others. */
  tellOf: (code: string) => void
  /** What was refused of the files when they were read the last time to be applied. */
  faults: () => readonly FileFault[]
}

type RegistryDeps = DefinitionsDeps & {
  folder: string
  clock: Clock
  people: Pick<PeoplePort, 'person' | 'department'>
  /** Ids of the other systems whose kinds of approvals are to stay. */
  sources?: () => Promise<readonly string[]>
  sourceFaults?: SourceFaults
  endpointFaults?: EndpointFaults
  /** Who is told of events, by the file beside the definitions. */
  endpoints?: EndpointFile
  log: { info: (facts: object, words: string) => void; warn: (facts: object, words: string) => void }
}

export type EndpointFile = {
  plan: () => Promise<EndpointChange[]>
  /** Reads the file again. One that is refused changes nothing. */
  apply: () => Promise<{ changes: EndpointChange[]; faults: FileFault[] }>
}

const NO_ENDPOINTS: EndpointFile = { plan: async () => [], apply: async () => ({ changes: [], faults: [] }) }

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000
/** What Feishu refuses is not made right by asking: a free tenant has 10,000 calls a month. */
const REFUSED_PAUSE_MS = 3_600_000
/** How soon it is noticed that a later apply, by an operator, left something to be tried again. */
const LOOK_AGAIN_MS = 5_000

/** The definitions of one folder, and how far Feishu knows them. One apply runs at a time. */
export function createRegistry(parts: RegistryDeps): Registry {
  const { folder, clock, log, people, endpointFaults, endpoints = NO_ENDPOINTS, ...deps } = parts
  const { applied: noteApplied, appliedSome, failed, ...registration } = createRegistration(clock.now)
  const told = new Map<string, string>()
  let lastFaults: readonly FileFault[] = []

  const alone = createQueue()
  const apply = (options: ApplyOptions) =>
    alone(async () => {
      const files = await readFiles(parts)
      const retire = options.retire && files.isWhole
      const all = [...files.definitions, ...(await kindsOfSources(parts))]
      const applied = await applyDefinitions(deps, all, { ...options, retire })
      const webhooks = await endpoints.apply()
      lastFaults = [...files.faults, ...webhooks.faults]
      noteApplied(applied)
      reportChanges(log, applied)
      return { applied, files, webhooks }
    })

  const attempt = async (first: boolean): Promise<void> => {
    try {
      const { applied, files, webhooks } = await apply({ retire: false, createAgain: false })
      if (first) reportFiles(log, folder, files, webhooks.faults)
      reportApplied(log, applied, told)
    } catch (error) {
      // The folder cannot be read, or the store cannot be written: both may pass.
      failed(folder, reportFailure(log, folder, error))
    }
  }

  const tell: Telling = {
    applied(some) {
      appliedSome(some)
      reportApplied(log, some, told)
    },
    failed: (error) => failed(folder, reportFailure(log, folder, error)),
  }
  return {
    plan: async () => {
      const files = await readFiles(parts)
      const all = [...files.definitions, ...(await kindsOfSources(parts))]
      const changes = await planDefinitions(deps, all, { retire: files.isWhole })
      const about = await checkFiles(folder, people, files, endpointFaults)
      return { changes, notTaken: [...registration.notTaken()], webhooks: await endpoints.plan(), ...about }
    },
    apply: async () => {
      const { applied: all, files, webhooks } = await apply({ retire: true, createAgain: true })
      const applied = all.map(({ again: _, ...change }) => change)
      return {
        applied,
        webhooks: webhooks.changes,
        ...(await checkFiles(folder, people, files, endpointFaults)),
      }
    },
    register: (signal) => keepTrying(registration, attempt, clock, signal),
    tellOf: onceAtATime((code) => alone(() => tellOne(deps, code, tell))),
    ...registration,
    faults: () => lastFaults,
  }
}

/** Until all are taken, and anew when a later apply left something. */
async function keepTrying(
  registration: Pick<Registration, 'isComplete' | 'notTaken'>,
  attempt: (first: boolean) => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  for (let first = true; !signal.aborted; first = false) {
    if (!registration.isComplete()) await attempt(first)
    const complete = registration.isComplete()
    const refused = registration.notTaken().every(({ again }) => !again)
    pauseMs = complete ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, refused ? REFUSED_PAUSE_MS : LONGEST_PAUSE_MS)
    await clock.sleep(complete ? LOOK_AGAIN_MS : pauseMs, signal)
  }
}

/** One after another. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = running.then(work)
    running = result.catch(() => undefined)
    return result
  }
}

type Telling = { applied: (some: readonly Applied[]) => void; failed: (error: unknown) => void }

/** Tells Feishu of one that is stored. */
async function tellOne(deps: DefinitionsDeps, code: string, { applied, failed }: Telling): Promise<void> {
  try {
    const record = await deps.store.read(code)
    if (!record) return
    applied(await applyDefinitions(deps, [record.definition], { retire: false, createAgain: false }))
  } catch (error) {
    failed(error)
  }
}

/** Of what is under way already nothing is begun. */
function onceAtATime(work: (key: string) => Promise<void>): (key: string) => void {
  const underWay = new Set<string>()
  return (key) => {
    if (underWay.has(key)) return
    underWay.add(key)
    void work(key).finally(() => underWay.delete(key))
  }
}

/** They are made by what their systems push, and have no file. */
async function kindsOfSources({ store, sources }: RegistryDeps): Promise<Definition[]> {
  const ids = (await sources?.()) ?? []
  const all = await store.list()
  return all.flatMap(({ source, definition }) =>
    source !== undefined && ids.includes(source) ? [definition] : [],
  )
}

async function readFiles({ folder, sourceFaults, store }: RegistryDeps): Promise<DefinitionFiles> {
  const stored = await store.list()
  return readDefinitionFiles(folder, sourceFaults, new Set(stored.map(({ code }) => code)))
}

function reportFailure(log: RegistryDeps['log'], folder: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  log.warn({ folder, error: reason }, 'definitions could not be registered; it is tried again')
  return reason
}

function reportFiles(
  log: RegistryDeps['log'],
  folder: string,
  { definitions, faults }: DefinitionFiles,
  endpointFaults: readonly FileFault[],
): void {
  for (const fault of faults) log.warn(fault, 'a definition file was refused; what is live stays live')
  for (const fault of endpointFaults)
    log.warn(fault, 'the list of endpoints was refused; who was told before is told')
  if (definitions.length === 0 && faults.length === 0) log.info({ folder }, 'there are no definition files')
}

/** A line for each difference to what was live before; so the log says who decides since when. */
function reportChanges(log: RegistryDeps['log'], applied: readonly Applied[]): void {
  for (const { code: definition, change, version, edits, underWay } of applied) {
    if (version.from === null) log.info({ definition, version: version.to }, 'a definition is new')
    for (const edit of edits) {
      log.info({ definition, version: version.to, ...edit, underWay: underWay.count }, 'a definition changed')
    }
    if (change === 'retire') {
      log.info({ definition, underWay: underWay.count }, 'a definition has no file any more and is retired')
    }
  }
}

/** Each word of Feishu's once, however often it is asked again. */
function reportApplied(
  log: RegistryDeps['log'],
  applied: readonly Applied[],
  told: Map<string, string>,
): void {
  for (const { code, change, error, again } of applied) {
    if (error === null) {
      told.delete(code)
      if (change !== 'none') log.info({ definition: code, change }, 'Feishu has the definition')
      continue
    }
    if (told.get(code) === error) continue
    told.set(code, error)
    const next = again ? 'it is tried again' : 'the others are served; mend it, then run definitions apply'
    log.warn({ definition: code, error }, `Feishu did not take a definition; ${next}`)
  }
}
