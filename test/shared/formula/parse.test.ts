import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFormula } from '../../../shared/formula/parse.ts'
import type { FormulaTree } from '../../../shared/formula/tree.ts'
import { print, withoutPlaces } from './print.ts'

/** With every bracket written out. */
function shape(text: string): string {
  const { tree, mistake } = parseFormula(text)
  return tree ? bracketed(tree) : `${mistake.column}: ${mistake.message}`
}

function bracketed(tree: FormulaTree): string {
  switch (tree.kind) {
    case 'binary':
      return `(${bracketed(tree.left)}${tree.op}${bracketed(tree.right)})`
    case 'minus':
      return `(-${bracketed(tree.of)})`
    case 'call':
      return `${tree.name}[${tree.args.map(bracketed).join(' ')}]`
    case 'if':
      return `if[${[tree.left, tree.right, tree.yes, tree.no].map(bracketed).join(' ')}]`
    default:
      return print(tree)
  }
}

describe('what binds closer, and from which side', () => {
  it.each([
    ['a + b + c', '((a+b)+c)'],
    ['a - b - c', '((a-b)-c)'],
    ['a - b + c', '((a-b)+c)'],
    ['a / b / c', '((a/b)/c)'],
    ['a / b * c', '((a/b)*c)'],
    ['a + b * c', '(a+(b*c))'],
    ['a * b + c', '((a*b)+c)'],
    ['a - b / c', '(a-(b/c))'],
    ['(a + b) * c', '((a+b)*c)'],
    ['a - (b - c)', '(a-(b-c))'],
    ['-a * b', '((-a)*b)'],
    ['a * -b', '(a*(-b))'],
    ['-a - -b', '((-a)-(-b))'],
    ['--2', '(-(-2))'],
    ['2-1', '(2-1)'],
    ['2 -1', '(2-1)'],
    ['if(a < b, a + 1, b * 2)', 'if[a b (a+1) (b*2)]'],
    ['if(a + 1 >= b * 2, 1, if(a = b, 2, 3))', 'if[(a+1) (b*2) 1 if[a b 2 3]]'],
    ['max(a, b, 3) * 2', '(max[a b 3]*2)'],
  ])('%s is %s', (text, expected) => {
    expect(shape(text)).toBe(expected)
  })
})

describe('what is a name', () => {
  it.each([
    ['net-total - tax', '(net-total-tax)'],
    ['net-total -tax', '(net-total-tax)'],
    ['sum + if', '(sum+if)'],
    ['sum(sum)', 'sum[sum]'],
    ['sum (items.amount)', 'sum[items.amount]'],
    ['if(if > sum, if, sum)', 'if[if sum if sum]'],
    ['count(min)', 'count[min]'],
    ['constructor * toString', '(constructor*toString)'],
    ['a_1 + B-2', '(a_1+B-2)'],
  ])('%s is %s', (text, expected) => {
    expect(shape(text)).toBe(expected)
  })

  it('a minus without spaces belongs to the key, so that it is one name', () => {
    expect(parseFormula('qty-1').tree).toEqual({ kind: 'field', at: 1, key: 'qty-1', column: undefined })
  })
})

it('spaces, tabs and ends of lines are where one likes', () => {
  expect(shape('\n  sum( items.amount )\r\n\t*  1.13 ')).toBe('(sum[items.amount]*1.13)')
})

it('every part knows its column', () => {
  const tree = parseFormula('a + sum(items.amount)').tree as Extract<FormulaTree, { kind: 'binary' }>
  expect([tree.left.at, tree.at, tree.right.at]).toEqual([1, 3, 5])
})

