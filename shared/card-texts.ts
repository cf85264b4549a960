import type { Language } from './languages.ts'

/** What cards and messages in Feishu say around what they are about. */
export const CARD_TEXTS = {
  fromSystem: { 'zh-CN': '审批系统', 'en-US': 'Approvals', 'ja-JP': '承認システム' },
  cardNote: { 'zh-CN': '来自{source}', 'en-US': 'From {source}', 'ja-JP': '{source}から送信' },
  cardNoteConsigned: { 'zh-CN': '代{name}审批', 'en-US': 'On behalf of {name}', 'ja-JP': '{name}さんの代理' },
  viewDetails: { 'zh-CN': '查看详情', 'en-US': 'View details', 'ja-JP': '詳細を見る' },
  openApprovals: { 'zh-CN': '打开审批', 'en-US': 'Open approvals', 'ja-JP': '承認を開く' },
} as const satisfies Record<string, Record<Language, string>>
