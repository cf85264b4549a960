import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut } from '../../shared/cut.ts'

describe('a text that is too long', () => {
  it.each([
    ['letters', 'abcdef', 4, 'abc…'],
    ['a pair of surrogates', 'a😀b', 3, 'a…'],
    ['a family', `ab👨‍👩‍👧‍👦cd`, 8, 'ab…'],
    ['a letter and its mark', 'abe\u0301f', 4, 'ab…'],
    ['a flag', 'a🇨🇳b', 4, 'a…'],
    ['a number', 'costs 12,345,678.90 in all', 13, 'costs…'],
    ['a number that ends just there', 'costs 12,345 in all', 13, 'costs 12,345…'],
    ['a negative number', 'is -12345678 now', 8, 'is…'],
    ['an amount', '3 项, 合计 CNY 1,234.50', 14, '3 项, 合计…'],
    ['an amount that is still to come', '3 项, 合计 CNY 1,234.50', 13, '3 项, 合计…'],
    ['a currency', '3 项, 合计 CNY 1,234.50', 11, '3 项, 合计…'],
    ['an amount that is owed', 'total CNY -1,234.50 now', 12, 'total…'],
    ['an amount that ends just there', 'total CNY 1,234.50 now', 19, 'total CNY 1,234.50…'],
    ['the second of two amounts', 'CNY 1,234.50 + USD 5,678.90', 20, 'CNY 1,234.50 +…'],
    ['a number before a full stop', 'costs 12. Or not', 9, 'costs 12…'],
    ['capitals that are no currency', 'see ISO9001 and ABCD 1', 20, 'see ISO9001 and ABC…'],
    ['digits that are no number', '1'.repeat(60), 41, `${'1'.repeat(40)}…`],
    ['one letter under many marks', `e${'\u0301'.repeat(99)}`, 5, `e${'\u0301'.repeat(3)}…`],
  ])('is cut beside %s', (_, text, limit, expected) => {
    expect(cut(text, limit)).toBe(expected)
  })

  it('shows an amount whole, with its currency, or nothing of it', () => {
    const anAmount = fc.tuple(fc.constantFrom('CNY', 'JPY', 'KWD'), fc.nat(99_999_999), fc.nat(99))
    const before = fc.constantFrom('', '合计 ', '3 项, 合计 ', '30 items, total ', '名目')
    fc.assert(
      fc.property(before, anAmount, fc.nat(40), (words, [currency, yuan, fen], limit) => {
        const amount = `${currency} ${yuan.toLocaleString('en-US')}.${String(fen).padStart(2, '0')}`
        const short = cut(`${words}${amount} 以及其他`, limit + 1)
        const tail = short.startsWith(words) ? short.slice(words.length) : ''
        expect(tail.includes(amount) || !/[A-Z\d]/.test(tail)).toBe(true)
      }),
    )
  })

  it('stays within its limit, is what it began with, and is whole where it fits', () => {
    const unit = fc.constantFrom('a', '😀', '字', '\u0301', '\u200D', '👨‍👩‍👧', '1', '.', ',', ' ', '🇨')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const short = cut(text, limit)
        expect(short.length).toBeLessThanOrEqual(limit)
        expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true)
        expect(() => encodeURIComponent(short)).not.toThrow()
        if (text.length <= limit) expect(short).toBe(text)
      }),
    )
  })
})
