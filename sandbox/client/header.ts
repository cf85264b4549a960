import { makeAvatar } from './avatar.ts'
import { make, makeSelect } from './dom.ts'
import type { Person } from './model.ts'
import { LOCALES, THEMES, type Choice } from './choices.ts'
import type { Words } from './words.ts'

const LOCALE_NAMES = { 'zh-CN': '中文', 'en-US': 'English', 'ja-JP': '日本語' } as const

const nameIn = (person: Person, locale: string): string => (locale === 'zh-CN' ? person.name : person.enName)

/** With whom they report to, so that a newcomer knows who decides next. */
function described(person: Person, people: readonly Person[], locale: string, words: Words): string {
  const leader = people.find(({ userId }) => userId === person.leaderUserId)
  return [
    nameIn(person, locale),
    ...(leader ? [words.leader.replace('{name}', nameIn(leader, locale))] : []),
    ...(person.resigned ? [words.resigned] : []),
  ].join(' · ')
}

/** The product, who one is, and how it looks. */
export function drawHeader(
  header: HTMLElement,
  { choice, words, people }: { choice: Choice; words: Words; people: readonly Person[] },
  change: (patch: Partial<Choice>) => void,
): void {
  const me = people.find(({ userId }) => userId === choice.user)
  // Its label may be in another language afterwards; its place is the same.
  const focused = [...header.querySelectorAll('select')].findIndex(
    (select) => select === document.activeElement,
  )
  const everybody = people.map((person) => ({
    value: person.userId,
    text: described(person, people, choice.locale, words),
  }))
  const person = makeSelect(words.person, everybody, choice.user, (user) => {
    change({ user })
  })
  const locale = makeSelect(
    words.language,
    LOCALES.map((value) => ({ value, text: LOCALE_NAMES[value] })),
    choice.locale,
    (value) => {
      change({ locale: LOCALES.find((one) => one === value) ?? 'zh-CN' })
    },
  )
  const theme = makeSelect(
    words.theme,
    THEMES.map((value) => ({ value, text: words[`theme_${value}`] })),
    choice.theme,
    (value) => {
      change({ theme: THEMES.find((one) => one === value) ?? 'auto' })
    },
  )
  header.replaceChildren(
    make(
      'h1',
      { class: 'product' },
      make('span', { text: words.product }),
      make('small', { text: words.sandbox }),
    ),
    make('div', { class: 'me' }, makeAvatar(me ? nameIn(me, choice.locale) : '?'), person),
    locale,
    theme,
  )
  ;[person, locale, theme][focused]?.focus()
}
