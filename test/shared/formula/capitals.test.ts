import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inCapitals } from '../../../shared/formula/capitals.ts'

it.each([
  // Nothing, and less than a yuan.
  ['0', '零元整'],
  ['0.00', '零元整'],
  ['-0.00', '零元整'],
  ['0.01', '壹分'],
  ['0.10', '壹角整'],
  ['0.5', '伍角整'],
  ['0.32', '叁角贰分'],
  ['0.99', '玖角玖分'],
  // 整 behind 元 and 角, none behind 分.
  ['1', '壹元整'],
  ['1.00', '壹元整'],
  ['10', '壹拾元整'],
  ['15.00', '壹拾伍元整'],
  ['1.50', '壹元伍角整'],
  ['1.56', '壹元伍角陆分'],
  // A 零 in front of 分 where there are no 角.
  ['1.05', '壹元零伍分'],
  ['325.04', '叁佰贰拾伍元零肆分'],
  ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
  ['10.01', '壹拾元零壹分'],
  // One 零 for zeros between digits, however many.
  ['101', '壹佰零壹元整'],
  ['1001', '壹仟零壹元整'],
  ['1010', '壹仟零壹拾元整'],
  ['1100', '壹仟壹佰元整'],
  ['1409.50', '壹仟肆佰零玖元伍角整'],
  ['6007.14', '陆仟零柒元壹角肆分'],
  ['20030', '贰万零叁拾元整'],
  ['100001', '壹拾万零壹元整'],
  // None where zeros end a group, or the yuan.
  ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
  ['107000.53', '壹拾万柒仟元伍角叁分'],
  ['107000', '壹拾万柒仟元整'],
  ['120000', '壹拾贰万元整'],
  ['10000', '壹万元整'],
  ['1000.50', '壹仟元伍角整'],
  ['100000000', '壹亿元整'],
  ['1000001234', '壹拾亿零壹仟贰佰叁拾肆元整'],
  // 万 and 亿.
  ['10001', '壹万零壹元整'],
  ['100000001', '壹亿零壹元整'],
  ['100005000', '壹亿零伍仟元整'],
  ['100010000', '壹亿零壹万元整'],
  ['123456789.12', '壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分'],
  ['5000000000', '伍拾亿元整'],
  ['1000000000000', '壹万亿元整'],
  ['1000000000001', '壹万亿零壹元整'],
  ['1000100000000', '壹万零壹亿元整'],
  ['1234500000000', '壹万贰仟叁佰肆拾伍亿元整'],
  ['100000000000000', '壹佰万亿元整'],
  ['999999999999999.99', '玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ['1000000000000000', '壹仟万亿元整'],
  // Below zero, and with zeros in front.
  ['-1.00', '负壹元整'],
  ['-0.05', '负伍分'],
  ['-10203.40', '负壹万零贰佰零叁元肆角整'],
  ['007', '柒元整'],
])('%s is %s', (amount, expected) => {
  expect(inCapitals(amount)).toBe(expected)
})

it.each([
  '',
  '.5',
  '5.',
  '1.234',
  '1e3',
  '1,000',
  '+1',
  '--1',
  '１',
  'NaN',
  ' 1',
  '12345678901234567',
  '1\n',
])('%j has no capitals', (amount) => {
  expect(inCapitals(amount)).toBeUndefined()
})

const VALUES: Readonly<Record<string, bigint>> = { 拾: 10n, 佰: 100n, 仟: 1_000n }

/** Fen, as somebody reads them aloud. */
function readAloud(text: string): bigint {
  const [, sign = '', yuan = '', jiao = '', fen = ''] =
    /^(负?)(?:(.*)元)?零?(?:(.)角)?(?:(.)分)?整?$/u.exec(text) ?? []
  const digit = (one: string): bigint => BigInt('零壹贰叁肆伍陆柒捌玖'.indexOf(one || '零'))
  const group = (part: string): bigint =>
    [...part.matchAll(/([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)/gu)].reduce(
      (sum, [, one = '', place = '']) => sum + digit(one) * (VALUES[place] ?? 1n),
      0n,
    )
  const upTo万 = (part: string): bigint => {
    const [above, below] = part.includes('万') ? part.split('万') : ['', part]
    return group(above ?? '') * 10_000n + group(below ?? '')
  }
  const [above, below] = yuan.includes('亿') ? yuan.split('亿') : ['', yuan]
  const whole = upTo万(above ?? '') * 100_000_000n + upTo万(below ?? '')
  return (whole * 100n + digit(jiao) * 10n + digit(fen)) * (sign ? -1n : 1n)
}

it('every amount is read aloud as what it is, without two 零 in a row', () => {
  const zeros = fc
    .array(fc.constantFrom('0', '0', '0', '1', '9'), { minLength: 1, maxLength: 17 })
    .map((all) => BigInt(all.join('')))
  fc.assert(
    fc.property(fc.oneof(zeros, fc.bigInt(-(10n ** 17n), 10n ** 17n)), (fen) => {
      const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
      const text = inCapitals(`${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`) ?? ''
      expect(readAloud(text)).toBe(fen)
      expect(text).not.toMatch(/零零|.零元|零万|零亿|亿万/)
    }),
    { numRuns: 3_000 },
  )
})
