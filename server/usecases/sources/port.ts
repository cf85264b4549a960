import type { Source } from '../../../shared/source-file.ts'
import type { SourceRefusal } from '../../domain/mirror/pressed.ts'
import type { SourceLedger } from './ledger.ts'
import type { LetterPress, PressedLetter } from './pressed-letter.ts'
import type { SourcePeople } from './source-people.ts'

/**
 * What became of handing a press to its source. `accepted`: it said nothing, and is told again; `silent`: it said nothing,
 * and is told no more.
 */
export type HandedPress = { is: 'taken' | 'accepted' | 'silent' } | { is: 'refused'; refusal: SourceRefusal }

/** `status` null: none came. */
export type SourceAnswer = { at: number; status: number | null; error: string | null }

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
  /**
   * Tells a source of a press that is stored, within the time that it has, and stores what it says. Whoever asks for the
   * same meanwhile gets the same.
   */
  handPress: (instanceId: string, number: number) => Promise<HandedPress>
  /** Tells a source of a press on a card of its own, once: nothing of it is stored, so silence refuses it. */
  handLetter: (press: PressedLetter, to: LetterPress) => Promise<HandedPress>
  /** What it said to a decision last; null: it was never told of one. */
  lastAnswer: (source: string) => Promise<SourceAnswer | null>
}
