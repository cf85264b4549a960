import type { DefinitionPlan, DefinitionsApplied, FileFault } from '../../shared/api.ts'
import type { Definition } from '../../shared/definition.ts'
import type { Clock } from '../runtime/clock.ts'
import { applyDefinitions, planDefinitions, type DefinitionsDeps } from './apply.ts'
import { readDefinitionFiles } from './read-files.ts'

export type Registry = {
  /** What `apply` would tell Feishu, and the files it would refuse. */
  plan: () => Promise<DefinitionPlan>
  /** Reads the files again and tells Feishu; definitions whose file is gone are retired. */
  apply: () => Promise<DefinitionsApplied>
  /** Like `apply`, but retires nothing, and goes on trying until Feishu has taken them all or `signal` is aborted. */
  register: (signal: AbortSignal) => Promise<void>
  /** Per definition code: why Feishu did not take it the last time. */
  errors: () => ReadonlyMap<string, string>
  /** Whether Feishu has taken all that it was told since the start. */
  isComplete: () => boolean
}

type RegistryDeps = DefinitionsDeps & {
  folder: string
  clock: Clock
  log: { info: (facts: object, words: string) => void; warn: (facts: object, words: string) => void }
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/** The definitions of one folder, and how far Feishu knows them. One apply runs at a time. */
export function createRegistry({ folder, clock, log, ...deps }: RegistryDeps): Registry {
  const errors = new Map<string, string>()
  let complete = false
  let running: Promise<unknown> = Promise.resolve()

  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const result = running.then(work)
    running = result.catch(() => undefined)
    return result
  }
  const apply = (retire: boolean) =>
    alone(async () => {
      const { definitions, faults } = await readDefinitionFiles(folder)
      const applied = await applyDefinitions(deps, definitions, { retire })
      errors.clear()
      for (const { code, error } of applied) if (error !== null) errors.set(code, error)
      complete = errors.size === 0
      return { applied, faults, definitions }
    })

  return {
    plan: async () => {
      const { definitions, faults } = await readDefinitionFiles(folder)
      return { changes: await planDefinitions(deps, definitions, { retire: true }), faults }
    },
    apply: async () => {
      const { applied, faults } = await apply(true)
      return { applied, faults }
    },
    register: async (signal) => {
      for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        const first = pauseMs === FIRST_PAUSE_MS
        const { applied, faults, definitions } = await apply(false)
        if (first) report(log, folder, definitions, faults)
        for (const { code, change, error } of applied) {
          if (error !== null)
            log.warn({ definition: code, error }, 'Feishu did not take a definition; it is tried again')
          else if (change !== 'none') log.info({ definition: code, change }, 'Feishu has the definition')
        }
        if (complete) return
        await clock.sleep(pauseMs, signal)
      }
    },
    errors: () => errors,
    isComplete: () => complete,
  }
}

function report(
  log: RegistryDeps['log'],
  folder: string,
  definitions: readonly Definition[],
  faults: readonly FileFault[],
): void {
  for (const fault of faults) log.warn(fault, 'a definition file was refused; what is live stays live')
  if (definitions.length === 0 && faults.length === 0) log.info({ folder }, 'there are no definition files')
}
