import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exampleOf } from '../../../../shared/form/pattern/example.ts'
import { matches } from '../../../../shared/form/pattern/matches.ts'
import { parsePattern } from '../../../../shared/form/pattern/parse.ts'
import { cleanLine } from '../../../../shared/person-text.ts'
import { patternAndTexts } from './oracle.ts'

const RUNS = Number(process.env['PATTERN_RUNS'] ?? 2_000)

it("whatever the pattern, the same texts fit as with JavaScript's own", () => {
  let fitting = 0
  let tried = 0
  fc.assert(
    fc.property(patternAndTexts, ({ regex, texts }) => {
      const { pattern, mistake } = parsePattern(regex)
      const own = new RegExp(`^(?:${regex})$`, 'u')
      // The engine that this is compared with tries one way after another, which has no end on long texts.
      for (const text of texts.filter(({ length }) => length <= 16)) {
        const expected = own.test(text)
        tried += 1
        if (expected) fitting += 1
        if (pattern) expect(matches(pattern, text), `${regex} and ${text}`).toBe(expected)
        // One that was refused fits nothing that could be typed; of some only a part does.
        else if (mistake.message !== 'leaves no letter')
          expect(expected && text !== '' && cleanLine(text) === text, mistake.message).toBe(false)
      }
    }),
    { numRuns: RUNS },
  )
  expect(fitting / tried).toBeGreaterThan(0.1)
})

it('every pattern that is taken has a text that fits and stays as it was typed', () => {
  fc.assert(
    fc.property(patternAndTexts, ({ regex }) => {
      const { pattern } = parsePattern(regex)
      if (!pattern) return
      const example = exampleOf(pattern)
      if (example === undefined) throw new Error('was taken without an example')
      expect([matches(pattern, example), cleanLine(example)]).toEqual([true, example])
    }),
    { numRuns: RUNS },
  )
})

it('whatever the text of a pattern, it is taken or refused in words, at a column that it has', () => {
  const sign = fc.constantFrom(
    ...'()[]{}*+?|^$\\.,-:=!<>0123456789abdpuxkPDHan 中/'.split(''),
    '😀',
    '\u200b',
  )
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 24 }), (regex) => {
      const { mistake } = parsePattern(regex)
      if (!mistake) return
      expect(mistake.message).toMatch(/^\S.*[^.\s]$/u)
      expect(mistake.column).toBeGreaterThan(0)
      expect(mistake.column).toBeLessThanOrEqual(Array.from(regex).length + 1)
    }),
    { numRuns: RUNS },
  )
})

it('what is taken of strange texts, JavaScript takes as well', () => {
  const sign = fc.constantFrom(...'()[]{}*+?|^$\\.,-:0123ab '.split(''))
  fc.assert(
    fc.property(
      fc.string({ unit: sign, maxLength: 10 }),
      fc.string({ unit: sign, maxLength: 4 }),
      (regex, text) => {
        const { pattern } = parsePattern(regex)
        // Signs may be escaped that JavaScript leaves alone.
        if (!pattern || /\\[,: -]/.test(regex)) return
        expect(matches(pattern, text)).toBe(new RegExp(`^(?:${regex})$`, 'u').test(text))
      },
    ),
    { numRuns: RUNS },
  )
})
