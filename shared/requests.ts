import { z } from 'zod'
import type { FormInput } from './form-rules.ts'
import { Said } from './said.ts'

/** Epoch milliseconds. */
export const Instant = z.int().nonnegative()
const PersonId = z.string().trim().min(1).max(64)

/** Any JSON: what is wrong with a field is told with its name, in words of the form's own (`form_invalid`). */
const Form: z.ZodType<FormInput, FormInput> = z.record(
  z.string(),
  z.unknown().meta({ description: 'What the type of the field takes (FormValue).' }),
)
const Reason = Said(2_000)

export const SessionRequest = z.strictObject({
  code: z.string().min(1).max(512),
  via: z.enum(['requestAccess', 'login']).default('requestAccess'),
})
export type SessionRequest = z.infer<typeof SessionRequest>

/** An approval of mine that came to nothing: the files of its form may be named again, and are copied. */
const From = z.string().max(64).optional()

/** People may be given as user_id or open_id (`ou_…`). */
export const SubmitRequest = z.strictObject({
  definition: z.string().min(1).max(128),
  form: Form,
  approvers: z.record(z.string().max(64), z.array(PersonId).min(1).max(100)).default({}),
  cc: z.array(PersonId).max(100).default([]),
  from: From,
})
export type SubmitRequest = z.infer<typeof SubmitRequest>

/** The same key of the same person always stands for the same instance. */
export const SubmitHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'is 1 to 200 visible ASCII characters')
    .optional(),
})

/**
 * `instance`: one of mine that came back and would be submitted again, by its own version of the definition; `from`:
 * one that came to nothing, by the newest.
 */
export const PreviewRequest = SubmitRequest.pick({ form: true, approvers: true, from: true }).extend({
  instance: z.string().max(64).optional(),
})
export type PreviewRequest = z.infer<typeof PreviewRequest>

/** `attachments` are ids of uploaded files. */
export const DecisionRequest = z.strictObject({
  reason: Reason.optional(),
  attachments: z.array(z.string().max(64)).max(9).optional(),
})
export type DecisionRequest = z.infer<typeof DecisionRequest>

export const TransferRequest = DecisionRequest.extend({ to: PersonId })
export type TransferRequest = z.infer<typeof TransferRequest>

export const SignerPosition = z.enum(['before', 'after', 'parallel'])

/** `after` approves with it. */
export const AddSignRequest = DecisionRequest.extend({
  users: z.array(PersonId).min(1).max(20),
  position: SignerPosition,
})
export type AddSignRequest = z.infer<typeof AddSignRequest>

/** `toNode`: one that the action names; `_initiator` is there for everyone. */
export const RollbackRequest = DecisionRequest.extend({ toNode: z.string().min(1).max(64) })
export type RollbackRequest = z.infer<typeof RollbackRequest>

export const ResubmitRequest = SubmitRequest.pick({ form: true, approvers: true })
export type ResubmitRequest = z.infer<typeof ResubmitRequest>

export const WithdrawRequest = z.strictObject({ reason: Reason.optional() })
export type WithdrawRequest = z.infer<typeof WithdrawRequest>

export const UrgeRequest = z.strictObject({ reason: Reason.optional() })

export const CcRequest = z.strictObject({
  users: z.array(PersonId).min(1).max(100),
  reason: Reason.optional(),
})
export type CcRequest = z.infer<typeof CcRequest>

/** Nothing is asked for. */
export const ReadRequest = z.strictObject({})

/** Files may come without words. */
export const CommentRequest = z
  .strictObject({
    text: Said(2_000).default(''),
    mentions: z.array(PersonId).max(50).default([]),
    attachments: z.array(z.string().max(64)).max(9).default([]),
  })
  .refine(({ text, attachments }) => text !== '' || attachments.length > 0, {
    ...{ path: ['text'], error: 'is empty, and there are no files' },
  })
export type CommentRequest = z.infer<typeof CommentRequest>

/** `until` null: back to the to-dos now. */
export const PostponeRequest = z.strictObject({ until: Instant.nullable() })
export type PostponeRequest = z.infer<typeof PostponeRequest>

/** `url`: the page's own address without what follows a `#` (网页应用鉴权). */
export const JssdkQuery = z.strictObject({ url: z.url().max(2_000) })
export type JssdkQuery = z.infer<typeof JssdkQuery>

export const Box = z.enum(['todo', 'done', 'started', 'cc'])
export type Box = z.infer<typeof Box>

export const ListQuery = z.strictObject({
  box: Box,
  definition: z.string().max(128).optional(),
  /** Of `todo`: only those at this node. */
  node: z.string().max(64).optional(),
  /** Words that the title, the initiator's name or a summary line contains. */
  q: Said(100).optional(),
  /** Of `todo`: `only` those marked for later; default: all but those. */
  postponed: z.enum(['only', 'without']).default('without'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type ListQuery = z.infer<typeof ListQuery>
