import { textIn, type Language } from './languages.ts'
import { plainNumber } from './decimals.ts'
import type { FormFault, FormRule } from './form/form-fault.ts'

const NOT_AN_OPTION = {
  'zh-CN': '不在可选范围内',
  'en-US': 'Not one of the options',
  'ja-JP': '選択肢にありません',
}

/** What pages and server both say; what the server alone says stands in tables of its own, which pages never load. */
export const TEXTS = {
  halfAm: { 'zh-CN': '上午', 'en-US': 'morning', 'ja-JP': '午前' },
  halfPm: { 'zh-CN': '下午', 'en-US': 'afternoon', 'ja-JP': '午後' },
  notGiven: { 'zh-CN': '未填写', 'en-US': 'Not given', 'ja-JP': '未入力' },
  delegateNotSelf: {
    'zh-CN': '代理人不能是本人',
    'en-US': 'You cannot stand in for yourself',
    'ja-JP': '自分を代理人にはできません',
  },
  summaryLine: { 'zh-CN': '{label}：{value}', 'en-US': '{label}: {value}', 'ja-JP': '{label}：{value}' },
  row: { 'zh-CN': '{count} 项', 'en-US': '{count} item', 'ja-JP': '{count} 件' },
  rows: { 'zh-CN': '{count} 项', 'en-US': '{count} items', 'ja-JP': '{count} 件' },
  total: { 'zh-CN': '合计 {amount}', 'en-US': 'total {amount}', 'ja-JP': '合計 {amount}' },
  files: { 'zh-CN': '{count} 个文件', 'en-US': '{count} files', 'ja-JP': 'ファイル {count} 件' },
} as const satisfies Record<string, Record<Language, string>>

export const STATUS_NAMES = {
  PENDING: { 'zh-CN': '审批中', 'en-US': 'Pending', 'ja-JP': '承認待ち' },
  APPROVED: { 'zh-CN': '已同意', 'en-US': 'Approved', 'ja-JP': '承認済み' },
  REJECTED: { 'zh-CN': '已拒绝', 'en-US': 'Rejected', 'ja-JP': '却下' },
  CANCELED: { 'zh-CN': '已撤回', 'en-US': 'Withdrawn', 'ja-JP': '取り下げ' },
  DELETED: { 'zh-CN': '已删除', 'en-US': 'Deleted', 'ja-JP': '削除済み' },
  TERMINATED: { 'zh-CN': '已终止', 'en-US': 'Terminated', 'ja-JP': '終了' },
  TRANSFERRED: { 'zh-CN': '已转交', 'en-US': 'Transferred', 'ja-JP': '転送済み' },
  DONE: { 'zh-CN': '已由他人处理', 'en-US': 'Decided by someone else', 'ja-JP': '他の人が処理済み' },
} as const satisfies Record<string, Record<Language, string>>

