import type { ZodError } from 'zod'
import { ERROR_TEXTS } from '../../shared/error-texts.ts'
import type { Language } from '../../shared/languages.ts'
import { REQUEST_TEXTS } from '../../shared/request-texts.ts'
import { faultText, say } from '../../shared/texts.ts'

export type Issue = ZodError['issues'][number]

/** What is wrong with one value, in somebody's language. The value itself is not repeated. */
export function wordsOf(issue: Issue, locale: Language): string {
  switch (issue.code) {
    case 'invalid_type':
      return say(issue.input === undefined ? REQUEST_TEXTS.missing : REQUEST_TEXTS.kind, locale)
    case 'invalid_value':
      if (issue.input === undefined) return say(REQUEST_TEXTS.missing, locale)
      return say(REQUEST_TEXTS.choice, locale, { options: issue.values.map(String).join(', ') })
    case 'unrecognized_keys':
      return say(REQUEST_TEXTS.unknown, locale)
    case 'invalid_format':
      return faultText({ rule: 'type' }, locale)
    case 'too_small':
      if (isNumber(issue.origin))
        return faultText({ rule: 'too_small', limit: Number(issue.minimum) }, locale)
      return say(REQUEST_TEXTS.empty, locale)
    case 'too_big':
      return faultText({ rule: tooBig(issue.origin), limit: Number(issue.maximum) }, locale)
    default:
      return say(ERROR_TEXTS.bad_request, locale)
  }
}

function tooBig(origin: string): 'too_large' | 'too_long' | 'too_many' {
  if (isNumber(origin)) return 'too_large'
  return origin === 'string' ? 'too_long' : 'too_many'
}

const isNumber = (origin: string): boolean => origin === 'number' || origin === 'int' || origin === 'bigint'
