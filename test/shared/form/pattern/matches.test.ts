import { describe, expect, it } from 'vitest'
import { matches } from '../../../../shared/form/pattern/matches.ts'
import type { Pattern } from '../../../../shared/form/pattern/pattern.ts'
import { fits, patternOf } from './fits.ts'

describe('patterns of companies', () => {
  it.each<[what: string, regex: string, good: string[], bad: string[]]>([
    ['a mobile of China', String.raw`^1[3-9]\d{9}$`, ['13800138000'], ['12800138000', '138001380001', '']],
    [
      'an ID card of 18',
      String.raw`^\d{17}[\dXx]$`,
      ['11010519491231002X'],
      ['110105194912310', '11010519491231002Y'],
    ],
    [
      'an ID card of 15 or 18, as it is passed around',
      String.raw`(^\d{15}$)|(^\d{18}$)|(^\d{17}(\d|X|x)$)`,
      ['110105491231002', '110105194912310021', '11010519491231002x'],
      ['1101054912310021', '110105194912310021X'],
    ],
    [
      'an ID card with its date',
      String.raw`^[1-9]\d{5}(18|19|20)\d{2}((0[1-9])|(1[0-2]))(([0-2][1-9])|10|20|30|31)\d{3}[0-9Xx]$`,
      ['11010519491231002X'],
      ['11010519491331002X', '01010519491231002X'],
    ],
    [
      'a unified social credit code',
      '[0-9A-HJ-NPQRTUWXY]{2}\\d{6}[0-9A-HJ-NPQRTUWXY]{10}',
      ['91350100M000100Y43'],
      ['91350100M000100I43', '91350100M000100Y4'],
    ],
    [
      'a plate, of electric cars too',
      '^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]$',
      ['京A12345', '粤BD12345', '沪C1234学'],
      ['京AI2345', '中A12345', '京A123'],
    ],
    [
      'an e-mail',
      String.raw`^\w+([-+.]\w+)*@\w+([-.]\w+)*\.\w+([-.]\w+)*$`,
      ['li.lei+a@mail.example.com.cn'],
      ['li.lei@', '@example.com', 'a b@example.com', 'a@b'],
    ],
    [
      'an e-mail as HTML has it',
      "[a-zA-Z0-9.!#$%&'*+\\/=?^_`{|}~\\-]+@[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?)*",
      ["o'neil@a-b.example", 'a@localhost'],
      ['a@-b.example', 'a@b-.example'],
    ],
    [
      'an IBAN',
      '[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?',
      ['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432', 'NO9386011117947'],
      ['de89370400440532013000', 'DE8937040044  0532013000'],
    ],
    [
      'an invoice of 8 or 20 digits',
      String.raw`\d{8}(?:\d{12})?`,
      ['12345678', '12345678901234567890'],
      ['123456789'],
    ],
    [
      'an order',
      String.raw`^PO-20\d{2}-\d{4,6}$`,
      ['PO-2026-0001'],
      ['PO-1926-0001', 'po-2026-0001', 'PO-2026-1'],
    ],
    ['an order or a contract', 'PO.*|HT[0-9]+', ['PO', 'PO-什么都可以', 'HT1'], ['HT', 'xPO']],
    ['a name in Chinese', String.raw`^[\u4e00-\u9fa5·]{2,20}$`, ['李雷', '阿不都·热西提'], ['Li', '李']],
    ['a name by its letters', '[一-龥]{2,4}', ['韩梅梅'], ['㐂', '韩 梅']],
    [
      'a name by its script',
      String.raw`\p{Han}{2,4}(·\p{Script=Han}+)*`,
      ['𠮷野家', '㐂寿', '李雷·王'],
      ['ひらがな', '李a'],
    ],
    [
      'a bank card',
      String.raw`\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?`,
      ['6222 0212 3456 7890', '6222021234567890123'],
      ['0222', '6222  0212 3456 7890'],
    ],
    ['katakana', '[ァ-ヶー]+(?: [ァ-ヶー]+)?', ['ヤマダ タロウ', 'メーカー'], ['やまだ', 'ヤマダ　タロウ']],
    ['a postcode of Japan', String.raw`〒?\d{3}-?\d{4}`, ['〒100-0001', '1000001'], ['100-001']],
    [
      'an IPv4 address',
      String.raw`((25[0-5]|2[0-4]\d|1?\d?\d)(\.|$)){4}`,
      ['10.0.0.255', '1.2.3.4'],
      ['10.0.0.256', '1.2.3'],
    ],
    [
      'an amount',
      String.raw`^(0|[1-9]\d{0,2}(,\d{3})*)(\.\d{1,2})?$`,
      ['0', '1,234,567.80'],
      ['01', '1,23', '1.234'],
    ],
    ['a time', '([01]?[0-9]|2[0-3]):[0-5][0-9]', ['9:05', '23:59'], ['24:00', '9:5']],
    ['a colour', '#(?:[0-9a-fA-F]{3}){1,2}', ['#fff', '#00FF7f'], ['#ffff', 'fff']],
    [
      'a link',
      String.raw`https?:\/\/[^\s/?#]+(?:[/?#]\S*)?`,
      ['https://a.example/b?c'],
      ['ftp://a', 'http:// a'],
    ],
  ])('%s', (_, regex, good, bad) => {
    expect(good.filter((text) => !fits(regex, text))).toEqual([])
    expect(bad.filter((text) => fits(regex, text))).toEqual([])
  })
})

