import type { Language } from './languages.ts'

/** What a form says of fields and rows while it is filled in. */
export const FORM_TEXTS = {
  chooseTime: { 'zh-CN': '请选择时间', 'en-US': 'Choose a time', 'ja-JP': '時刻を選択' },
  fromTime: { 'zh-CN': '开始时间', 'en-US': 'Start time', 'ja-JP': '開始時刻' },
  toTime: { 'zh-CN': '结束时间', 'en-US': 'End time', 'ja-JP': '終了時刻' },
  fromHalf: { 'zh-CN': '从上午或下午', 'en-US': 'From morning or afternoon', 'ja-JP': '午前か午後から' },
  toHalf: { 'zh-CN': '到上午或下午', 'en-US': 'To morning or afternoon', 'ja-JP': '午前か午後まで' },
  accountName: { 'zh-CN': '户名', 'en-US': 'Account holder', 'ja-JP': '口座名義' },
  accountBank: { 'zh-CN': '开户行', 'en-US': 'Bank', 'ja-JP': '銀行・支店' },
  accountNumber: { 'zh-CN': '账号', 'en-US': 'Account number', 'ja-JP': '口座番号' },
  addApproval: { 'zh-CN': '选择审批', 'en-US': 'Choose approvals', 'ja-JP': '承認を選択' },
  noWorkTime: {
    'zh-CN': '其中没有工作时间',
    'en-US': 'There is no working time in it',
    'ja-JP': '勤務時間が含まれていません',
  },
  addRow: { 'zh-CN': '＋ 添加一行', 'en-US': '+ Add a row', 'ja-JP': '＋ 行を追加' },
  copyRow: { 'zh-CN': '复制', 'en-US': 'Copy', 'ja-JP': 'コピー' },
  moveRowUp: { 'zh-CN': '上移', 'en-US': 'Move up', 'ja-JP': '上へ移動' },
  moveRowDown: { 'zh-CN': '下移', 'en-US': 'Move down', 'ja-JP': '下へ移動' },
  removeRow: { 'zh-CN': '删除', 'en-US': 'Remove', 'ja-JP': '削除' },
  removeRowAsked: {
    'zh-CN': '删除第 {number} 行及其内容？',
    'en-US': 'Remove row {number} and what stands in it?',
    'ja-JP': '{number} 行目を入力内容ごと削除しますか？',
  },
  rowActions: { 'zh-CN': '操作', 'en-US': 'Actions', 'ja-JP': '操作' },
  emptyRow: { 'zh-CN': '未填写', 'en-US': 'Nothing yet', 'ja-JP': '未入力' },
  rowHasFault: { 'zh-CN': '有误', 'en-US': 'has a fault', 'ja-JP': '要確認' },
  inRow: { 'zh-CN': '，第 {number} 行', 'en-US': ', row {number}', 'ja-JP': '、{number} 行目' },
} as const satisfies Record<string, Record<Language, string>>
