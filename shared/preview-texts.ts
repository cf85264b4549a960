import type { Language } from './languages.ts'

/** What a link to an approval shows in a chat (链接预览). */
export const PREVIEW_TEXTS = {
  hidden: {
    'zh-CN': '审批详情（仅相关人员可查看）',
    'en-US': 'An approval, for those whom it concerns',
    'ja-JP': '承認の詳細（関係者のみ閲覧できます）',
  },
  number: { 'zh-CN': '编号', 'en-US': 'No.', 'ja-JP': '番号' },
  initiator: { 'zh-CN': '发起人', 'en-US': 'Initiator', 'ja-JP': '申請者' },
  status: { 'zh-CN': '状态', 'en-US': 'Status', 'ja-JP': '状態' },
  needsReason: {
    'zh-CN': '需要填写审批意见，请打开详情处理',
    'en-US': 'A decision needs a reason: open the details',
    'ja-JP': '理由の入力が必要です。詳細を開いて処理してください',
  },
} as const satisfies Record<string, Record<Language, string>>
