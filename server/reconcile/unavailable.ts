import { AppError } from '../domain/errors.ts'
import { failureText, type Failure } from '../domain/outbox/answer.ts'

/** `what`: what Feishu was asked for. */
export const unavailable = (what: string, failure: Failure): AppError =>
  new AppError('feishu_unavailable', `Feishu does not say ${what}: ${failureText(failure)}`)
