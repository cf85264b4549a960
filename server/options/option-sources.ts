import { LRUCache } from 'lru-cache'
import { createConcurrencyLimit, type ConcurrencyLimit } from '../runtime/concurrency-limit.ts'
import { WITHIN_MS, type AskSource } from './ask-source.ts'
import { createFind } from './find-options.ts'
import { sorted, toKey } from './question-key.ts'
import {
  OptionsUnavailable,
  type OptionQuestion,
  type OptionsFailure,
  type OptionsPage,
  type OptionsPort,
} from './port.ts'

/** How long an answer will do while somebody looks; what is submitted is asked for anew. */
const KEPT_MS = 60_000
/** Options, however many answers they are in. */
const MOST_KEPT = 50_000
/** At a time, of one source: one that hangs holds up nobody else's. */
const AT_ONCE = 8
/** For a turn among those who submit at the same time. */
const LONGEST_WAIT_MS = 10_000

type Deps = {
  askSource: AskSource
  /** Milliseconds of a clock that only runs forward. */
  elapsed: () => number
  /** After each request to a source. */
  onAnswer: (source: string, outcome: 'answered' | OptionsFailure, error?: OptionsUnavailable) => void
}

type Kept = { page: OptionsPage; at: number }

/** Asks other people's systems, each question once at a time, and remembers for a minute what they said. */
export function createOptionSources({ askSource, elapsed, onAnswer }: Deps): OptionsPort {
  const kept = new LRUCache<string, Kept>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ page }) => page.options.length + 1,
  })
  const underWay = new Map<string, Promise<OptionsPage>>()
  const limits = new Map<string, ConcurrencyLimit>()

  const limitOf = ({ from }: OptionQuestion['source']): ConcurrencyLimit => {
    const limit = limits.get(from) ?? createConcurrencyLimit(AT_ONCE)
    limits.set(from, limit)
    return limit
  }
  const askInTurn = async (key: string, question: OptionQuestion, within: number): Promise<OptionsPage> => {
    const since = elapsed()
    const page = await limitOf(question.source)(async () => {
      if (elapsed() - since > within) throw tooLate(question)
      return askSource(question)
    }, question.userId)
    kept.set(key, { page, at: elapsed() })
    return page
  }
  const ask = (question: OptionQuestion, within: number): Promise<OptionsPage> => {
    const key = keyOf(question)
    const other = underWay.get(key)
    if (other) return other
    const asked = askInTurn(key, question, within)
      .then(...told(question, onAnswer))
      .finally(() => underWay.delete(key))
    underWay.set(key, asked)
    return asked
  }
  const find = createFind((question) => ask(question, LONGEST_WAIT_MS), elapsed)

  return {
    async list(question) {
      const known = kept.get(keyOf(question))
      const isFresh = known !== undefined && elapsed() - known.at < KEPT_MS
      const page = isFresh ? known.page : await inTime(question, ask(question, WITHIN_MS))
      find.saw(question, page)
      return page
    },
    find: find.find,
  }
}

const told = (
  question: OptionQuestion,
  onAnswer: Deps['onAnswer'],
): [(page: OptionsPage) => OptionsPage, (error: unknown) => never] => [
  (page) => {
    onAnswer(sourceName(question), 'answered')
    return page
  },
  (error) => {
    if (error instanceof OptionsUnavailable) onAnswer(sourceName(question), error.why, error)
    throw error
  },
]

/** Whoever looks does not wait for others' turns longer than for the source. */
async function inTime(question: OptionQuestion, asked: Promise<OptionsPage>): Promise<OptionsPage> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(tooLate(question))
    }, WITHIN_MS)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

const tooLate = (question: OptionQuestion): OptionsUnavailable =>
  new OptionsUnavailable('no_answer', `${sourceName(question)} did not answer in time`)

const sourceName = ({ source: { from } }: OptionQuestion): string =>
  URL.canParse(from) ? new URL(from).host : 'no address'

/** What the answer may depend on; the language where the source is told it. */
function keyOf({ source, userId, linkage, query, page, locale }: OptionQuestion): string {
  const { from, tokenEnv, keyEnv, search } = source
  return toKey([from, tokenEnv, keyEnv, userId, sorted(linkage), ...(search ? [query, page, locale] : [])])
}