describe('the whole text is meant', () => {
  it.each([
    ['abc', 'abc', true],
    ['b', 'abc', false],
    ['^a', 'abc', false],
    ['c$', 'abc', false],
    ['a|b', 'ab', false],
    ['^a|b$', 'ab', false],
    ['^^a$$', 'a', true],
    ['(?:^a|b)c', 'ac', true],
    ['(?:|x)^a', 'a', true],
    ['(?:|x)^a', 'xa', false],
    ['a(?:$|b)c?', 'abc', true],
    ['a(?:$|b)c?', 'ac', false],
    ['a??b*?c+?', 'ccc', true],
    ['(a|ab)(c|bcd)', 'abcd', true],
  ])('%s and %s: %s', (regex, text, expected) => {
    expect(fits(regex, text)).toBe(expected)
  })
})

describe('letters', () => {
  it.each([
    ['.', '😀', true],
    ['..', '😀', false],
    ['[😀-😂]', '😁', true],
    ['[^a]', '😀', true],
    [String.raw`\u{1F600}\x41\u0042`, '😀AB', true],
    ['.', '\n', false],
    [String.raw`\d`, '１', false],
    [String.raw`\w`, 'é', false],
    [String.raw`\W\D\S`, 'ééé', true],
    [String.raw`a\sb`, 'a　b', true],
    [String.raw`[^\d\s]`, '7', false],
    [String.raw`[\W\d]+`, '7-中', true],
    [String.raw`[^\W_]+`, 'a_b', false],
    ['[a-cb-e]+', 'abcde', true],
    [String.raw`[\]-a]`, '^', true],
    ['[a-]+', 'a-', true],
    ['[-a]+', 'a-', true],
    ['[a^]+', '^a', true],
    ['[.$*(]+', '(*.$', true],
    [String.raw`\P{Han}+`, 'abc', true],
    [String.raw`\P{Han}+`, 'a中', false],
    [String.raw`[\p{sc=Han}\d]+`, '中1々〇', true],
    [String.raw`\-\_\@\ \"`, '-_@ "', true],
  ])('%s and %s: %s', (regex, text, expected) => {
    expect(fits(regex, text)).toBe(expected)
  })
})

describe('a pattern that takes others forever', () => {
  const A = 'a'.repeat(500)
  const X = 'x'.repeat(500)
  it.each([
    ['(a+)+', `${A}!`],
    ['(a+)+$', `${A}!`],
    ['([a-zA-Z]+)*', `${A}!`],
    ['(a|aa)+b', A],
    ['(a|a?)+', `${A}!`],
    ['a*a*a*a*a*b', A],
    ['(x+x+)+y', X],
    ['(.*)*', `${A}\n`],
    ['((((.*)*)*)*)*b', A],
    ['(.*)(.*)(.*)(.*)[^>]*;', A],
    ['(a?){500}a{500}', A],
    ['(a{0,30}){0,30}b', A],
    ['(?:(?:|a)*|(?:a|)+)+b', A],
    [String.raw`^\w+([-+.]\w+)*@\w+([-.]\w+)*\.\w+([-.]\w+)*$`, A],
    [String.raw`^(([a-z])+.)+[A-Z]([a-z])+$`, A],
  ])('%s takes each step at most once a letter', (regex, text) => {
    const pattern = patternOf(regex)
    const most = (pattern.steps.length + 1) * (text.length + 1)
    expect(stepsTaken(pattern, text, most)).toBeLessThanOrEqual(most)
  })
})

/** Ends early, so that a fault does not take forever either. */
function stepsTaken(pattern: Pattern, text: string, most: number): number {
  let taken = 0
  const steps = new Proxy(pattern.steps, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) taken += 1
      if (taken > most) throw new Error(`more than ${most} steps`)
      return Reflect.get(target, key)
    },
  })
  matches({ sets: pattern.sets, steps }, text)
  return taken
}
