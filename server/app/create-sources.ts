import { createPeopleFiles } from '../definitions/read-people-file.ts'
import { createSourcesReader } from '../definitions/read-sources.ts'
import type { PeoplePort } from '../feishu/port.ts'
import type { Clock } from '../runtime/clock.ts'
import { createConcurrencyLimit } from '../runtime/concurrency-limit.ts'
import type { Log } from '../runtime/logger.ts'
import { createSourceLedger } from '../usecases/sources/ledger.ts'
import type { SourcesPort } from '../usecases/sources/port.ts'
import { createSourcePeople } from '../usecases/sources/source-people.ts'

/** Pushes that are stored at the same time, of all sources together. */
const AT_ONCE = 8

type Presses = Pick<SourcesPort, 'handPress' | 'handLetter' | 'lastAnswer'>

type Deps = {
  folder: string
  people: Pick<PeoplePort, 'person' | 'idsOf'>
  clock: Clock
  log: Log
}

/** Other systems whose approvals are shown here. `kinds.tell` and `presses` are set once there is
 * somebody to tell. */
export function createSources({ folder, people, clock, log }: Deps): {
  port: SourcesPort
  ids: () => Promise<readonly string[]>
  kinds: { tell: (code: string) => void }
  presses: Presses
} {
  const { now, elapsed } = clock
  const kinds = { tell: (_code: string): void => undefined }
  const presses: Presses = {
    handPress: () => Promise.reject(new Error('nothing hands decisions on yet')),
    handLetter: () => Promise.reject(new Error('nothing hands decisions on yet')),
    lastAnswer: async () => null,
  }
  const limit = createConcurrencyLimit(AT_ONCE)
  const port: SourcesPort = {
    read: createSourcesReader(folder, { elapsed, log }).read,
    people: createSourcePeople({ people, readFile: createPeopleFiles(folder, log), elapsed, log }),
    ledger: createSourceLedger({ now, elapsed }),
    tellOfKind: (code) => {
      kinds.tell(code)
    },
    inTurn: (source, work) => limit(work, source),
    handPress: (instanceId, number) => presses.handPress(instanceId, number),
    handLetter: (press, to) => presses.handLetter(press, to),
    lastAnswer: (source) => presses.lastAnswer(source),
  }
  return { port, ids: async () => (await port.read()).map(({ id }) => id), kinds, presses }
}
