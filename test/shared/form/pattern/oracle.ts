import fc from 'fast-check'

/** Part of a pattern, with texts that fit it: some of the time at least, what is tried has to fit. */
type Part = { regex: string; texts: readonly string[] }

const LETTERS = ['a', 'b', '1', '_', '-', 'é', '中', '😀', ' ', '.']

const letter: fc.Arbitrary<Part> = fc
  .constantFrom(...LETTERS)
  .map((one) => ({ regex: one === '.' ? '\\.' : one, texts: [one] }))

const named: fc.Arbitrary<Part> = fc.constantFrom(
  { regex: '.', texts: ['😀', 'a'] },
  { regex: String.raw`\d`, texts: ['1'] },
  { regex: String.raw`\w`, texts: ['a', '_'] },
  { regex: String.raw`\s`, texts: [' '] },
  { regex: String.raw`\D`, texts: ['中'] },
  { regex: String.raw`\W`, texts: ['é', '-'] },
  { regex: String.raw`\S`, texts: ['.', '😀'] },
  { regex: String.raw`\p{Script=Han}`, texts: ['中'] },
  { regex: String.raw`\P{sc=Han}`, texts: ['b'] },
  { regex: String.raw`\u{1F600}`, texts: ['😀'] },
  { regex: String.raw`\x61`, texts: ['a'] },
  { regex: '^', texts: [''] },
  { regex: '$', texts: [''] },
)

const inClass = fc.constantFrom(
  ...['a', 'b', '1', '_', 'é', '中', '😀', ' ', '.', '[', '(', '*', '$', '|', '\\-', '\\]', '\\^'],
  ...[
    'a-b',
    '0-1',
    'a-é',
    '一-龥',
    '😀-😂',
    '!-~',
    '\\d',
    '\\w',
    '\\s',
    '\\D',
    '\\W',
    '\\S',
    '\\p{Script=Han}',
  ],
)
const aClass: fc.Arbitrary<Part> = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.constantFrom('', '-'),
    fc.array(inClass, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '-'),
  )
  .map((parts) => ({ regex: `[${parts.flat().join('')}]`, texts: ['a', '中', '-'] }))

const repeat = fc.constantFrom(
  '?',
  '*',
  '+',
  '{0}',
  '{2}',
  '{1,}',
  '{0,2}',
  '{1,3}',
  '??',
  '*?',
  '+?',
  '{1,2}?',
)

const { part } = fc.letrec<{ part: Part; one: Part; many: Part }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    letter,
    named,
    aClass,
    fc
      .tuple(fc.constantFrom('(', '(?:'), tie('part'))
      .map(([open, { regex, texts }]) => ({ regex: `${open}${regex})`, texts })),
  ),
  many: fc.tuple(tie('one'), fc.option(repeat, { nil: '' })).map(([{ regex, texts }, sign]) => {
    if (sign === '' || regex === '^' || regex === '$') return { regex, texts }
    const [first = ''] = texts
    return { regex: regex + sign, texts: [...texts, first + first, ''] }
  }),
  part: fc
    .array(fc.array(tie('many'), { maxLength: 3 }).map(joined), { minLength: 1, maxLength: 2 })
    .map((parts) => ({
      regex: parts.map(({ regex }) => regex).join('|'),
      texts: parts.flatMap(({ texts }) => texts),
    })),
}))

function joined(parts: readonly Part[]): Part {
  const texts = [0, 1, 2].map((at) => parts.map((one) => one.texts[at % one.texts.length] ?? '').join(''))
  return { regex: parts.map(({ regex }) => regex).join(''), texts }
}

/** A pattern of what is known, and texts of which some are made for it. They are short, as the engine tries all ways. */
export const patternAndTexts = part.chain(({ regex, texts }) =>
  fc.record({
    regex: fc.constant(regex),
    texts: fc
      .array(fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 7 }), { minLength: 3, maxLength: 6 })
      .map((others) => [...others, ...texts.map((text) => text.slice(0, 12))]),
  }),
)
