import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkFormula } from '../../../shared/formula/check.ts'
import { evaluateFormula } from '../../../shared/formula/evaluate.ts'
import { toKnownFields } from '../../../shared/formula/fields.ts'
import { parseFormula } from '../../../shared/formula/parse.ts'
import type { FormulaComparator, FormulaOperator, FormulaTree } from '../../../shared/formula/tree.ts'
import { TIME } from './a-form.ts'
import { OracleFault, oracleResult } from './oracle.ts'
import { print } from './print.ts'

const RUNS = Number(process.env['FORMULA_RUNS'] ?? 10_000)

const field = (key: string, column?: string): FormulaTree => ({ kind: 'field', at: 0, key, column })
const literal = (text: string): FormulaTree => ({ kind: 'number', at: 0, text })
const call = (name: 'sum' | 'min' | 'max' | 'round' | 'count', args: FormulaTree[]): FormulaTree => ({
  kind: 'call',
  at: 0,
  name,
  args,
})

const written = fc
  .tuple(
    fc.integer({ min: 0, max: 10_000 }),
    fc.constantFrom('', '.5', '.05', '.333', '.0000000001', '.9999999999'),
  )
  .map(([whole, decimals]) => literal(`${whole}${decimals}`))

const comparator = fc.constantFrom<FormulaComparator>('<', '<=', '>', '>=', '=', '!=')
const binary = (ops: FormulaOperator[], left: fc.Arbitrary<FormulaTree>, right: fc.Arbitrary<FormulaTree>) =>
  fc
    .tuple(fc.constantFrom(...ops), left, right)
    .map(([op, one, other]): FormulaTree => ({ kind: 'binary', at: 0, op, left: one, right: other }))
const choice = (compared: fc.Arbitrary<FormulaTree>, value: fc.Arbitrary<FormulaTree>, otherwise = value) =>
  fc
    .tuple(comparator, compared, compared, value, otherwise)
    .map(([op, left, right, yes, no]): FormulaTree => ({ kind: 'if', at: 0, op, left, right, yes, no }))
const minus = (of: fc.Arbitrary<FormulaTree>) =>
  of.map((one): FormulaTree => ({ kind: 'minus', at: 0, of: one }))
const gathered = (value: fc.Arbitrary<FormulaTree>, always: fc.Arbitrary<FormulaTree>) =>
  fc
    .tuple(
      fc.constantFrom('sum' as const, 'min' as const, 'max' as const),
      always,
      fc.array(value, { maxLength: 2 }),
    )
    .map(([name, one, others]) => call(name, [one, ...others]))
const rounded = (value: fc.Arbitrary<FormulaTree>) =>
  fc
    .tuple(value, fc.integer({ min: 0, max: 10 }))
    .map(([one, places]) => call('round', [one, literal(`${places}`)]))

/** Of the right kinds, so that nearly every one passes the check. */
const trees = fc.letrec<{ number: FormulaTree; money: FormulaTree; either: FormulaTree }>((tie) => {
  const [number, money] = [tie('number'), tie('money')]
  return {
    number: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      written,
      fc.constantFrom(field('n'), field('m'), call('sum', [field('opt')]), call('count', [field('items')])),
      binary(['+', '-', '*', '/'], number, number),
      binary(['/'], money, money),
      minus(number),
      choice(number, number),
      choice(money, number),
      gathered(fc.oneof(number, fc.constantFrom(field('items', 'qty'), field('opt'))), number),
      rounded(number),
    ),
    money: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom(field('cash'), field('owed')),
      fc.constant(call('sum', [field('items', 'amount')])),
      binary(['+', '-'], money, money),
      binary(['*', '/'], money, number),
      binary(['*'], number, money),
      minus(money),
      choice(number, money),
      choice(money, money, fc.constant(literal('0'))),
      gathered(fc.oneof(money, fc.constantFrom(field('items', 'amount'), literal('0.00'))), money),
      rounded(money),
    ),
    either: fc.oneof(number, money),
  }
})

const numberValue = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((one) => one / 10_000),
)

const game = fc
  .constantFrom(['JPY', 0] as const, ['CNY', 2] as const, ['KWD', 3] as const)
  .chain(([currency, digits]) => {
    const amount = fc.oneof(fc.bigInt(-500n, 500n), fc.bigInt(-(10n ** 14n), 10n ** 14n)).map((units) => {
      const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0')
      const decimals = digits > 0 ? `.${text.slice(-digits)}` : ''
      return { amount: `${units < 0n ? '-' : ''}${text.slice(0, text.length - digits)}${decimals}`, currency }
    })
    return fc.record({
      currency: fc.constant(currency),
      tree: trees.either,
      values: fc.record(
        {
          n: numberValue,
          m: numberValue,
          opt: numberValue,
          cash: amount,
          owed: amount,
          items: fc.array(fc.record({ qty: numberValue, amount }, { requiredKeys: [] }), { maxLength: 4 }),
        },
        { requiredKeys: ['n', 'm', 'cash', 'owed'] },
      ),
    })
  })

const fieldsIn = (currency: string) => {
  const money = { type: 'money', currencies: [currency] }
  return toKnownFields([
    { key: 'n', type: 'number', required: true },
    { key: 'm', type: 'number', required: true },
    { key: 'opt', type: 'number' },
    { key: 'cash', required: true, ...money },
    { key: 'owed', required: true, ...money },
    {
      key: 'items',
      type: 'table',
      columns: [
        { key: 'qty', type: 'number' },
        { key: 'amount', ...money },
      ],
    },
  ])
}

it('what is typed, read, checked and evaluated is what fractions come to', () => {
  const seen = new Map<string, number>()
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  fc.assert(
    fc.property(game, ({ currency, tree, values }) => {
      const { tree: read, mistake } = parseFormula(print(tree))
      if (mistake) {
        expect(mistake.message).toMatch(/more than 200|longer than/)
        return void count('long')
      }
      const { checked, mistake: wrong } = checkFormula(read, { fields: fieldsIn(currency) })
      if (wrong) {
        expect(wrong.message).toBe('divides by 0')
        return void count('wrong')
      }
      const { value, fault } = evaluateFormula(checked, values, TIME)
      const expected = oracleOf(read, values, checked.type.kind === 'money' ? currency : undefined)
      expect(fault?.rule ?? value).toEqual(expected)
      count(fault?.rule ?? checked.type.kind)
    }),
    { numRuns: RUNS },
  )
  expect((seen.get('number') ?? 0) + (seen.get('money') ?? 0)).toBeGreaterThan(RUNS / 2)
  expect(seen.get('empty')).toBeUndefined()
})

function oracleOf(tree: FormulaTree, values: Record<string, unknown>, moneyOf: string | undefined): unknown {
  try {
    return oracleResult(tree, values, moneyOf)
  } catch (error) {
    if (error instanceof OracleFault) return error.message
    throw error
  }
}
