import { z } from 'zod'
import { EnvironmentName } from '../environment-name.ts'
import { LocalizedText } from '../locale.ts'
import { hiddenIn } from '../person-text.ts'
import { writtenLike } from '../plain-words.ts'
import { MOST_ROWS } from './bounds.ts'
import { Condition } from './condition.ts'
import { LONGEST_SPAN_HOURS } from '../time/read-times.ts'

const FieldKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'starts with a letter; letters, digits, _ and -')

/** `visible`: shown only while it holds; what is not shown is not asked for, not stored and not shown anywhere. */
const shown = {
  key: FieldKey,
  label: LocalizedText,
  help: LocalizedText.optional(),
  visible: Condition.optional(),
}

/** What every field has that somebody fills in. `summary`: also in lists and on cards. */
const asked = {
  ...shown,
  placeholder: LocalizedText.optional(),
  required: z
    .union([z.boolean(), Condition], {
      error: 'is true, false or a condition like { field: kind, op: eq, value: sick }',
    })
    .default(false),
  summary: z.boolean().default(false),
}

/** What stands in a field before anybody fills it in; `form-faults.ts` says what fits which field. */
const FieldDefault = z.unknown().optional()
const prefilled = { ...asked, default: FieldDefault }

const bounds = { min: z.number().optional(), max: z.number().optional() }
/** A value that shows nothing would count as none chosen. */
const OptionValue = z
  .string()
  .min(1)
  .max(64)
  .refine((value) => hiddenIn(value) === undefined && value.trim() !== '', 'has characters that nobody sees')
const ListedOptions = z
  .array(
    z.strictObject(
      { value: OptionValue, label: LocalizedText },
      { error: writtenLike('{ value: sick, label: { zh-CN: 病假, en-US: Sick leave } }') },
    ),
  )
  .min(1)
  .max(200)
  .refine(
    (options) => new Set(options.map(({ value }) => value)).size === options.length,
    'has an option twice',
  )

/**
 * Options that another system has, asked for while the form is used (关联外部选项说明). `from` and the names of its
 * secrets are in every file, and are told to no page.
 */
export const OutsideOptions = z.strictObject({
  from: z
    .url({ protocol: /^https?$/, error: 'is an https address' })
    .max(2_000)
    .optional(),
  tokenEnv: EnvironmentName.optional(),
  keyEnv: EnvironmentName.optional(),
  dependsOn: z.array(FieldKey).max(10).default([]),
  search: z.boolean().default(false),
})
export type OutsideOptions = z.infer<typeof OutsideOptions>

const Options = z.union([ListedOptions, OutsideOptions], {
  error: 'is a list of { value, label }, or { from: https://… }',
})
const upTo = (limit: number, fallback: number) => z.int().min(1).max(limit).default(fallback)

/** What a number counts, as `km` or `{ zh-CN: 公里 }`. */
const Unit = z.union([z.string().trim().min(1).max(20), LocalizedText], {
  error: 'is a text, or one for each language',
})

const Pattern = z.strictObject({ regex: z.string().min(1).max(500), message: LocalizedText })

