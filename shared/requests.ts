import { z } from 'zod'
import type { FormInput } from './form/read-form.ts'
import { Said } from './said.ts'
import { Decision, PersonId } from './verbs/parts.ts'

/** Any JSON: what is wrong with a field is told with its name, in words of the form's own (`form_invalid`). */
const Form: z.ZodType<FormInput, FormInput> = z.record(
  z.string(),
  z.unknown().meta({ description: 'What the type of the field takes (FormValue).' }),
)
export const SessionRequest = z.strictObject({
  code: z.string().min(1).max(512),
  via: z.enum(['requestAccess', 'login', 'redirect']).default('requestAccess'),
  /** Of `redirect`: the secret of whoever began it (PKCE, 获取 user_access_token). */
  verifier: z
    .string()
    .regex(/^[A-Za-z0-9\-._~]{43,128}$/, 'is 43 to 128 letters, digits or -._~')
    .optional(),
})
export type SessionRequest = z.infer<typeof SessionRequest>

/** `action`: a type that the task's `actions` name. */
export const PressRequest = Decision.extend({ action: z.string().min(1).max(200) })
export type PressRequest = z.infer<typeof PressRequest>

/** Of one request. */
export const MOST_DEPARTMENTS = 20

/** `ids`: open_department_ids, separated by commas; the company itself is 0. */
export const DepartmentNamesQuery = z.strictObject({
  ids: z
    .string()
    .max(2_000)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(
      z.array(z.string().regex(/^(od-[\w-]{1,64}|0)$/, 'is no open_department_id')).max(MOST_DEPARTMENTS),
    ),
})
export type DepartmentNamesQuery = z.infer<typeof DepartmentNamesQuery>

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

/**
 * `field`: its key, or `items.supplier` for a column. `form` and `row` need to say no more than what the options depend
 * on. `page`: what the last answer called `next`. `instance`: as in a preview.
 */
export const OptionsRequest = z.strictObject({
  field: z.string().max(130),
  form: Form.default({}),
  row: Form.default({}),
  query: Said(100).optional(),
  page: z.string().max(1_100).default(''),
  instance: z.string().max(64).optional(),
})
export type OptionsRequest = z.infer<typeof OptionsRequest>

export const ResubmitRequest = SubmitRequest.pick({ form: true, approvers: true })
export type ResubmitRequest = z.infer<typeof ResubmitRequest>

/** `url`: the page's own address without what follows a `#` (网页应用鉴权). */
export const JssdkQuery = z.strictObject({ url: z.url().max(2_000) })
export type JssdkQuery = z.infer<typeof JssdkQuery>

/** `field`: of the type approval, `trip` or `items.trip`. `instance`: one of mine that would be submitted again. */
export const LinkableQuery = z.strictObject({
  field: z.string().min(1).max(129),
  /** Words as in lists. */
  q: Said(100).optional(),
  instance: z.string().max(64).optional(),
  cursor: z.string().max(800).optional(),
})
export type LinkableQuery = z.infer<typeof LinkableQuery>

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
