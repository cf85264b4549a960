import fc from 'fast-check'
import type { Condition } from '../../../shared/form/condition.ts'
import type { Column, Field } from '../../../shared/form/field.ts'
import { checkedForm } from '../../../shared/form/checked-form.ts'
import { exampleOf } from '../../../shared/form/pattern/example.ts'
import { parsePattern } from '../../../shared/form/pattern/parse.ts'
import { readForm } from '../../../shared/form/read-form.ts'
import type { TimeRules } from '../../../shared/time/time-rules.ts'

const label = { 'zh-CN': '字段' }
const options = ['x', 'y', 'z'].map((value) => ({ value, label }))
export const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const key = fc.constantFrom(...KEYS)

const comparison = fc.oneof(
  fc.record({ field: key, op: fc.constantFrom('empty', 'filled') }),
  fc
    .record({
      field: key,
      op: fc.constantFrom('eq', 'ne', 'in', 'contains'),
      value: fc.constantFrom('x', 'y'),
    })
    .map((one) => (one.op === 'in' ? { ...one, value: ['x', 'z'] } : one)),
  fc.record({
    field: key,
    op: fc.constantFrom('gt', 'gte', 'lt', 'lte', 'ne'),
    value: fc.constantFrom(0, 1, 2.5),
  }),
) as fc.Arbitrary<Condition>
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: comparison },
  { weight: 1, arbitrary: fc.array(comparison, { minLength: 1, maxLength: 3 }).map((all) => ({ all })) },
  { weight: 1, arbitrary: fc.array(comparison, { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
)

const FORMULAS = [
  'a + b',
  'b * 2',
  'sum(a, b)',
  'sum(c)',
  'sum(t.a)',
  'sum(t.d) / 3',
  'count(t)',
  'max(a, 0)',
  'if(a > 1, b, 0)',
  'days(d)',
  'sum(workdays(d))',
  'sum(hours(e))',
  'workhours(e)',
  'round(a / 3, 2)',
  'a * b',
  'count(t.b) * 2 - 1',
]

const kinds = fc.oneof(
  fc.constant({ type: 'text', maxLength: 5 }),
  fc.constant({ type: 'text', maxLength: 20, pattern: { regex: '[A-Z]{2}\\d{3,5}|x', message: label } }),
  fc.constant({ type: 'textarea' }),
  fc.record({
    type: fc.constant('number'),
    min: fc.constantFrom(undefined, 0),
    max: fc.constantFrom(undefined, 9),
    integer: fc.constantFrom(undefined, true),
  }),
  fc.record({
    type: fc.constant('money'),
    currencies: fc.constantFrom(['CNY'], ['JPY', 'KWD'], ['CNY', 'USD']),
  }),
  fc.constantFrom(
    { type: 'date' },
    { type: 'datetime' },
    { type: 'timespan' },
    { type: 'timespan', maxHours: 4 },
  ),
  fc.constantFrom({ type: 'daterange' }, { type: 'daterange', unit: 'halfday' }),
  fc.constantFrom({ type: 'select', options }, { type: 'multiselect', options }),
  fc.constantFrom(
    { type: 'contact' },
    { type: 'department' },
    { type: 'approval' },
    { type: 'image' },
    { type: 'attachment' },
  ),
  fc.constantFrom({ type: 'link' }, { type: 'phone' }, { type: 'account' }),
)
const asked = fc
  .tuple(kinds, fc.oneof(fc.boolean(), condition), fc.option(condition, { nil: undefined }))
  .map(([kind, required, visible]) => ({ ...kind, required, visible }))
const computed = fc
  .tuple(fc.constantFrom(...FORMULAS), fc.option(condition, { nil: undefined }))
  .map(([formula, visible]) => ({ type: 'formula', formula, visible }))
const column = fc.oneof({ weight: 5, arbitrary: asked }, { weight: 2, arbitrary: computed })

const named = (fields: readonly object[], keys: readonly string[]): object[] =>
  fields.map((field, at) => withoutUndefined({ key: keys[at], label, ...field }))
const withoutUndefined = (one: object): object => JSON.parse(JSON.stringify(one)) as object

const table = fc
  .tuple(
    fc.array(column, { minLength: 1, maxLength: 4 }),
    fc.nat(2),
    fc.boolean(),
    fc.option(condition, { nil: undefined }),
  )
  .map(([columns, minRows, required, visible]) => ({
    type: 'table',
    columns: named(columns, KEYS),
    minRows,
    required,
    visible,
  }))

/** Up to seven fields, and a table `t` now and then; not every one is accepted. */
export const aForm: fc.Arbitrary<object[]> = fc
  .tuple(fc.array(column, { minLength: 1, maxLength: 7 }), fc.option(table, { nil: undefined }))
  .map(([fields, rows]) => [
    ...named(fields, KEYS),
    { key: 'last', label, type: 'text' },
    ...(rows ? [withoutUndefined({ key: 't', label, ...rows })] : []),
  ])

/** What somebody may send for a field, fitting or not. */
export const LIKELY_VALUES: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 2.5, -3, 0.1, 1e21, 'x', 'y', '', ' ', 'AB123', ['x'], ['x', 'x'], [], null),
  fc.constantFrom<unknown>('2026-11-20', '2026-11-20T14:30', { from: '2026-11-20', to: '2026-11-25' }),
  fc.constantFrom<unknown>(
    { from: '2026-11-20T09:00', to: '2026-11-20T12:30' },
    { from: '2026-09-30', fromHalf: 'pm', to: '2026-10-09', toHalf: 'am' },
  ),
  fc.record({
    amount: fc.constantFrom('0', '1', '0.1', '99999999999999.99', '1e5'),
    currency: fc.constantFrom('CNY', 'USD', 'JPY'),
  }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.array(
    fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom<unknown>(1, 0.2, 'x', { amount: '3.33', currency: 'CNY' }, ['x']),
    ),
    { maxLength: 4 },
  ),
)