describe('what is no formula is told with the column and what to do', () => {
  it.each([
    ['', /^1: is empty/],
    [' \n ', /^1: is empty/],
    ['a +', /^4: ends too early/],
    ['* a', /^1: \* cannot stand here/],
    ['a + * b', /^5: \* cannot stand here/],
    ['+a', /^1: \+ cannot stand here/],
    ['a b', /^3: an operator is missing before b/],
    ['a- b', /^4: an operator is missing before b: .* spaces around a minus/],
    ['a (b)', /^1: there is no function a/],
    ['2(b)', /^2: an operator is missing before \(/],
    ['(a', /^1: this \( is never closed/],
    ['sum(a', /^4: this \( is never closed/],
    ['a)', /^2: this \) closes nothing/],
    ['()', /^2: \) cannot stand here/],
    ['a, b', /^2: a comma separates/],
    ['(a, b)', /^3: this comma is one too many/],
    ['a < b', /^3: < compares, which stands only as the first value of if/],
    ['if((a < b), 1, 2)', /^7: < compares/],
    ['if(a, 1, 2)', /^5: if begins with a comparison/],
    ['if(a > 1)', /^9: if takes a comparison and two values/],
    ['if(a > 1, 2)', /^12: if takes a comparison and two values/],
    ['if(a > 1, 2, 3, 4)', /^15: this comma is one too many/],
    ['if(a == 1, 2, 3)', /^7: = cannot stand here/],
    ['if(a <> 1, 2, 3)', /^7: > cannot stand here/],
    ['if(1 < a < 3, 2, 3)', /^10: if takes a comparison and two values/],
    ['a ** 2', /^4: \* cannot stand here/],
    ['sun(items.amount)', /^1: there is no function sun, .* did you mean sum\?/],
    ['avg(items.amount)', /^1: there is no function avg, only sum, count, min/],
    ['eval(a)', /^1: there is no function eval/],
    ['constructor(a)', /^1: there is no function constructor/],
    ['items.sum(a)', /^1: there is no function items\.sum/],
    ['count(a, b)', /^1: count takes other values than that: count\(items\)/],
    ['round(a)', /^1: round takes other values than that: round\(x, 2\)/],
    ['days()', /^1: days takes other values/],
    ['a.b.c', /^4: a column is written with one point/],
    ['items.', /^6: a column is written with one point/],
    ['.5', /^1: \.5 is no number/],
    ['5.', /^1: 5\. is no number/],
    ['1.2.3', /^1: 1\.2\.3 is no number/],
    ['1e400', /^1: 1e400 is no number/],
    ['0x10', /^1: 0x10 is no number/],
    ['1_000', /^1: 1_000 is no number/],
    ['1,000', /^2: a comma separates/],
    ['3 * 2qty', /^5: 2qty is no number/],
    ['1234567890123456', /^1: has more than 15 digits before the point/],
    ['0.12345678901', /^1: has more than 10 digits behind the point/],
    ['a × b', /^3: × is written \*/],
    ['a ÷ b', /^3: ÷ is written \//],
    ['（a）', /^1: （ is written \(/],
    ['max(a，b)', /^6: ， is written ,/],
    ['a － b', /^3: － is written -/],
    ['if(a ≥ b, 1, 2)', /^6: ≥ is written >=/],
    ['5%', /^2: there are no percent signs/],
    ['a ^ 2', /^3: \^ cannot stand in a formula/],
    ['"a"', /^1: " cannot stand in a formula/],
    ['数量 * 2', /^1: 数 cannot stand in a formula: fields are named by their key/],
    ['１ + 1', /^1: １ cannot stand/],
    ['٣ + 1', /^1: ٣ cannot stand/],
    ['a +\u00a0b', /^4: a special space cannot stand/],
    ['a \u202e+ b', /^3: U\+202E cannot stand/],
    ['\ud800', /^1: U\+/],
    ['😀', /^1: 😀 cannot stand/],
    ['a\u0000', /^2: U\+0000 cannot stand/],
    ['_a', /^1: _ cannot stand/],
    ['__proto__', /^1: _ cannot stand/],
    ['a.__proto__', /^2: a column is written/],
    ['a; b', /^2: ; is written ,/],
    ['a[0]', /^2: \[ is written \(/],
    ['$a', /^1: \$ cannot stand/],
  ])('%j', (text, expected) => {
    expect(shape(text)).toMatch(expected)
  })
})

describe('a hostile text costs little', () => {
  it.each([
    ['brackets', '('.repeat(1_000), /^33: is nested more than 32 deep/],
    ['calls', 'max('.repeat(200), /^129: is nested more than 32 deep/],
    ['signs', '-'.repeat(1_000), /^33: is nested more than 32 deep/],
    ['choices', 'if(1<'.repeat(150), /^161: is nested more than 32 deep/],
    ['a long text', '1+'.repeat(500_000), /^1001: is longer than 1000 characters/],
    ['a long name', 'a'.repeat(1_000_000), /^1001: is longer/],
    ['many parts', `${'1+'.repeat(150)}1`, /^200: has more than 200 numbers, fields and operators/],
    ['spaces', ' '.repeat(1_000_000), /^1001: is longer/],
  ])('%s', (_, text, expected) => {
    expect(shape(text)).toMatch(expected)
  })

  it('a hundred numbers in a row are no depth', () => {
    expect(parseFormula(`${'1+'.repeat(99)}1`).tree).toBeDefined()
  })

  it('32 brackets within each other are fine', () => {
    expect(parseFormula(`${'('.repeat(32)}1${')'.repeat(32)}`).tree).toEqual({
      kind: 'number',
      at: 33,
      text: '1',
    })
  })

  it('whatever the text, there is a tree or a mistake with its column', () => {
    const piece = fc.constantFrom(
      ...'a sum( if( ( ) , + - * / < <= = 1 0.5 items.amount . 1e9 × __proto__'.split(' '),
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 30 }).map((all) => all.join(' ')),
    )
    fc.assert(
      fc.property(text, (one) => {
        const { tree, mistake } = parseFormula(one)
        if (tree) expect(parseFormula(print(tree)).tree).toBeDefined()
        else {
          expect(mistake.column).toBeGreaterThan(0)
          expect(mistake.column).toBeLessThanOrEqual(one.length + 1)
        }
      }),
      { numRuns: 5_000 },
    )
  })
})

const { tree: anyTree } = fc.letrec<{ tree: FormulaTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc
      .constantFrom('0', '7', '10.50', '123456789012345')
      .map((text): FormulaTree => ({ kind: 'number', at: 0, text })),
    fc
      .constantFrom('a', 'sum', 'if', 'net-total', 'b_2')
      .map((key): FormulaTree => ({ kind: 'field', at: 0, key, column: undefined })),
    fc.constant<FormulaTree>({ kind: 'field', at: 0, key: 'items', column: 'amount' }),
    tie('tree').map((of): FormulaTree => ({ kind: 'minus', at: 0, of })),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/'), tie('tree'), tie('tree'))
      .map(([op, left, right]): FormulaTree => ({ kind: 'binary', at: 0, op, left, right })),
    fc
      .tuple(fc.constantFrom('sum', 'min', 'max'), fc.array(tie('tree'), { minLength: 1, maxLength: 3 }))
      .map(([name, args]): FormulaTree => ({ kind: 'call', at: 0, name, args })),
    fc
      .tuple(
        fc.constantFrom('<', '<=', '>', '>=', '=', '!='),
        tie('tree'),
        tie('tree'),
        tie('tree'),
        tie('tree'),
      )
      .map(([op, left, right, yes, no]): FormulaTree => ({ kind: 'if', at: 0, op, left, right, yes, no })),
  ),
}))

it('what is printed reads as the same tree', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const text = print(tree)
      const { tree: read, mistake } = parseFormula(text)
      if (mistake) expect(mistake.message).toMatch(/longer than|more than 200/)
      else expect(withoutPlaces(read)).toEqual(withoutPlaces(tree))
    }),
    { numRuns: 5_000 },
  )
})
