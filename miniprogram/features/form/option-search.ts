import type { Named } from './draft.ts'

/** `hint`: what else there is to say of it; `off`: there is no room for it beside those that are chosen. */
export type OptionItem = { value: string; label: string; hint: string; checked: boolean; off: boolean }

/** What the panel shows in which options of another system, or approvals, are chosen. */
export type Choosing = {
  open: boolean
  title: string
  many: boolean
  items: OptionItem[]
  state: 'loading' | 'ready' | 'none' | 'failed'
  /** Why they cannot be had. */
  text: string
  more: 'none' | 'there' | 'loading'
}

export const NOT_CHOOSING: Choosing = {
  open: false,
  title: '',
  many: false,
  items: [],
  state: 'loading',
  text: '',
  more: 'none',
}

export type OptionPage = {
  options: readonly { value: string; label: string; hint?: string }[]
  next: string | null
}

type Parts = {
  title: string
  many: boolean
  /** How many of many can be chosen. */
  most?: number
  /** Chosen before. */
  chosen: readonly Named[]
  ask: (query: string, page: string) => Promise<OptionPage>
  show: (choosing: Choosing) => void
  wordsOf: (error: unknown) => string
}

/** Until typing pauses: a search costs the other system a request. */
export const PAUSE_MS = 400

export type OptionSearch = {
  type: (query: string) => void
  more: () => void
  retry: () => void
  /** Chosen, or not any more. */
  take: (value: string) => void
  /** What is chosen by now, in the order in which it was. */
  chosen: () => Named[]
  stop: () => void
}

/** Asks for options when it begins and whenever typing pauses. */
export function createOptionSearch(parts: Parts): OptionSearch {
  const { title, many, most = Infinity, show } = parts
  let chosen = [...parts.chosen]
  let query = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const isChosen = (value: string): boolean => chosen.some(({ id }) => id === value)
  const tell = (): void => {
    const isFull = many && chosen.length >= most
    const items = pages.options().map(({ value, label, hint = '' }): OptionItem => {
      const checked = isChosen(value)
      return { value, label, hint, checked, off: isFull && !checked }
    })
    show({ open: true, title, many, items, ...pages.standing() })
  }
  const pages = createPages(parts, tell)
  pages.load('', '')
  return {
    type: (words) => {
      const wanted = words.trim()
      if (wanted === query) return
      query = wanted
      clearTimeout(timer)
      pages.drop()
      timer = setTimeout(() => {
        pages.load(query, '')
      }, PAUSE_MS)
    },
    more: () => {
      pages.more(query)
    },
    retry: () => {
      pages.again(query)
    },
    take: (value) => {
      const option = pages.options().find((one) => one.value === value)
      if (isChosen(value)) chosen = chosen.filter(({ id }) => id !== value)
      else if (option && (!many || chosen.length < most))
        chosen = [...(many ? chosen : []), { id: value, name: option.label }]
      tell()
    },
    chosen: () => chosen,
    stop: () => {
      clearTimeout(timer)
      pages.drop()
    },
  }
}

type Standing = Pick<Choosing, 'state' | 'text' | 'more'>

/** The pages that were answered so far; an answer to what was asked before the last question is dropped. */
function createPages({ ask, wordsOf }: Pick<Parts, 'ask' | 'wordsOf'>, changed: () => void) {
  let asked = 0
  let page = ''
  let next: string | null = null
  let options: OptionPage['options'] = []
  let standing: Standing = { state: 'loading', text: '', more: 'none' }

  const stand = (one: Standing): void => {
    standing = one
    changed()
  }
  const arrived = (answer: OptionPage): void => {
    const before = page === '' ? [] : options
    const known = new Set(before.map(({ value }) => value))
    options = [...before, ...answer.options.filter(({ value }) => !known.has(value))]
    next = answer.next
    stand({ state: options.length > 0 ? 'ready' : 'none', text: '', more: next === null ? 'none' : 'there' })
  }
  const failed = (error: unknown): void => {
    if (page === '') options = []
    stand({ state: 'failed', text: wordsOf(error), more: 'none' })
  }
  const load = (query: string, from: string): void => {
    const mine = (asked += 1)
    page = from
    stand({ state: from === '' ? 'loading' : 'ready', text: '', more: from === '' ? 'none' : 'loading' })
    void ask(query, from).then(
      (answer) => mine === asked && arrived(answer),
      (error: unknown) => mine === asked && failed(error),
    )
  }
  return {
    load,
    more: (query: string): void => {
      if (standing.more === 'there' && next !== null) load(query, next)
    },
    again: (query: string): void => {
      load(query, page)
    },
    drop: (): void => {
      asked += 1
    },
    options: () => options,
    standing: () => standing,
  }
}
