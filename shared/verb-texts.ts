import type { Locale } from './languages.ts'

/** The actions of an approval, and what is asked before them. */
export const VERB_TEXTS = {
  approve: { 'zh-CN': '同意', 'en-US': 'Approve', 'ja-JP': '承認' },
  reject: { 'zh-CN': '拒绝', 'en-US': 'Reject', 'ja-JP': '却下' },
  withdraw: { 'zh-CN': '撤回', 'en-US': 'Withdraw', 'ja-JP': '取り下げ' },
  later: { 'zh-CN': '稍后处理', 'en-US': 'Later', 'ja-JP': '後で' },
  moreActions: { 'zh-CN': '更多', 'en-US': 'More', 'ja-JP': 'その他' },
  moreTitle: { 'zh-CN': '更多操作', 'en-US': 'More actions', 'ja-JP': 'その他の操作' },
  transfer: { 'zh-CN': '转交', 'en-US': 'Transfer', 'ja-JP': '転送' },
  addSign: { 'zh-CN': '加签', 'en-US': 'Add approvers', 'ja-JP': '承認者を追加' },
  rollback: { 'zh-CN': '退回', 'en-US': 'Send back', 'ja-JP': '差し戻し' },
  resubmit: { 'zh-CN': '重新提交', 'en-US': 'Resubmit', 'ja-JP': '再提出' },
  urge: { 'zh-CN': '催办', 'en-US': 'Remind', 'ja-JP': '催促' },
  sendCopy: { 'zh-CN': '抄送', 'en-US': 'Send a copy', 'ja-JP': 'CC を送る' },
  approveTitle: { 'zh-CN': '同意该审批', 'en-US': 'Approve this', 'ja-JP': '承認する' },
  rejectTitle: { 'zh-CN': '拒绝该审批', 'en-US': 'Reject this', 'ja-JP': '却下する' },
  withdrawTitle: { 'zh-CN': '撤回该审批', 'en-US': 'Withdraw this', 'ja-JP': '取り下げる' },
  transferTitle: { 'zh-CN': '转交给他人审批', 'en-US': 'Hand this on', 'ja-JP': '他の人に転送する' },
  addSignTitle: { 'zh-CN': '加签', 'en-US': 'Add approvers', 'ja-JP': '承認者を追加する' },
  rollbackTitle: { 'zh-CN': '退回到', 'en-US': 'Send this back to', 'ja-JP': '差し戻し先' },
  sendCopyTitle: { 'zh-CN': '抄送给', 'en-US': 'Send a copy to', 'ja-JP': 'CC の送り先' },
  signBefore: { 'zh-CN': '前加签', 'en-US': 'Before me', 'ja-JP': '自分の前に' },
  signBeforeHint: {
    'zh-CN': '先由其审批，之后再由我审批',
    'en-US': 'They decide first, then it comes back to me',
    'ja-JP': '先に相手が承認し、その後に自分が承認します',
  },
  signAfter: { 'zh-CN': '后加签', 'en-US': 'After me', 'ja-JP': '自分の後に' },
  signAfterHint: {
    'zh-CN': '我现在同意，之后再由其审批',
    'en-US': 'I approve now, then they decide',
    'ja-JP': '自分は今承認し、その後に相手が承認します',
  },
  signParallel: { 'zh-CN': '并加签', 'en-US': 'Beside me', 'ja-JP': '自分と並行して' },
  signParallelHint: {
    'zh-CN': '与我同时审批，须全部同意',
    'en-US': 'We decide at the same time; all have to agree',
    'ja-JP': '同時に承認します。全員の承認が必要です',
  },
  rollbackToInitiator: {
    'zh-CN': '由发起人修改后重新提交',
    'en-US': 'To be changed and submitted again',
    'ja-JP': '申請者が修正して再提出します',
  },
  rollbackToNode: {
    'zh-CN': '从该节点起重新审批',
    'en-US': 'Decided again from there on',
    'ja-JP': 'このノードから承認をやり直します',
  },
  changePeople: { 'zh-CN': '更换人员', 'en-US': 'Change people', 'ja-JP': 'メンバーを変更' },
  peopleMissing: {
    'zh-CN': '请选择人员',
    'en-US': 'Please choose people',
    'ja-JP': 'メンバーを選択してください',
  },
  reasonRequired: {
    'zh-CN': '请填写意见（必填）',
    'en-US': 'Your reason (required)',
    'ja-JP': '理由（必須）',
  },
  reasonOptional: { 'zh-CN': '填写意见（选填）', 'en-US': 'Your reason (optional)', 'ja-JP': '理由（任意）' },
  reasonMissing: {
    'zh-CN': '请填写意见',
    'en-US': 'Please give a reason',
    'ja-JP': '理由を入力してください',
  },
} as const satisfies Record<string, Record<Locale, string>>
