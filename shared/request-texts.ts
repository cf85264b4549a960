import type { Language } from './languages.ts'

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
  cursor: {
    'zh-CN': '无法从此处继续加载，请刷新列表',
    'en-US': 'The list cannot go on from here. Please load it again from the beginning.',
    'ja-JP': 'ここから続きを読み込めません。一覧を更新してください。',
  },
  page: {
    'zh-CN': '此地址不是本系统的页面',
    'en-US': 'This address is not a page of this system. Please open it from Feishu.',
    'ja-JP': 'このアドレスは本システムのページではありません。Feishu から開いてください。',
  },
  until: {
    'zh-CN': '请选择未来 {days} 天内的时间',
    'en-US': 'Please choose a time within the next {days} days.',
    'ja-JP': '今後 {days} 日以内の日時を選んでください。',
  },
} as const satisfies Record<string, Record<Language, string>>

/** Why a body is not looked into any further. */
export const BODY_TEXTS = {
  broken: {
    'zh-CN': '内容未完整送达，请重试',
    'en-US': 'The body did not arrive whole. Please send it again.',
    'ja-JP': '送信内容が最後まで届きませんでした。もう一度お試しください。',
  },
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
} as const satisfies Record<string, Record<Language, string>>
