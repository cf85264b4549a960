import { api } from './api.ts'
import { make, makeButton } from './dom.ts'
import type { Words } from './words.ts'

const HOUR_MS = 3_600_000
const MOVES = [
  ['plus_hour', HOUR_MS],
  ['plus_day', 24 * HOUR_MS],
  ['plus_week', 7 * 24 * HOUR_MS],
] as const

const WEATHERS = ['healthy', 'down', 'errors', 'slow'] as const
type Weather = (typeof WEATHERS)[number]

/** Faults that the switch stands for; the sandbox knows many more. */
const FAULTS: Readonly<Partial<Record<Weather, object>>> = {
  errors: { api: '*', kind: 'http_5xx', probability: 1 },
  slow: { api: '*', kind: 'slow_body', probability: 1, delayMs: 3_000 },
}

export type Controls = {
  element: HTMLElement
  refresh: () => Promise<void>
  update: (words: Words, locale: string) => void
}

/** The clock, and the weather at Feishu. */
export function createControls(firstWords: Words, firstLocale: string): Controls {
  let [words, locale] = [firstWords, firstLocale]
  const time = make('output', { class: 'clock' })
  const hint = make('p', { class: 'soft', role: 'status' })
  const moves = make('div', { class: 'row' })
  const weathers = make('div', { class: 'weathers', role: 'radiogroup' })
  const headings = [make('h3'), make('h3')] as const
  const element = make('aside', { class: 'controls' }, headings[0], time, moves, headings[1], weathers, hint)
  let offsetMs = 0
  // Grows when a turn begins and when it ends: what was read across one is old.
  let turns = 0

  const tick = (): void => {
    time.textContent = new Date(Date.now() + offsetMs).toLocaleString(locale, { hour12: false })
  }
  const show = (weather: Weather): void => {
    for (const box of weathers.querySelectorAll('input')) box.checked = box.value === weather
    element.dataset['weather'] = weather
    hint.textContent = words[`${weather}_hint`]
  }
  const refresh = async (): Promise<void> => {
    const begun = turns
    const [clock, { faults, down }] = await Promise.all([api.clock(), api.faults()])
    offsetMs = clock.offsetMs
    tick()
    if (begun === turns && turns % 2 === 0) show(down ? 'down' : weatherOf(faults.map(({ kind }) => kind)))
  }
  const onTurn = async (weather: Weather): Promise<void> => {
    turns += 1
    show(weather)
    await turn(weather).finally(() => (turns += 1))
    await refresh()
  }
  const draw = (): void => {
    element.setAttribute('aria-label', words.controls)
    headings[0].textContent = words.clock
    headings[1].textContent = words.feishu
    weathers.setAttribute('aria-label', words.feishu)
    moves.replaceChildren(
      ...MOVES.map(([word, ms]) => makeButton(words[word], () => void api.moveClock(ms).then(refresh))),
    )
    weathers.replaceChildren(...WEATHERS.map((weather) => makeChoice(words, weather, onTurn)))
  }
  draw()
  setInterval(tick, 1_000)
  return {
    element,
    refresh,
    update(nextWords, nextLocale) {
      ;[words, locale] = [nextWords, nextLocale]
      draw()
      void refresh()
    },
  }
}

function weatherOf(kinds: readonly string[]): Weather {
  if (kinds.includes('http_5xx')) return 'errors'
  return kinds.includes('slow_body') ? 'slow' : 'healthy'
}

function makeChoice(
  words: Words,
  weather: Weather,
  onTurn: (weather: Weather) => Promise<void>,
): HTMLElement {
  const box = make('input')
  box.type = 'radio'
  box.name = 'weather'
  box.value = weather
  box.addEventListener('change', () => void onTurn(weather))
  return make('label', { class: 'weather' }, box, make('span', { text: words[weather] }))
}

async function turn(weather: Weather): Promise<void> {
  await api.endFaults()
  await api.setDown(weather === 'down')
  const fault = FAULTS[weather]
  if (fault) await api.addFault(fault)
}
