import type { LocalizedText } from '../locale.ts'
import { nearest } from '../nearest.ts'
import type { Fault } from '../plain-words.ts'
import type { Field } from './field.ts'

/** What stands for itself in a title, whatever the fields of the form are called. */
const TITLE_WORDS: readonly string[] = ['initiator', 'name', 'number']

export const TITLE_PLACEHOLDER = /\{([^{}]*)\}/g

/** What has no words, too many of them, or is not for everybody's eyes: a title stands in lists, cards and messages. */
const UNFIT: ReadonlySet<string> = new Set([
  ...['image', 'attachment', 'table', 'note', 'account', 'approval'],
])

/** What a title names that is not there or cannot stand in it. */
export function titleFaults({
  title = {},
  form,
}: {
  title?: LocalizedText | undefined
  form: readonly Field[]
}): Fault[] {
  return Object.entries(title).flatMap(([locale, text]) =>
    faultsIn(text, form).map((message) => ({ path: ['title', locale], message })),
  )
}

function faultsIn(text: string, form: readonly Field[]): string[] {
  const brace = /[{}]/.exec(text.replace(TITLE_PLACEHOLDER, ''))
  if (brace) return [`has a ${brace[0]} that belongs to no pair`]
  return Array.from(text.matchAll(TITLE_PLACEHOLDER)).flatMap(([, word = '']) => {
    if (TITLE_WORDS.includes(word)) return []
    const field = form.find(({ key }) => key === word)
    if (!field) return [unknownWord(word, form)]
    return UNFIT.has(field.type) ? [`names ${word}, and no ${field.type} field can stand in a title`] : []
  })
}

function unknownWord(word: string, form: readonly Field[]): string {
  const guess = nearest(word, [...TITLE_WORDS, ...form.map(({ key }) => key)])
  const known = `has {${word}}, which is neither {initiator}, {name}, {number} nor a field of the form`
  return guess === undefined ? known : `${known}; did you mean {${guess}}?`
}
