import { TEXTS } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import type { Event, HistoryEntry } from './instance.ts'

/** What people may add without carrying the approval on, each with a room of its own. */
type Kind = 'said' | 'submitted_again'

/** In characters of JSON. A form that is large has room to be submitted again a few times all the same. */
export const MOST_SAID = 150_000
const MOST_SUBMITTED_AGAIN = 1_000_000
const LARGE_FORMS = 10

/** What a message that waits to be sent takes, for each who is mentioned. */
const MENTION = 200

const WORDS = { said: TEXTS.tooMuchSaid, submitted_again: TEXTS.tooMuchSubmitted }

/**
 * A record is read and written as a whole, so what people may add to it any number of times is bounded. What they
 * decide is not: tasks are few. Throws `too_much_said`.
 */
export function assertGrowth(history: readonly HistoryEntry[], entries: readonly HistoryEntry[]): void {
  const kind = entries[0] && kindOf(entries[0])
  if (!kind) return
  const adds = sizeOf(entries, kind)
  const room = kind === 'said' ? MOST_SAID : Math.max(MOST_SUBMITTED_AGAIN, LARGE_FORMS * adds)
  if (sizeOf(history, kind) + adds <= room) return
  throw new AppError('too_much_said', WORDS[kind]['en-US'], { words: WORDS[kind] })
}

function kindOf({ by, event }: HistoryEntry): Kind | undefined {
  return by === null ? undefined : KIND_OF[event.type]
}

/** Copies are few, but each may bring a reason along. */
const KIND_OF: Partial<Record<Event['type'], Kind>> = {
  commented: 'said',
  urged: 'said',
  cc_added: 'said',
  resubmitted: 'submitted_again',
}

function sizeOf(entries: readonly HistoryEntry[], kind: Kind): number {
  const own = entries.filter((entry) => kindOf(entry) === kind)
  return own.reduce((sum, { event }) => sum + JSON.stringify(event).length + MENTION * mentionsIn(event), 0)
}

const mentionsIn = (event: Event): number => (event.type === 'commented' ? event.mentions.length : 0)
