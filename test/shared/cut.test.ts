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
    ['digits that are no number', '1'.repeat(60), 41, `${'1'.repeat(40)}…`],
    ['one letter under many marks', `e${'\u0301'.repeat(99)}`, 5, `e${'\u0301'.repeat(3)}…`],
  ])('is cut beside %s', (_, text, limit, expected) => {
    expect(cut(text, limit)).toBe(expected)
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
