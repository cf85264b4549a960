import { z } from 'zod'
import { oneOf } from '../plain-words.ts'

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
      error: oneOf(
        'is { field, op, value }, { all: [..] } or { any: [..] }; op is eq ne gt gte lt lte in contains',
      ),
    },
  ),
)
