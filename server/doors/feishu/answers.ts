import { AppError } from '../../domain/errors.ts'
import { paramInvalid, Refusal, REFUSED } from './refusal.ts'

export type DoorReply = {
  status: number
  body: object
  headers: Readonly<Record<string, string>>
}

/** Feishu names each answer, so that somebody can be asked about it. */
const LOG_ID = 'x-tt-logid'

export const done = (data: object, logId: string): DoorReply => ({
  status: 200,
  body: { code: 0, msg: 'success', data },
  headers: { [LOG_ID]: logId },
})

/** Answers of auth are flat. */
export const doneFlat = (fields: object, logId: string): DoorReply => ({
  status: 200,
  body: { code: 0, msg: 'ok', ...fields },
  headers: { [LOG_ID]: logId },
})

export function refused({ code, message, status, resetSeconds }: Refusal, logId: string): DoorReply {
  return {
    status,
    body: { code, msg: message, error: { log_id: logId } },
    headers: {
      [LOG_ID]: logId,
      ...(resetSeconds !== undefined && { 'x-ogw-ratelimit-reset': String(resetSeconds) }),
    },
  }
}

/** What went wrong, in Feishu's shape. Undefined: a fault of ours, which says nothing about itself. */
export function toRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (!(error instanceof AppError)) return undefined
  switch (error.code) {
    case 'payload_too_large':
    case 'bad_request':
      return new Refusal(REFUSED.unreadable, error.message, {
        status: error.code === 'payload_too_large' ? 413 : 400,
      })
    case 'too_many_requests':
      return tooFrequent(retryAfterOf(error))
    // Its open to-dos have to become fewer first.
    case 'source_full':
      return tooFrequent(LONGEST_RESET_SECONDS, error.message)
    case 'too_many_tasks':
      return paramInvalid('task_list', error.message)
    // Nothing was changed, and to repeat it is right.
    case 'store_unavailable':
    case 'feishu_unavailable':
      return new Refusal(REFUSED.tryLater, undefined, { status: 503 })
    default:
      return undefined
  }
}

/** 频控策略: both the status and the header are how a caller knows it. */
export const tooFrequent = (resetSeconds: number, particular?: string): Refusal =>
  new Refusal(REFUSED.tooFrequent, particular, { status: 429, resetSeconds })

const LONGEST_RESET_SECONDS = 60

function retryAfterOf({ details }: AppError): number {
  const [first] = details
  const given = typeof first === 'object' && first !== null && 'retryAfter' in first ? first.retryAfter : null
  return typeof given === 'number' ? Math.max(1, Math.ceil(given)) : LONGEST_RESET_SECONDS
}