export const FORM_RULE_TEXTS = {
  unknown: {
    'zh-CN': '表单中没有该字段',
    'en-US': 'Not a field of this form',
    'ja-JP': 'このフォームにない項目です',
  },
  required: { 'zh-CN': '必填', 'en-US': 'Required', 'ja-JP': '必須です' },
  incomplete: {
    'zh-CN': '请填写完整',
    'en-US': 'Something in it is missing',
    'ja-JP': 'すべて入力してください',
  },
  type: { 'zh-CN': '格式不正确', 'en-US': 'The format is wrong', 'ja-JP': '形式が正しくありません' },
  inexact: {
    'zh-CN': '位数过多，无法准确保存',
    'en-US': 'More digits than can be kept exactly',
    'ja-JP': '桁数が多すぎるため正確に保存できません',
  },
  too_long: {
    'zh-CN': '最多 {limit} 个字符',
    'en-US': 'At most {limit} characters',
    'ja-JP': '{limit} 文字以内です',
  },
  too_small: { 'zh-CN': '不能小于 {limit}', 'en-US': 'At least {limit}', 'ja-JP': '{limit} 以上です' },
  too_large: { 'zh-CN': '不能大于 {limit}', 'en-US': 'At most {limit}', 'ja-JP': '{limit} 以下です' },
  too_many: {
    'zh-CN': '最多 {limit} 项',
    'en-US': 'At most {limit} entries',
    'ja-JP': '{limit} 件以内です',
  },
  too_few: {
    'zh-CN': '至少 {limit} 项',
    'en-US': 'At least {limit} entries',
    'ja-JP': '{limit} 件以上必要です',
  },
  repeated: {
    'zh-CN': '不能重复',
    'en-US': 'Has something twice',
    'ja-JP': '重複しています',
  },
  not_an_option: NOT_AN_OPTION,
  // These bring words of their own along (option-texts.ts), which pages get from the server.
  options_unavailable: NOT_AN_OPTION,
  choose_again: NOT_AN_OPTION,
  not_a_date: {
    'zh-CN': '不是有效日期（YYYY-MM-DD）',
    'en-US': 'Not a date (YYYY-MM-DD)',
    'ja-JP': '有効な日付ではありません（YYYY-MM-DD）',
  },
  ends_before_start: {
    'zh-CN': '结束早于开始',
    'en-US': 'Ends before it starts',
    'ja-JP': '終了が開始より前です',
  },
  not_a_time: {
    'zh-CN': '不是有效时间（YYYY-MM-DDThh:mm）',
    'en-US': 'Not a time (YYYY-MM-DDThh:mm)',
    'ja-JP': '有効な日時ではありません（YYYY-MM-DDThh:mm）',
  },
  no_such_time: {
    'zh-CN': '当天时钟调快，没有这个时刻，请改选其他时间',
    'en-US': 'The clocks go forward that day and leave this time out. Choose another one',
    'ja-JP': 'この日は時計が進められ、この時刻はありません。別の時刻を選んでください',
  },
  too_many_hours: {
    'zh-CN': '最多 {limit} 小时',
    'en-US': 'At most {limit} hours',
    'ja-JP': '{limit} 時間以内です',
  },
  currency: {
    'zh-CN': '不支持该币种',
    'en-US': 'This currency is not offered',
    'ja-JP': 'この通貨は使えません',
  },
  decimals: {
    'zh-CN': '该币种最多 {limit} 位小数',
    'en-US': 'At most {limit} decimals in this currency',
    'ja-JP': 'この通貨の小数は {limit} 桁までです',
  },
  whole: {
    'zh-CN': '该币种没有小数',
    'en-US': 'This currency has no decimals',
    'ja-JP': 'この通貨に小数はありません',
  },
  too_many_decimals: {
    'zh-CN': '最多 {limit} 位小数',
    'en-US': 'At most {limit} decimals',
    'ja-JP': '小数は {limit} 桁までです',
  },
  not_whole: { 'zh-CN': '请输入整数', 'en-US': 'A whole number', 'ja-JP': '整数を入力してください' },
  not_a_link: {
    'zh-CN': '不是有效链接（https://…）',
    'en-US': 'Not a link (https://…)',
    'ja-JP': '有効なリンクではありません（https://…）',
  },
  not_a_phone: {
    'zh-CN': '不是有效的电话号码',
    'en-US': 'Not a phone number',
    'ja-JP': '有効な電話番号ではありません',
  },
  not_a_number: {
    'zh-CN': '账号不正确（3 至 35 位数字或字母）',
    'en-US': 'Not the number of an account (3 to 35 digits or letters)',
    'ja-JP': '口座番号が正しくありません（3～35 桁の数字か英字）',
  },
  pattern: { 'zh-CN': '格式不正确', 'en-US': 'The format is wrong', 'ja-JP': '形式が正しくありません' },
  not_computed: {
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
} as const satisfies Record<FormRule, Record<Language, string>>

/** What is wrong with a field, in words. */
export function faultText(
  { rule, limit, currencies: [one = '', other = ''] = [], words }: Omit<FormFault, 'field'>,
  locale: Language,
): string {
  if (words) return textIn(words, locale)
  const bound = limit === undefined ? {} : { limit: plainNumber(limit) }
  return say(FORM_RULE_TEXTS[rule], locale, { ...bound, one, other })
}

/** The same words in every language, for whoever's language is not known yet. */
export function saidInAll(
  text: Record<Language, string>,
  values: Record<string, string | number>,
): Record<Language, string> {
  return {
    'zh-CN': say(text, 'zh-CN', values),
    'en-US': say(text, 'en-US', values),
    'ja-JP': say(text, 'ja-JP', values),
  }
}

/** A text in one language, its `{placeholders}` filled in. */
export function say(
  text: Record<Language, string>,
  locale: Language,
  values: Record<string, string | number> = {},
): string {
  return text[locale].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