const kinds = [
  z.strictObject({
    ...prefilled,
    type: z.literal('text'),
    maxLength: upTo(500, 200),
    pattern: Pattern.optional(),
  }),
  z.strictObject({ ...prefilled, type: z.literal('textarea'), maxLength: upTo(5_000, 2_000) }),
  z.strictObject({
    ...prefilled,
    ...bounds,
    type: z.literal('number'),
    integer: z.boolean().optional(),
    decimals: z.int().min(0).max(10).optional(),
    unit: Unit.optional(),
  }),
  z.strictObject({
    ...prefilled,
    ...bounds,
    type: z.literal('money'),
    currencies: z
      .array(z.string().regex(/^[A-Z]{3}$/, 'is an ISO 4217 code'))
      .min(1)
      .default(['CNY']),
  }),
  z.strictObject({ ...prefilled, type: z.literal('date') }),
  z.strictObject({ ...prefilled, type: z.literal('datetime') }),
  z.strictObject({ ...prefilled, type: z.literal('daterange'), unit: z.enum(['day', 'halfday']).optional() }),
  z.strictObject({
    ...prefilled,
    type: z.literal('timespan'),
    maxHours: z.number().positive().max(LONGEST_SPAN_HOURS).optional(),
  }),
  z.strictObject({ ...prefilled, type: z.literal('select'), options: Options }),
  z.strictObject({ ...prefilled, type: z.literal('multiselect'), options: Options }),
  z.strictObject({ ...prefilled, type: z.literal('contact'), maxCount: upTo(100, 20) }),
  z.strictObject({ ...prefilled, type: z.literal('department'), maxCount: upTo(100, 20) }),
  z.strictObject({ ...prefilled, type: z.literal('link') }),
  z.strictObject({ ...prefilled, type: z.literal('phone'), pattern: Pattern.optional() }),
  z.strictObject({ ...asked, type: z.literal('account') }),
  z.strictObject({
    ...asked,
    type: z.literal('approval'),
    definitions: z.array(z.string().min(1).max(128)).max(50).default([]),
    maxCount: upTo(20, 5),
  }),
  z.strictObject({ ...asked, type: z.literal('image'), maxCount: upTo(20, 9) }),
  z.strictObject({ ...asked, type: z.literal('attachment'), maxCount: upTo(20, 9) }),
  z.strictObject({
    ...shown,
    type: z.literal('formula'),
    summary: asked.summary,
    formula: z.string(),
    capital: z.boolean().default(false),
    unit: Unit.optional(),
  }),
  z.strictObject({
    ...shown,
    type: z.literal('note'),
    text: z.partialRecord(z.enum(['zh-CN', 'en-US', 'ja-JP']), z.string().trim().min(1).max(2_000)),
  }),
] as const

/** A field that stands alone or is the column of a table. */
const Column = z.discriminatedUnion('type', kinds).meta({ id: 'Column' })
export type Column = z.infer<typeof Column>

const Table = z.strictObject({
  ...asked,
  type: z.literal('table'),
  columns: z.array(Column).min(1).max(30),
  minRows: z.int().min(0).max(MOST_ROWS).default(0),
  maxRows: upTo(MOST_ROWS, MOST_ROWS),
})
export type TableField = z.infer<typeof Table>

/** A field of the form. `maxCount` bounds lists, `maxLength` counts letters as people do (code points). */
export const Field = z.discriminatedUnion('type', [...kinds, Table]).meta({ id: 'Field' })
export type Field = z.infer<typeof Field>

export type FieldType = Field['type']
export type FieldOf<T extends FieldType> = Extract<Field, { type: T }>

const Money = z.strictObject({ amount: z.string().max(30), currency: z.string().length(3) })
export type Money = z.infer<typeof Money>

const Ends = z.strictObject({ from: z.string().max(16), to: z.string().max(16) })

const HalfDays = z.strictObject({
  from: z.string().max(10),
  fromHalf: z.enum(['am', 'pm']),
  to: z.string().max(10),
  toHalf: z.enum(['am', 'pm']),
})

/** Where money goes: whose account, where it is kept, and its number. */
const Account = z.strictObject({
  name: z.string().max(100),
  bank: z.string().max(100),
  number: z.string().max(40),
})
export type Account = z.infer<typeof Account>

/** What a field holds that is no table. */
export const CellValue = z.union([
  z.string().max(10_000),
  z.number(),
  Money,
  Ends,
  HalfDays,
  Account,
  z.array(z.string().max(200)).max(200),
])
export type CellValue = z.infer<typeof CellValue>

/** A row of a table: values by the keys of its columns. */
export const TableRow = z.record(z.string().max(64), CellValue)
export type TableRow = z.infer<typeof TableRow>

/** What one field holds; `read-value.ts` says what fits which field. What a formula of numbers comes to is a decimal text. */
export const FormValue = z.union([CellValue, z.array(TableRow).max(MOST_ROWS)])
export type FormValue = z.infer<typeof FormValue>

export const FormValues = z.record(z.string().max(64), FormValue)
export type FormValues = z.infer<typeof FormValues>
