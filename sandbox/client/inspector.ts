import { api } from './api.ts'
import { make, makeButton } from './dom.ts'
import type { LogEntry } from './model.ts'
import { patchList } from './patch-list.ts'
import type { Words } from './words.ts'

const KEPT = 300
const FILTERS = ['all', 'callback', 'broken'] as const
type Filter = (typeof FILTERS)[number]

const PASSES: Readonly<Record<Filter, (entry: LogEntry) => boolean>> = {
  all: () => true,
  callback: ({ api: name }) => name === 'callback',
  broken: ({ rule, fault }) => rule !== undefined || fault !== undefined,
}

export type Inspector = {
  element: HTMLElement
  refresh: () => Promise<void>
  update: (words: Words, locale: string) => void
}

/** Every request to the open platform and every callback, the newest at the top, with their JSON. */
export function createInspector(firstWords: Words, firstLocale: string): Inspector {
  let [words, locale] = [firstWords, firstLocale]
  let entries: LogEntry[] = []
  let filter: Filter = 'all'
  const list = make('div', { class: 'log' })
  const filters = make('div', { class: 'modes', role: 'group' })
  const empty = make('p', { class: 'empty' })
  const element = make('aside', { class: 'inspector' }, filters, empty, list)

  const draw = (): void => {
    const shown = entries.filter(PASSES[filter])
    empty.textContent = shown.length === 0 ? words.requests_empty : ''
    patchList(
      list,
      shown,
      ({ seq }) => String(seq),
      (entry) => makeEntry(entry, words, locale),
    )
  }
  const drawFilters = (): void => {
    element.setAttribute('aria-label', words.requests)
    filters.replaceChildren(
      ...FILTERS.map((one) => {
        const button = makeButton(
          words[`requests_${one}`],
          () => {
            filter = one
            for (const other of filters.children) other.setAttribute('aria-pressed', String(other === button))
            draw()
          },
          'tab',
        )
        button.setAttribute('aria-pressed', String(one === filter))
        return button
      }),
    )
  }
  drawFilters()
  return {
    element,
    async refresh() {
      const fresh = await api.log(entries[0]?.seq ?? 0)
      if (fresh.length === 0) return
      // Two reads may overlap.
      const newest = entries[0]?.seq ?? 0
      entries = [...fresh.filter(({ seq }) => seq > newest).reverse(), ...entries].slice(0, KEPT)
      draw()
    },
    update(nextWords, nextLocale) {
      ;[words, locale] = [nextWords, nextLocale]
      drawFilters()
      list.replaceChildren()
      draw()
    },
  }
}

function makeEntry(entry: LogEntry, words: Words, locale: string): HTMLElement {
  const { api: name, method, path, status, code, ms, rule, fault, at } = entry
  const isBad = status === 0 || status >= 400 || (code !== null && code !== 0)
  const time = new Date(at).toLocaleTimeString(locale, { hour12: false })
  const body = (title: string, value: unknown): HTMLElement[] =>
    value === undefined
      ? []
      : [make('p', { text: title }), make('pre', { text: JSON.stringify(value, null, 2) })]
  const details = make(
    'details',
    { class: 'log-entry', data: { bad: String(isBad), broken: String(rule !== undefined) } },
    make(
      'summary',
      {},
      make('span', { class: 'log-name', text: name }),
      make('span', {
        class: 'log-code',
        text: `${String(status)}${code === null ? '' : ` · ${String(code)}`}`,
      }),
      make('span', { class: 'soft', text: `${time} · ${String(Math.round(ms))} ms` }),
      rule !== undefined && make('span', { class: 'log-rule', text: rule }),
      fault !== undefined && make('span', { class: 'log-fault', text: fault }),
    ),
  )
  // Bodies are long: they are made when somebody looks.
  const fill = (): void => {
    if (details.childElementCount > 1 || !details.open) return
    details.append(
      make('code', { text: `${method} ${path}` }),
      ...body(words.request, entry.request),
      ...body(words.response, entry.response),
    )
  }
  details.addEventListener('toggle', fill)
  return details
}
