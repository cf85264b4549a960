import { cut } from '../cut.ts'
import type { Definition } from '../definition.ts'
import { textIn, type Language } from '../languages.ts'
import { own } from '../own.ts'
import { cleanLine } from '../person-text.ts'
import { DEFINITION_TEXTS } from '../definition-texts.ts'
import type { FormValues } from './field.ts'
import { valueText, type NameOf } from './form-text.ts'
import { isEmpty } from './is-empty.ts'
import { TITLE_PLACEHOLDER } from './title-words.ts'

/** 同步三方审批实例, 发送审批 Bot 消息: no page bounds a title; lists and cards show a line or two. */
export const LONGEST_TITLE = 200
/** So that one long value leaves room for what stands behind it. */
const LONGEST_PART = 80

type Titled = Pick<Definition, 'name' | 'title' | 'form'>

/** What of an approval its title may say. */
export type TitleSubject = { initiator: string; number: string; form: FormValues; nameOf: NameOf }

/** What an approval is called, in lists, cards, pages and messages alike: one line, of `LONGEST_TITLE` at most. */
export function titleText(definition: Titled, subject: TitleSubject, locale: Language): string {
  const wanted = definition.title && filled(textIn(definition.title, locale), definition, subject, locale)
  // A title of nothing but fields that were left empty says nothing.
  return wanted || filled(textIn(DEFINITION_TEXTS.title, locale), definition, subject, locale)
}

function filled(template: string, definition: Titled, subject: TitleSubject, locale: Language): string {
  const text = template.replace(TITLE_PLACEHOLDER, (_, word: string) =>
    cut(cleanLine(wordText(word, definition, subject, locale)), LONGEST_PART),
  )
  return cut(tidied(text), LONGEST_TITLE)
}

function wordText(
  word: string,
  { name, form: fields }: Titled,
  { initiator, number, form, nameOf }: TitleSubject,
  locale: Language,
): string {
  if (word === 'initiator') return initiator
  if (word === 'name') return textIn(name, locale)
  if (word === 'number') return number
  const field = fields.find(({ key }) => key === word)
  const value = field && own(form, field.key)
  return field === undefined || isEmpty(value) ? '' : valueText(field, value, locale, nameOf)
}

/** Without the brackets and dots that are left where a field says nothing. */
const tidied = (text: string): string =>
  text
    .replace(/\(\s*\)|（\s*）|\[\s*\]|【\s*】|「\s*」/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s·,，、:：/|–—-]+|[\s·,，、:：/|–—-]+$/g, '')
