import { TEXTS } from '../../shared/texts.ts'
import { AppError } from '../domain/errors.ts'
import type { Answer } from '../feishu/port.ts'

/** The value of an answer; whatever Feishu could not answer now is `feishu_unavailable`. */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  throw new AppError('feishu_unavailable', TEXTS.feishuUnavailable['en-US'], {
    cause: answer.failure,
    words: TEXTS.feishuUnavailable,
  })
}
