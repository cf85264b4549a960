import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareDecimals, isHeldExactly, plainNumber } from '../../shared/decimals.ts'

it.each([
  ['0', true],
  ['-0', true],
  ['1.50', true],
  ['0.1', true],
  ['9007199254740991', true],
  ['0.0000001', true],
  ['1e-7', true],
  ['1e21', true],
  ['1000000000000000000000', true],
  ['123456789012345680000', true],
  ['110101199003078515', false],
  ['9007199254740993', false],
  ['0.12345678901234567890', false],
  ['0.1000000000000000000001', false],
  ['1e999999999999', false],
  ['1e300', false],
  ['5e-324', false],
  ['1,000', false],
  ['', false],
])('%s is held exactly and can be typed again: %s', (written, held) => {
  expect(isHeldExactly(written)).toBe(held)
})

it.each([
  [1e-7, '0.0000001'],
  [-1.5e-9, '-0.0000000015'],
  [1e21, '1000000000000000000000'],
  [1.25e22, '12500000000000000000000'],
  [0, '0'],
  [-0, '0'],
  [100, '100'],
  [-12.5, '-12.5'],
  [123456.789, '123456.789'],
])('%d is written as people write: %s', (value, text) => {
  expect(plainNumber(value)).toBe(text)
})

it('what a number is written as is that number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(plainNumber(value))).toBe(value === 0 ? 0 : value)
      expect(plainNumber(value)).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
    }),
  )
})

it('decimals compare as their amounts do', () => {
  const hundredths = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })
  const amount = (value: bigint) => {
    const digits = (value < 0n ? -value : value).toString().padStart(3, '0')
    return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
  }
  fc.assert(
    fc.property(hundredths, hundredths, (a, b) => {
      expect(Math.sign(compareDecimals(amount(a), amount(b)))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
  )
  expect(compareDecimals('100.50', '100.5')).toBe(0)
  expect(compareDecimals('-0', '0')).toBe(0)
  expect(compareDecimals('x', '1')).toBeNaN()
})
