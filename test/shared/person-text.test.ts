import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText, lengthOf, said } from '../../shared/person-text.ts'

describe('a text that shows nothing is empty', () => {
  it.each([
    ...['200b', '3164', '2800', '0', '115f', '1160', 'ffa0', 'ad', '34f', 'feff', '2060', '202e', '2066'],
    ...['200d', '200c', '3000', 'a0', '2003', '85', '2028', '180e', 'fe0f', 'e0041', '1d159', '1', '9f'],
  ])('of U+%s', (code) => {
    const blank = String.fromCodePoint(Number.parseInt(code, 16))
    expect(cleanText(blank)).toBe('')
    expect(said(` ${blank}\n${blank} `)).toBeNull()
  })

  it('of whatever Unicode calls ignorable, a space or a control', () => {
    const blanks = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((one) => /^[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}]$/u.test(one))
    expect(blanks.length).toBeGreaterThan(4_000)
    expect(blanks.filter((one) => cleanText(one) !== '')).toEqual([])
  })
})

describe('what people write stays', () => {
  it.each([
    ['Persian that is joined by a joiner', 'می‌خواهم'],
    ['a family', '👨‍👩‍👧‍👦'],
    ['a flag of tag letters', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['a heart with its colour', '❤️'],
    ['marks above letters', 'e\u0301 ก็'],
    ['a name with a variant of its character', '葛\u{E0100}'],
    ['Hebrew', 'שלום 123'],
    ['Markdown, HTML and what looks like a key', '*a* <b>&amp;</b> @i18n@x <at id=all></at>'],
    ['lines and tabs', 'a\n\n\tb'],
  ])('%s', (_, text) => {
    expect(cleanText(text)).toBe(text)
  })
})

it.each([
  ['turned round', 'a\u202Eb\u202Cc\u2066d\u2069\u200Fe', 'abcde'],
  ['on lines that end in every way', 'a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh', 'a\nb\nc\nd\ne\nf\ng\nh'],
  ['with control characters', 'a\u0000b\u001Bc\u009Fd', 'abcd'],
  ['with half a pair', 'a\uD83Db', 'a\uFFFDb'],
  ['with a hidden message', `a${String.fromCodePoint(0xe0041, 0xe0042)}b`, 'ab'],
  ['with nothing between its letters', '年\u200B假', '年假'],
  ['with space around', ' \u3000a b\u00A0', 'a b'],
])('a text %s', (_, text, clean) => {
  expect(cleanText(text)).toBe(clean)
})

it('a line is one', () => {
  expect(cleanLine(' a \r\n\tb\u2028c ')).toBe('a b c')
})

it('a line of a million spaces is read once, not once for each of them', () => {
  const wide = `a${' '.repeat(1_000_000)}b`
  expect(cleanLine(`${wide}\n${wide}`)).toBe(`${wide} ${wide}`)
})

it('a pair of surrogates counts once', () => {
  expect([lengthOf('𠮷野家'), lengthOf('😀😀')]).toEqual([3, 2])
})

it('what was cleaned is clean', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\r', '\n', '\u0000', '\uD83D', '\uDE00', '\u200B', '\u202E', ' ', 'a', '\u{1F3F4}'),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom('\u{E0067}', '\u{E007F}', '\u3164'),
    ),
    maxLength: 30,
  })
  fc.assert(
    fc.property(nasty, (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text))
      expect(cleanLine(cleanLine(text))).toBe(cleanLine(text))
      expect(() => encodeURIComponent(cleanText(text))).not.toThrow()
    }),
    { numRuns: 2_000 },
  )
})
