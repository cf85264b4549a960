import type { Language } from '../languages.ts'
import { say } from '../texts.ts'
import type { FormulaFault, FormulaRule } from './evaluate.ts'
import { MOST_WHOLE_DIGITS } from './exact.ts'

export const FORMULA_FAULT_TEXTS = {
  empty: {
    'zh-CN': '填写完整后自动计算',
    'en-US': 'Calculated when everything is filled in',
    'ja-JP': 'すべて入力すると自動計算されます',
  },
  two_currencies: {
    'zh-CN': '不同币种（{one}、{other}）不能一起计算',
    'en-US': '{one} and {other} cannot be calculated together',
    'ja-JP': '異なる通貨（{one}、{other}）は一緒に計算できません',
  },
  division_by_zero: {
    'zh-CN': '除数为 0，无法计算',
    'en-US': 'Cannot be calculated: it would divide by 0',
    'ja-JP': '0 で割ることになるため計算できません',
  },
  too_large: {
    'zh-CN': '结果过大（整数部分最多 {limit} 位）',
    'en-US': 'Too large: at most {limit} digits before the point',
    'ja-JP': '結果が大きすぎます（整数部は {limit} 桁まで）',
  },
  unreadable: {
    'zh-CN': '所填内容有误，无法计算',
    'en-US': 'Cannot be calculated from what was filled in',
    'ja-JP': '入力内容に誤りがあるため計算できません',
  },
} as const satisfies Record<FormulaRule, Record<Language, string>>

/** Why a formula comes to nothing, in words. */
export function formulaFaultText({ rule, currencies }: FormulaFault, locale: Language): string {
  const [one = '', other = ''] = currencies ?? []
  return say(FORMULA_FAULT_TEXTS[rule], locale, { one, other, limit: MOST_WHOLE_DIGITS })
}
