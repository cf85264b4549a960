import type { Failure } from '../domain/outbox/answer.ts'

/** What Feishu said to an operator's question, with what its support asks for. */
export const tell = ({ code, message, logId }: Failure): string =>
  [code === null ? message : `${code} ${message}`, logId === null ? '' : `log id ${logId}`]
    .filter(Boolean)
    .join(', ')
