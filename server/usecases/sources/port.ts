import type { Source } from '../../../shared/source-file.ts'
import type { SourceLedger } from './ledger.ts'
import type { SourcePeople } from './source-people.ts'

/** Other systems whose approvals are shown here, as far as use cases have to do with them. */
export type SourcesPort = {
  /** As `sources.yaml` says now; while it is refused, as it said last. */
  read: () => Promise<readonly Source[]>
  people: SourcePeople
  ledger: SourceLedger
  /** Tells Feishu of a kind of approval that is stored. It goes on by itself, and is tried again. */
  tellOfKind: (code: string) => void
  /** Runs work when it is this source's turn, so that one that sends much keeps nobody waiting. */
  inTurn: <T>(source: string, work: () => Promise<T>) => Promise<T>
}
