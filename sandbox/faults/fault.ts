import { z } from 'zod'

/** What may go wrong with a request to the open platform. */
export const FAULT_KINDS = [
  'rate_429',
  'rate_400',
  'http_5xx',
  'timeout',
  'reset',
  'slow_body',
  'truncated_json',
  'html',
  'no_message_id',
  'token_invalid',
  'param_invalid',
  'try_later',
  'code',
  'late',
  /** A person presses the button while our send still waits for its reply. */
  'press_before_reply',
  /** Callbacks (api `callback`): the same one again, afterwards, at once, or behind the next one. */
  'callback_twice',
  'callback_concurrent',
  'callback_out_of_order',
  /** Events (api `event`): the app takes it and answers, and Feishu hears nothing of that. */
  'answer_lost',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export const FaultRule = z.object({
  /** API name as in ROUTES.md, `callback`, `event`, `file` (an attachment that is fetched), or `*`. */
  api: z.string().default('*'),
  kind: z.enum(FAULT_KINDS),
  /** Before: nothing takes effect. After: it takes effect and the answer goes wrong. */
  when: z.enum(['before', 'after']).default('before'),
  /** The next n requests of the API; without it `probability` decides for ever. */
  times: z.number().int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  /** http_5xx, html and code: the HTTP status. */
  status: z.number().int().min(200).max(599).optional(),
  /** code: the body's code and message. */
  code: z.number().int().optional(),
  msg: z.string().optional(),
  /** rate_429 and rate_400. */
  resetSeconds: z.number().int().nonnegative().optional(),
  /** timeout and slow_body: how long; a timeout without it hangs until the caller leaves. */
  delayMs: z.number().int().nonnegative().optional(),
  /** late: how much sandbox time later the request lands, and how its answer is lost. */
  landAfterMs: z.number().int().nonnegative().max(600_000).optional(),
  loseBy: z.enum(['reset', 'timeout', 'http_5xx']).optional(),
  /** press_before_reply: which button. */
  action: z.string().optional(),
})
export type FaultRule = z.infer<typeof FaultRule>
