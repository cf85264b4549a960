import { z } from 'zod'
import type { Field, FieldType } from './field.ts'

const Scalar = z.union([z.string().max(200), z.number()])

const Comparison = z.strictObject({
  field: z.string().min(1).max(64),
  op: z.enum(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains']),
  value: z.union([Scalar, z.array(Scalar).min(1).max(200)]),
})
export type Comparison = z.infer<typeof Comparison>

export type Condition = Comparison | { all: Condition[] } | { any: Condition[] }

/** When a node takes part. Money compares by its amount; `all` and `any` nest, at most 5 deep. */
export const Condition: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.union(
    [
      Comparison,
      z.strictObject({ all: z.array(Condition).min(1).max(20) }),
      z.strictObject({ any: z.array(Condition).min(1).max(20) }),
    ],
    {
      error: 'is { field, op, value }, { all: [..] } or { any: [..] }; op is eq ne gt gte lt lte in contains',
    },
  ),
)

const ORDERED: readonly FieldType[] = ['number', 'money', 'date']
const LISTS: readonly FieldType[] = ['multiselect', 'contact', 'department']
const SINGLE: readonly FieldType[] = ['text', 'textarea', 'number', 'money', 'date', 'select']

const FITS: Record<Comparison['op'], readonly FieldType[]> = {
  eq: SINGLE,
  ne: SINGLE,
  gt: ORDERED,
  gte: ORDERED,
  lt: ORDERED,
  lte: ORDERED,
  in: SINGLE,
  contains: [...LISTS, 'text', 'textarea'],
}

type Fault = { path: (string | number)[]; message: string }

/** Why a condition can never be evaluated: an unknown field, an operator or a value that does not fit it. */
export function conditionFaults(
  condition: Condition,
  fields: ReadonlyMap<string, Field>,
  depth = 1,
): Fault[] {
  if (depth > 5) return [{ path: [], message: 'is nested more than 5 deep' }]
  if ('field' in condition) return comparisonFaults(condition, fields)
  const key = 'all' in condition ? 'all' : 'any'
  const parts = 'all' in condition ? condition.all : condition.any
  return parts.flatMap((part, at) =>
    conditionFaults(part, fields, depth + 1).map(({ path, message }) => ({
      path: [key, at, ...path],
      message,
    })),
  )
}

function comparisonFaults(
  { field: key, op, value }: Comparison,
  fields: ReadonlyMap<string, Field>,
): Fault[] {
  const field = fields.get(key)
  if (!field) return [{ path: ['field'], message: `no form field has the key ${key}` }]
  if (!FITS[op].includes(field.type))
    return [{ path: ['op'], message: `${op} does not fit a ${field.type} field` }]
  if (Array.isArray(value) !== (op === 'in')) {
    return [{ path: ['value'], message: op === 'in' ? 'is a list for in' : 'is one value, not a list' }]
  }
  const values = Array.isArray(value) ? value : [value]
  const numeric = field.type === 'number' || field.type === 'money'
  const wrong = values.some((one) => (typeof one === 'number') !== numeric)
  return wrong
    ? [{ path: ['value'], message: `is ${numeric ? 'a number' : 'a text'} for a ${field.type} field` }]
    : []
}
