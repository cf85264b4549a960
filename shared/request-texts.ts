import type { Locale } from './languages.ts'

/** What is wrong with a value of a request, where no rule of a form says it. */
export const REQUEST_TEXTS = {
  missing: { 'zh-CN': '缺少此项', 'en-US': 'Is missing', 'ja-JP': '指定されていません' },
  kind: { 'zh-CN': '类型不正确', 'en-US': 'Is of the wrong kind', 'ja-JP': '型が正しくありません' },
  unknown: { 'zh-CN': '没有此项', 'en-US': 'Is not known here', 'ja-JP': 'この項目はありません' },
  choice: {
    'zh-CN': '只能是：{options}',
    'en-US': 'Is one of {options}',
    'ja-JP': '次のいずれかです：{options}',
  },
  empty: { 'zh-CN': '不能为空', 'en-US': 'Is empty', 'ja-JP': '空にはできません' },
} as const satisfies Record<string, Record<Locale, string>>

/** Why a body is not looked into any further. */
export const BODY_TEXTS = {
  json: {
    'zh-CN': '请求内容不是 JSON',
    'en-US': 'The body is not JSON.',
    'ja-JP': '送信内容が JSON ではありません',
  },
  too_deep: {
    'zh-CN': '请求内容的层级过深',
    'en-US': 'The body nests too deep.',
    'ja-JP': '送信内容の階層が深すぎます',
  },
  forbidden_key: {
    'zh-CN': '请求内容含有不允许的键',
    'en-US': 'The body has a key that is not allowed.',
    'ja-JP': '送信内容に使えないキーがあります',
  },
} as const satisfies Record<string, Record<Locale, string>>
