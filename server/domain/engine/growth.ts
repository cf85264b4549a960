import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { isPlain, VERBS } from '../../../shared/verbs/index.ts'
import type { VerbSpec } from '../../../shared/verbs/parts.ts'
import { AppError } from '../errors.ts'
import type { Act } from '../act.ts'

/** What people may add without carrying the approval on, each with a room of its own. */
type Kind = 'said' | 'said_by_services' | 'submitted_again'

/** In characters of JSON. A form that is large has room to be submitted again a few times all the same. */
export const MOST_SAID = 150_000
/** What systems say takes no room from people, and of the comments that there may be half at most. */
const MOST_SAID_BY_SERVICES = 75_000
const MOST_ACTS_OF_SERVICES = 100
const MOST_SUBMITTED_AGAIN = 1_000_000
const LARGE_FORMS = 10

/** What a message that waits to be sent takes, for each who is mentioned. */
const MENTION = 200

const WORDS = {
  said: REFUSAL_TEXTS.tooMuchSaid,
  said_by_services: REFUSAL_TEXTS.tooMuchSaid,
  submitted_again: REFUSAL_TEXTS.tooMuchSubmitted,
}

/**
 * A record is read and written as a whole, so what people may add to it any number of times is bounded. What they
 * decide is not: tasks are few. Throws `too_much_said`.
 */
export function assertGrowth(history: readonly Act[], act: Act): void {
  const kind = kindOf(act)
  if (!kind) return
  const adds = sizeOf(act)
  const before = history.filter((one) => kindOf(one) === kind)
  const said = before.reduce((sum, one) => sum + sizeOf(one), 0)
  const isOneMore = kind !== 'said_by_services' || before.length < MOST_ACTS_OF_SERVICES
  if (isOneMore && said + adds <= roomFor(kind, adds)) return
  throw new AppError('too_much_said', WORDS[kind]['en-US'], { words: WORDS[kind] })
}

function roomFor(kind: Kind, adds: number): number {
  switch (kind) {
    case 'said':
      return MOST_SAID
    case 'said_by_services':
      return MOST_SAID_BY_SERVICES
    case 'submitted_again':
      return Math.max(MOST_SUBMITTED_AGAIN, LARGE_FORMS * adds)
  }
}

/** A verb that adds without carrying the approval on answers `too_much_said`, and says so in its spec. */
function kindOf({ verb, service }: Act): Kind | undefined {
  if (verb === 'resubmit') return 'submitted_again'
  if (!isPlain(verb)) return undefined
  const { errors }: Pick<VerbSpec, 'errors'> = VERBS[verb]
  if (!errors.includes('too_much_said')) return undefined
  return service === undefined ? 'said' : 'said_by_services'
}

const sizeOf = (act: Act): number =>
  JSON.stringify(act).length + (act.verb === 'comment' ? MENTION * act.people.length : 0)
