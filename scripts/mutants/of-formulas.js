// @ts-check
/** @import { Mutant } from './mutant.js' */

const OF_VALUES = ['test/shared/formula/evaluate.test.ts']
const OF_CHECKS = ['test/shared/formula/check.test.ts']
const OF_READING = ['test/shared/form/computed-forms.test.ts']
const OF_FORMS = ['test/shared/formula/form.test.ts']

/** @type {readonly Mutant[]} */
export const OF_FORMULAS = [
  {
    name: 'amounts-rounded-down',
    says: 'Half a fen of a product falls away instead of making one.',
    changes: [{ file: 'shared/formula/exact.ts', from: 'const HALF_UP = 1', to: 'const HALF_UP = 0' }],
    tests: OF_VALUES,
  },
  {
    name: 'amounts-divided-to-ten-places',
    says: 'A third of an amount is more exact than its currency, so that three of them are another amount than shown.',
    changes: [
      {
        file: 'shared/formula/evaluate.ts',
        from: 'const places = currency === undefined ? MOST_DECIMALS : currencyDigits(currency)',
        to: 'const places = MOST_DECIMALS',
      },
    ],
    tests: OF_VALUES,
  },
  {
    name: 'dollars-added-to-yuan',
    says: 'Amounts in two currencies make a sum in the first of them.',
    changes: [
      {
        file: 'shared/formula/evaluate.ts',
        from: "if (a !== undefined && b !== undefined && a !== b) throw new FormulaFailure('two_currencies', [a, b])",
        to: '',
      },
    ],
    tests: OF_VALUES,
  },
  {
    name: 'both-branches-evaluated',
    says: 'A comparison no longer keeps a division from 0.',
    changes: [
      {
        file: 'shared/formula/evaluate.ts',
        from: 'return amountOf(HOLDS[op](one.exact.cmp(other.exact)) ? yes : no, given)',
        to: 'const both = [amountOf(yes, given), amountOf(no, given)]\n  return both[HOLDS[op](one.exact.cmp(other.exact)) ? 0 : 1]',
      },
    ],
    tests: OF_VALUES,
  },
  {
    name: 'column-falls-back-to-the-form',
    says: 'A cell that is empty takes the value of a field with the same key.',
    changes: [
      {
        file: 'shared/formula/evaluate.ts',
        from: 'return own(row && columns.includes(key) ? row : values, key)',
        to: 'return (row && columns.includes(key) ? own(row, key) : undefined) ?? own(values, key)',
      },
    ],
    tests: OF_VALUES,
  },
  {
    name: 'formula-may-come-to-nothing',
    says: 'A field that can be left empty is reckoned with, so that a form that is filled in has no total.',
    changes: [
      {
        file: 'shared/formula/check.ts',
        from: 'return typed(valueType(tree, known), lackIn(tree, known))',
        to: 'return typed(valueType(tree, known))',
      },
    ],
    tests: OF_CHECKS,
  },
  {
    name: 'amounts-multiplied',
    says: 'Yuan times yuan are yuan.',
    changes: [
      {
        file: 'shared/formula/check.ts',
        from: "if (other.kind === 'number') return one\n  throw new FormulaError(at, 'two amounts cannot be multiplied: one of them has to be a number')",
        to: 'return one',
      },
    ],
    tests: OF_CHECKS,
  },
  {
    name: 'sent-result-believed',
    says: 'A value that is sent for a formula stands in its place.',
    changes: [
      {
        file: 'shared/form/read-form.ts',
        from: "if (type === 'formula') {",
        to: "if (type === 'formula' && own(place.given, key) !== undefined) place.values[key] = own(place.given, key)\n  else if (type === 'formula') {",
      },
    ],
    tests: ['test/usecases/forged-forms.test.ts'],
  },
  {
    name: 'failed-row-left-out-of-the-sum',
    says: 'A row whose formula divides by 0 counts as if it were empty.',
    changes: [
      {
        file: 'shared/form/read-form.ts',
        from: "if (fault && fault.rule !== 'empty') place.values[key] = UNREADABLE\n  else if (value",
        to: 'if (value',
      },
    ],
    tests: OF_READING,
  },
  {
    name: 'hidden-field-stored',
    says: 'What is not shown is asked for, stored and decides.',
    changes: [
      {
        file: 'shared/form/read-form.ts',
        from: '  visible === undefined || holds(visible, lookIn(reading, place))',
        to: '  true || holds(visible as never, lookIn(reading, place))',
      },
    ],
    tests: OF_READING,
  },
  {
    name: 'form-before-its-row',
    says: "A condition of a column looks at the form's field of that name instead of the row's.",
    changes: [
      {
        file: 'shared/form/read-form.ts',
        from: 'own(table?.columns.some((column) => column.key === key) ? values : top.values, key)',
        to: 'own(table?.columns.some((column) => column.key === key) && !(key in top.values) ? values : top.values, key)',
      },
    ],
    tests: OF_READING,
  },
  {
    name: 'rows-beyond-the-limit',
    says: 'A table takes any number of rows.',
    changes: [
      {
        file: 'shared/form/read-form.ts',
        from: 'given.length > Math.min(maxRows, MOST_ROWS)',
        to: 'given.length > 1_000_000',
      },
    ],
    tests: OF_READING,
  },
  {
    name: 'conditions-compare-doubles',
    says: 'What a formula came to is compared as a double, which is another number from 2⁵³ on.',
    changes: [
      {
        file: 'shared/form/holds.ts',
        from: 'return compareDecimals(decimalIn(given), plainNumber(value))',
        to: 'return Number(decimalIn(given)) - value',
      },
    ],
    tests: ['test/shared/form/holds.test.ts'],
  },
  {
    name: 'totals-of-doubles',
    says: 'The total of a table in lists and cards is summed in doubles: 0.1 + 0.2.',
    changes: [
      {
        file: 'shared/formula/exact.ts',
        from: 'return exactText(toExact(one).plus(toExact(other)), Math.max(places(one), places(other)))',
        to: 'return String(Number(one) + Number(other) + 0 * Math.max(places(one), places(other)))',
      },
    ],
    tests: ['test/shared/form/form-text.test.ts'],
  },
  {
    name: 'pattern-not-asked',
    says: 'A text that does not have the form its definition asks for is taken.',
    changes: [
      {
        file: 'shared/form/read-form.ts',
        from: '|| matches(pattern, read.value))',
        to: '|| matches(pattern, read.value) || true)',
      },
    ],
    tests: OF_READING,
  },
  {
    name: 'depth-not-counted',
    says: 'A text of many brackets is followed as deep as it goes.',
    changes: [
      {
        file: 'shared/formula/parse.ts',
        from: 'const MOST_DEPTH = 32',
        to: 'const MOST_DEPTH = 1e9',
      },
    ],
    tests: ['test/shared/formula/parse.test.ts'],
  },
  {
    name: 'capitals-without-zero',
    says: 'Zeros within an amount in capitals are left out, so that it reads as another.',
    changes: [{ file: 'shared/formula/capitals.ts', from: "isZeroDue ? '零' : ''", to: "''" }],
    tests: ['test/shared/formula/capitals.test.ts'],
  },
]
