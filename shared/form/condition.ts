import { z } from 'zod'
import { oneOf } from '../plain-words.ts'

const Scalar = z.union([z.string().max(200), z.number()])
const FieldName = z.string().min(1).max(64)

const Comparison = z.strictObject({
  field: FieldName,
  op: z.enum(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains']),
  value: z.union([Scalar, z.array(Scalar).min(1).max(200)]),
})
export type Comparison = z.infer<typeof Comparison>

const Filling = z.strictObject({ field: FieldName, op: z.enum(['empty', 'filled']) })
export type Filling = z.infer<typeof Filling>

export type Condition = Comparison | Filling | { all: Condition[] } | { any: Condition[] }

/** When a node takes part, or a field is shown or asked for. Money compares by its amount; `all` and `any` nest, at most 5 deep. */
export const Condition: z.ZodType<Condition, Condition> = z
  .lazy(() =>
    z.union(
      [
        z.discriminatedUnion('op', [Comparison, Filling]),
        z.strictObject({ all: z.array(Condition).min(1).max(20) }),
        z.strictObject({ any: z.array(Condition).min(1).max(20) }),
      ],
      {
        error: oneOf(
          'is { field, op, value }, { field, op: empty or filled }, { all: [..] } or { any: [..] }; op is eq ne gt gte lt lte in contains',
        ),
      },
    ),
  )
  .meta({ id: 'Condition' })
