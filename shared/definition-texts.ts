import type { Language } from './languages.ts'

/** What stands where a definition says nothing of its own. */
export const DEFINITION_TEXTS = {
  initiatorNode: { 'zh-CN': '发起人', 'en-US': 'Initiator', 'ja-JP': '申請者' },
  managersNode: { 'zh-CN': '审批管理员', 'en-US': 'Approval managers', 'ja-JP': '承認管理者' },
  /** What an approval is called whose definition says nothing else. */
  title: {
    'zh-CN': '{initiator}提交的{name}',
    'en-US': '{name} by {initiator}',
    'ja-JP': '{initiator}さんの{name}',
  },
} as const satisfies Record<string, Record<Language, string>>
