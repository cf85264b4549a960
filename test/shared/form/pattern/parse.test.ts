import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exampleOf } from '../../../../shared/form/pattern/example.ts'
import { CLASSES, HAN, only, union, without } from '../../../../shared/form/pattern/letters.ts'
import { matches } from '../../../../shared/form/pattern/matches.ts'
import { parsePattern } from '../../../../shared/form/pattern/parse.ts'
import type { LetterSet } from '../../../../shared/form/pattern/pattern.ts'
import { patternOf } from './fits.ts'

describe('a pattern that cannot be, its column and why', () => {
  it.each([
    ['', 1, 'is empty'],
    ['a'.repeat(1_001), 1_001, 'is longer than 1000 characters'],
    ['/^1[3-9]/', 1, 'without slashes'],
    ['/abc/gi', 1, 'to mean a slash, write \\/'],
    ['ab\n', 3, 'no text has a tab or the end of a line'],
    ['a\tb', 2, 'no text has a tab or the end of a line'],
    ['1\u200b2', 2, 'U+200B is in no text'],
    ['\u202e', 1, 'U+202E is in no text'],

    ['(a)\\1', 4, '\\1 repeats what brackets held'],
    ['\\k<a>', 1, '\\k repeats what brackets held'],
    ['😀(?=b)', 2, 'looking ahead or behind'],
    ['a(?!b)', 2, 'looking ahead or behind'],
    ['(?<=a)b', 1, 'looking ahead or behind'],
    ['(?<!a)b', 1, 'looking ahead or behind'],
    ['x(?<year>..)', 2, 'brackets have no names'],
    ['x(?P<year>..)', 2, 'brackets have no names'],
    ['(?>a)', 1, 'is written (?:…)'],
    ['(?i)abc', 1, 'write both, as in [Aa]'],
    ['(?i:abc)', 1, 'write both, as in [Aa]'],
    ['(?#what)a', 1, 'no comments'],

    ['a++', 3, 'this + is one too many'],
    ['a{2}+', 5, 'this + is one too many'],
    ['a**', 3, 'only in brackets'],
    ['a{2}{3}', 5, 'only in brackets'],
    ['a+?*', 4, 'only in brackets'],
    ['*a', 1, '* has nothing to repeat'],
    ['a|+b', 3, '+ has nothing to repeat'],
    ['(?)', 1, 'there are no flags'],
    ['^*', 2, '^ takes no letter'],
    ['a$+', 3, '$ takes no letter'],
    ['a{,5}', 2, 'counts are written {2}, {2,} or {2,5}'],
    ['a{2, 5}', 2, 'counts are written'],
    ['a{b}', 2, 'to mean the sign, write \\{'],
    ['{2}', 1, 'this { belongs to nothing'],
    ['a}', 2, 'this } belongs to nothing'],
    ['a{5,2}', 2, '{5,2} has the larger number first: write {2,5}'],
    ['a{1001}', 2, 'repeats more than 1000 times'],
    ['a{2,99999}', 2, 'repeats more than 1000 times'],
    ['x((a{100}){100}){100}', 3, 'repeats too much'],
    ['(?:abc){1000}', 1, 'repeats too much'],
    ['(?:ab){0,1000}', 1, 'repeats too much'],
    ['x(?:(?:ab){1000}){1000}', 2, 'repeats too much'],
    ['a{1000}b{1000}c', 15, 'repeats too much'],
    ['x(?:a{600}|b{600}|c{600}|d{600})', 5, 'repeats too much'],

    ['(a', 1, 'this ( is never closed'],
    ['a(b(c)', 2, 'this ( is never closed'],
    ['a)b', 2, 'this ) closes nothing'],
    [`${'('.repeat(33)}a${')'.repeat(33)}`, 33, 'is nested more than 32 deep'],
    ['x[ab', 2, 'this [ is never closed'],
    ['x[a-', 2, 'this [ is never closed'],
    ['[]', 1, 'is empty: to mean a ], write \\]'],
    ['x[^]', 2, 'is empty'],
    ['[]a]', 1, 'is empty'],
    ['a]', 2, 'this ] belongs to nothing'],
    ['[a-z&&[^b]]', 11, 'this ] belongs to nothing'],
    ['[z-a]', 2, 'this range ends before it begins'],
    ['[ab9-0]', 4, 'this range ends before it begins: swap its letters'],
    [String.raw`^[\w-\.]+@`, 3, 'to mean a minus, write \\-'],
    [String.raw`[a-\d]`, 2, 'to mean a minus, write \\-'],
    [String.raw`[^\s\S]`, 1, 'leaves no letter'],
    ['[[:alpha:]]', 2, 'write the letters, as in a-zA-Z0-9'],

    ['a\\', 2, 'nothing follows this \\'],
    [String.raw`\bword\b`, 1, '\\b is not known'],
    [String.raw`\Aab\z`, 1, '\\A is not needed'],
    [String.raw`ab\Z`, 3, '\\Z is not needed'],
    [String.raw`\p{L}+`, 1, 'of \\p only \\p{Han} is known'],
    [String.raw`\pL`, 1, 'of \\p only \\p{Han} is known'],
    [String.raw`\u12`, 1, 'letters by number'],
    [String.raw`\xZZ`, 1, 'letters by number'],
    [String.raw`\u{110000}`, 1, 'beyond the last letter'],
    [String.raw`a[\ud83c-\udfff]`, 3, 'half of a letter'],
    [String.raw`\h`, 1, '\\h means nothing here: to mean the letter, leave the \\ out'],
    [String.raw`\0`, 1, '\\0 means nothing here'],
    [String.raw`a\中`, 2, '\\中 means nothing here'],

    ['a^b', 1, 'no text can fit'],
    ['a$b', 1, 'no text can fit'],
    ['^$', 1, 'no text can fit'],
    ['a{0}', 1, 'no text can fit'],
    [' a', 1, 'or has spaces around it'],
    [String.raw`a\s`, 1, 'or has spaces around it'],
    [String.raw`a\n`, 1, 'no text can fit'],
  ])('%j: %i', (regex, column, message) => {
    const { mistake } = parsePattern(regex)
    expect(mistake?.column).toBe(column)
    expect(mistake?.message).toContain(message)
  })
})

