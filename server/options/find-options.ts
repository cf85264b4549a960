import { LRUCache } from 'lru-cache'
import { sorted, toKey } from './question-key.ts'
import {
  OptionsUnavailable,
  type FoundOptions,
  type OptionQuestion,
  type OptionsPage,
  type OptionsPort,
  type OutsideOption,
} from './port.ts'

/** Options of sources that search, with the question they were last an answer to. */
const MOST_SEEN = 20_000
/** For options that nobody was shown here: what a program submits, or what was chosen before a restart. */
const MOST_PAGES = 20
const MOST_QUERIES = 5
/** Whoever submits waits no longer, and one answer more. */
const LOOKING_MS = 8_000

type Ask = (question: OptionQuestion) => Promise<OptionsPage>
type Wanted = {
  question: OptionQuestion
  values: Set<string>
  found: Map<string, OutsideOption>
  until: number
}

/**
 * Looks values up. The page knows no question for one option, so a source that searches is asked again what the option
 * was an answer to, then for the id itself, then for its first pages. A value that stands nowhere is an option of none
 * only where the source was read to its end.
 */
export function createFind(
  ask: Ask,
  elapsed: () => number,
): Pick<OptionsPort, 'find'> & {
  saw: (question: OptionQuestion, page: OptionsPage) => void
} {
  const seen = new LRUCache<string, Pick<OptionQuestion, 'query' | 'page' | 'locale'>>({ max: MOST_SEEN })

  const isOver = ({ values, until }: Wanted): boolean => values.size === 0 || elapsed() > until
  const look = async (wanted: Wanted, question: OptionQuestion): Promise<OptionsPage> => {
    const page = await ask(question)
    for (const option of page.options)
      if (wanted.values.delete(option.value)) wanted.found.set(option.value, option)
    return page
  }
  /** What it refuses by now (a page token that is too old) is looked for otherwise. */
  const tryOnce = async (wanted: Wanted, question: OptionQuestion): Promise<void> => {
    if (isOver(wanted)) return
    try {
      await look(wanted, question)
    } catch (error) {
      if (!(error instanceof OptionsUnavailable) || error.why !== 'refused') throw error
    }
  }
  const whereSeen = async (wanted: Wanted): Promise<void> => {
    const asked = placeOf(wanted.question)
    for (const value of [...wanted.values]) {
      const place = wanted.values.has(value) ? seen.get(`${asked} ${value}`) : undefined
      if (place) await tryOnce(wanted, { ...wanted.question, ...place })
    }
  }
  const byId = async (wanted: Wanted): Promise<void> => {
    for (const value of [...wanted.values].slice(0, MOST_QUERIES))
      await tryOnce(wanted, { ...wanted.question, query: value })
  }
  /** Whether it came to the end, or everything was found. */
  const pageByPage = async (wanted: Wanted): Promise<boolean> => {
    let page: string | null = ''
    for (let count = 0; count < MOST_PAGES && page !== null && !isOver(wanted); count += 1)
      page = (await look(wanted, { ...wanted.question, page })).next
    return page === null || wanted.values.size === 0
  }

  return {
    saw({ source, ...asked }, { options }) {
      if (!source.search) return
      const { query, page, locale } = asked
      const place = placeOf({ source, ...asked })
      for (const { value } of options) seen.set(`${place} ${value}`, { query, page, locale })
    },
    async find(asked, values): Promise<FoundOptions> {
      const question: OptionQuestion = { ...asked, query: '', page: '' }
      const until = elapsed() + LOOKING_MS
      const wanted: Wanted = { question, values: new Set(values), found: new Map(), until }
      if (question.source.search) {
        await whereSeen(wanted)
        await byId(wanted)
      }
      const isComplete = await pageByPage(wanted)
      return { found: wanted.found, isComplete }
    },
  }
}

/** Where options stand that were an answer to this or to another search of the same. */
const placeOf = ({ source, linkage, userId }: OptionQuestion): string =>
  toKey([source.from, userId, sorted(linkage)])
