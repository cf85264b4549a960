import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'
import { AppError } from '../domain/errors.ts'
import type { Answer, FailureClass } from '../domain/outbox/answer.ts'

/** The value of an answer; whatever Feishu could not answer now is `feishu_unavailable`. */
export function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  // To come back later helps against an outage, not against a quota that is used up.
  const words = answer.failure.class === 'quota' ? REFUSAL_TEXTS.feishuQuota : REFUSAL_TEXTS.feishuUnavailable
  throw new AppError('feishu_unavailable', words['en-US'], { cause: answer.failure, words })
}

/** The same where an operator asks: what Feishu said, and where to look. */
export function valueForOperator<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  const { class: kind, code, message, logId } = answer.failure
  const said = `${code === null ? '' : `${code} `}${message}${logId === null ? '' : ` (log id ${logId})`}`
  const remedy = REMEDIES[kind] ?? 'Try again in a moment.'
  throw new AppError('feishu_unavailable', `Feishu did not answer as asked: ${said}. ${remedy}`, {
    cause: answer.failure,
  })
}

const REMEDIES: Partial<Record<FailureClass, string>> = {
  configuration: 'Run doctor: it names the scopes and the contact range that are missing.',
  token: 'Run doctor: it tries the app id and secret.',
  not_sent: 'Run doctor, and look at FEISHU_BASE_URL, DNS, the firewall and the proxy of this machine.',
  quota: 'The calls that the tenant has a month are used up: run doctor.',
}