it('a page can be given what was read', () => {
  expect(patternOf('^a?[0-9]{2}|.+')).toEqual({
    sets: [
      [0x61, 0x62],
      [0x30, 0x3a],
      [0, 0xa, 0xb, 0xd, 0xe, 0x2028, 0x202a, 0x110000],
    ],
    steps: [
      ['or', 7],
      ['start', 0],
      ['or', 2],
      ['letter', 0],
      ['letter', 1],
      ['letter', 1],
      ['go', 3],
      ['letter', 2],
      ['or', -1],
    ],
  })
})

describe('the shortest text that fits, as somebody can type it', () => {
  it.each([
    ['a{3,5}', 'aaa'],
    ['^1[3-9]\\d{9}$', '13000000000'],
    ['(?:abc|de)f?', 'de'],
    ['( |bb)', 'bb'],
    [String.raw`\s*a{2} \s+b`, 'aa  b'],
    ['a?(?:$|b)c?', 'b'],
    [String.raw`\p{Han}{2}`, '⺀⺀'],
  ])('%s: %s', (regex, expected) => {
    const pattern = patternOf(regex)
    expect(exampleOf(pattern)).toBe(expected)
    expect(matches(pattern, expected)).toBe(true)
  })
})

it('the patterns that the documentation gives away are some', () => {
  const text = readFileSync(new URL('../../../../docs/patterns.md', import.meta.url), 'utf8')
  const [, often = ''] = text.split('**Often asked for**')
  const given = [/regex: '(.+)'/.exec(text), ...often.matchAll(/\| `(.+)` +\|$/gm)].map(
    (one) => one?.[1] ?? '',
  )
  expect(given.length).toBeGreaterThan(6)
  expect(given.filter((regex) => parsePattern(regex).mistake)).toEqual([])
})

describe('sets of letters', () => {
  const holds = (set: LetterSet, code: number): boolean =>
    set.filter((bound) => bound <= code).length % 2 === 1

  it.each([...CLASSES])('\\%s holds what it does in JavaScript', (name, set) => {
    const known = new RegExp(`\\${name}`, 'u')
    const others = Array.from({ length: 0x20000 }, (_, code) => code).filter(
      (code) => holds(set, code) !== known.test(String.fromCodePoint(code)),
    )
    expect(others).toEqual([])
  })

  it('Han is the script, with what is kept free for it', () => {
    const others = Array.from({ length: 0x40000 }, (_, code) => code).filter((code) => {
      const letter = String.fromCodePoint(code)
      return holds(HAN, code) ? !/[\p{Script=Han}\p{Cn}]/u.test(letter) : /\p{Script=Han}/u.test(letter)
    })
    expect(others.map((code) => code.toString(16))).toEqual([])
  })

  it('whatever is joined is in order and apart, and the others of the others are itself', () => {
    const joined = union([only(5), [1, 3], [2, 9], [9, 10], [20, 21]])
    expect(joined).toEqual([1, 10, 20, 21])
    expect(without(joined)).toEqual([0, 1, 10, 20, 21, 0x110000])
    expect(without(without(joined))).toEqual(joined)
    expect(without(union([[0, 5]]))).toEqual([5, 0x110000])
  })
})