/**
 * A form filled in as somebody does it: what is missing or wrong is tried again with another value, until nothing is.
 * `rounds`: how often.
 */
export function aSubmission(
  fields: readonly Field[],
  chance: { next: () => IteratorResult<number> },
  time: TimeRules,
): { given: Record<string, unknown>; rounds: number } {
  const next = (below: number): number => Number(chance.next().value) % below
  const fill = (columns: readonly Column[]): Record<string, unknown> =>
    Object.fromEntries(
      columns.flatMap((field) => (next(4) === 0 ? [] : [[field.key, valueFor(field, next)]])),
    )
  const given: Record<string, unknown> = {}
  for (const field of fields) refill(field)
  for (let rounds = 0; ; rounds += 1) {
    const { faults } = readForm(checkedForm(fields), given, time)
    if (faults.length === 0 || rounds > 300) return { given, rounds }
    for (const { field: path } of faults) mend(path)
  }

  function refill(field: Field): void {
    if (field.type !== 'table') Object.assign(given, fill([field]))
    else given[field.key] = Array.from({ length: field.minRows + next(3) }, () => fill(field.columns))
  }

  function mend(path: string): void {
    const [, name = '', row, column] = /^(\w+)(?:\[(\d+)\]\.(\w+))?$/.exec(path) ?? []
    const field = fields.find((one) => one.key === name)
    if (!field) return
    if (field.type !== 'table') given[name] = valueFor(field, next)
    else if (row === undefined)
      given[name] = Array.from({ length: Math.max(1, field.minRows) }, () => fill(field.columns))
    else {
      const found = field.columns.find((one) => one.key === column)
      const rows = given[name] as Record<string, unknown>[]
      const at = rows[Number(row)]
      if (found && at) at[found.key] = valueFor(found, next)
      // A formula cannot be mended itself: what it is made of can.
      if (found?.type === 'formula' && at) Object.assign(at, fill(field.columns))
    }
    // A formula cannot be mended itself: what it is made of can.
    if (field.type === 'formula') for (const one of fields) refill(one)
  }
}

function valueFor(field: Column, next: (below: number) => number): unknown {
  switch (field.type) {
    case 'text':
      return field.pattern
        ? exampleOf(parsePattern(field.pattern.regex).pattern ?? { sets: [], steps: [] })
        : ['x', 'y', 'q'][next(3)]
    case 'textarea':
      return ['x', 'y', 'line\nline'][next(3)]
    case 'number':
      return [0, 1, 2, 3, 5][next(5)]
    case 'money':
      return {
        amount: ['0', '1', '2', '7'][next(4)],
        currency: field.currencies[next(field.currencies.length)],
      }
    case 'date':
      return ['2026-11-20', '2026-10-01'][next(2)]
    case 'datetime':
      return '2026-11-20T14:30'
    case 'daterange':
      return field.unit === 'halfday'
        ? { from: '2026-11-20', fromHalf: 'am', to: '2026-11-23', toHalf: 'am' }
        : { from: '2026-11-20', to: '2026-11-23' }
    case 'timespan':
      return { from: '2026-11-20T09:00', to: '2026-11-20T12:30' }
    case 'select':
      return ['x', 'y', 'z'][next(3)]
    case 'multiselect':
      return [['x'], ['y', 'z'], ['x', 'y']][next(3)]
    case 'contact':
    case 'department':
    case 'approval':
    case 'image':
    case 'attachment':
      return ['x']
    case 'link':
      return 'https://example.com/a?b=c'
    case 'phone':
      return '+86 138 0013 8000'
    case 'account':
      return { name: '甲', bank: '乙', number: '6225 8801' }
    case 'formula':
    case 'note':
      return undefined
  }
}
