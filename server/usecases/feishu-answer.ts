import { TEXTS } from '../../shared/texts.ts'
import { AppError } from '../domain/errors.ts'
import type { Answer } from '../feishu/port.ts'

/** The value of an answer; whatever Feishu could not answer now is `feishu_unavailable`. */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  // To come back later helps against an outage, not against a quota that is used up.
  const words = answer.failure.class === 'quota' ? TEXTS.feishuQuota : TEXTS.feishuUnavailable
  throw new AppError('feishu_unavailable', words['en-US'], { cause: answer.failure, words })
}
