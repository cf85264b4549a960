import { api } from './api.ts'
import type { Locale } from './choices.ts'
import { make, makeButton } from './dom.ts'
import { timeText } from './client-context.ts'
import type { OtherOrder, OtherSystem, Person } from './model.ts'
import { patchList } from './patch-list.ts'
import { otherWordsOf, type OtherWords } from './other-words.ts'
import { statusWord } from './words.ts'

const MOODS = ['takes', 'silent', 'refuses'] as const
type Mood = (typeof MOODS)[number]

/** Who looks, in which language, and how people are called. */
type Looking = { locale: Locale; user: string; people: readonly Person[] }

export type OtherPanel = {
  element: HTMLElement
  refresh: () => Promise<void>
  update: () => void
}

/** A system outside with approvals of its own: its orders, and how it answers to what is pressed in Feishu. */
export function createOtherSystem(
  looking: () => Looking,
  { say, changed }: { say: (text: string) => void; changed: () => void },
): OtherPanel {
  let seen: OtherSystem | undefined
  const title = make('h3')
  const about = make('p', { class: 'soft' })
  const begin = makeButton('', () => void order())
  const answers = make('h3')
  const moods = make('div', { class: 'weathers', role: 'radiogroup' })
  const hint = make('p', { class: 'soft', role: 'status' })
  const empty = make('p', { class: 'empty' })
  const orders = make('div', { class: 'orders', role: 'list' })
  const element = make('aside', { class: 'other' }, title, about, begin, answers, moods, hint, empty, orders)

  const refresh = async (): Promise<void> => {
    seen = await api.otherSystem()
    show()
  }
  const order = async (): Promise<void> => {
    await api.newOrder(looking().user).catch((error: unknown) => {
      say(error instanceof Error ? error.message : String(error))
    })
    changed()
  }
  const show = (): void => {
    const { locale, people } = looking()
    const words = otherWordsOf(locale)
    const mood = seen?.mood ?? 'takes'
    for (const box of moods.querySelectorAll('input')) box.checked = box.value === mood
    hint.textContent = words[`${mood}_hint`]
    empty.textContent = seen?.orders.length === 0 ? words.empty : ''
    patchList(
      orders,
      (seen?.orders ?? []).map((one) => ({ order: one, locale, names: namesOf(one, people) })),
      (one) => one.order.number,
      (one) => makeOrder(one, words),
    )
  }
  const draw = (): void => {
    const words = otherWordsOf(looking().locale)
    element.setAttribute('aria-label', words.title)
    title.textContent = words.title
    about.textContent = words.about
    begin.textContent = words.new
    answers.textContent = words.answers
    moods.setAttribute('aria-label', words.answers)
    moods.replaceChildren(
      ...MOODS.map((mood) => makeMood(words, mood, () => void api.turnOther(mood).then(refresh))),
    )
    show()
  }
  draw()
  return { element, refresh, update: draw }
}

function makeMood(words: OtherWords, mood: Mood, onTurn: () => void): HTMLElement {
  const box = make('input')
  box.type = 'radio'
  box.name = 'mood'
  box.value = mood
  box.addEventListener('change', onTurn)
  return make('label', { class: 'weather' }, box, make('span', { text: words[mood] }))
}

type Names = { initiator: string; approver: string; heard: string[] }

function namesOf({ initiator, approver, heard }: OtherOrder, people: readonly Person[]): Names {
  const name = (userId: string): string => people.find((one) => one.userId === userId)?.name ?? userId
  return {
    initiator: name(initiator),
    approver: name(approver),
    heard: heard.map(({ userId }) => name(userId)),
  }
}

type Shown = { order: OtherOrder; locale: Locale; names: Names }

/** One order as that system has it, with what it was told of it. */
function makeOrder({ order, locale, names }: Shown, words: OtherWords): HTMLElement {
  const { number, title, amount, status, reason, isPushed, trouble, heard } = order
  return make(
    'div',
    { class: 'order', role: 'listitem', data: { status } },
    make(
      'p',
      { class: 'order-head' },
      make('strong', { text: number }),
      make('span', { class: 'tag', data: { status }, text: statusWord(locale, status) }),
    ),
    make('p', { text: `${title[locale]} · ${amount}` }),
    make('p', { class: 'soft', text: `${names.initiator} → ${names.approver}` }),
    reason !== '' && make('p', { text: `“${reason}”` }),
    ...heard.map((one, at) =>
      make('p', {
        class: 'soft',
        text: words[`heard_${one.answer}`]
          .replace('{name}', names.heard[at] ?? '')
          .replace('{action}', one.action)
          .replace('{at}', timeText(one.at, locale)),
      }),
    ),
    make('p', {
      class: 'soft',
      text: isPushed ? words.pushed : trouble === '' ? words.pushing : `${words.trouble} ${trouble}`,
    }),
  )
}
