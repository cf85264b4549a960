import { z } from 'zod'
import { LocalizedText } from '../locale.ts'
import { hiddenIn } from '../person-text.ts'

const base = {
  key: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'starts with a letter; letters, digits, _ and -'),
  label: LocalizedText,
  placeholder: LocalizedText.optional(),
  required: z.boolean().default(false),
  summary: z.boolean().default(false),
}

const bounds = { min: z.number().optional(), max: z.number().optional() }
/** A value that shows nothing would count as none chosen. */
const OptionValue = z
  .string()
  .min(1)
  .max(64)
  .refine((value) => hiddenIn(value) === undefined && value.trim() !== '', 'has characters that nobody sees')
const Options = z
  .array(z.strictObject({ value: OptionValue, label: LocalizedText }))
  .min(1)
  .max(200)
  .refine(
    (options) => new Set(options.map(({ value }) => value)).size === options.length,
    'has an option twice',
  )
const upTo = (limit: number, fallback: number) => z.int().min(1).max(limit).default(fallback)

/** A field of the form. `maxCount` bounds lists, `maxLength` counts letters as people do (code points). */
export const Field = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('text'), maxLength: upTo(500, 200) }),
    z.strictObject({ ...base, type: z.literal('textarea'), maxLength: upTo(5_000, 2_000) }),
    z.strictObject({ ...base, type: z.literal('number'), ...bounds }),
    z.strictObject({
      ...base,
      type: z.literal('money'),
      ...bounds,
      currencies: z
        .array(z.string().regex(/^[A-Z]{3}$/, 'is an ISO 4217 code'))
        .min(1)
        .default(['CNY']),
    }),
    z.strictObject({ ...base, type: z.literal('date') }),
    z.strictObject({ ...base, type: z.literal('daterange') }),
    z.strictObject({ ...base, type: z.literal('select'), options: Options }),
    z.strictObject({ ...base, type: z.literal('multiselect'), options: Options }),
    z.strictObject({ ...base, type: z.literal('contact'), maxCount: upTo(100, 20) }),
    z.strictObject({ ...base, type: z.literal('department'), maxCount: upTo(100, 20) }),
    z.strictObject({ ...base, type: z.literal('image'), maxCount: upTo(20, 9) }),
    z.strictObject({ ...base, type: z.literal('attachment'), maxCount: upTo(20, 9) }),
  ])
  .refine(
    (field) => !('min' in field) || (field.min ?? -Infinity) <= (field.max ?? Infinity),
    'min is above max',
  )
  .refine(
    (field) => field.type !== 'money' || field.min !== undefined || (field.max ?? 0) >= 0,
    'no amount fits: without min the least is 0, and max is below it',
  )
  .refine(
    (field) => field.type !== 'money' || new Set(field.currencies).size === field.currencies.length,
    'has a currency twice',
  )
export type Field = z.infer<typeof Field>

export type FieldType = Field['type']

const Money = z.strictObject({ amount: z.string().max(30), currency: z.string().length(3) })

const DateRange = z.strictObject({ from: z.string().max(10), to: z.string().max(10) })

/** What one field holds; `read-value.ts` says what fits which field. */
export const FormValue = z.union([
  z.string().max(10_000),
  z.number(),
  Money,
  DateRange,
  z.array(z.string().max(200)).max(200),
])
export type FormValue = z.infer<typeof FormValue>

export const FormValues = z.record(z.string().max(64), FormValue)
export type FormValues = z.infer<typeof FormValues>
