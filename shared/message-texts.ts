import type { Language } from './languages.ts'

/** What the bot's messages say in our own words. */
export const MESSAGE_TEXTS = {
  approvedWithoutWords: { 'zh-CN': '同意', 'en-US': 'Approved', 'ja-JP': '承認' },
  urgeLine: { 'zh-CN': '催办留言：{said}', 'en-US': 'Says: {said}', 'ja-JP': 'メッセージ：{said}' },
  rolledBackTitle: {
    'zh-CN': '{approval}已被退回',
    'en-US': 'Sent back: {approval}',
    'ja-JP': '{approval}が差し戻されました',
  },
  resubmitTitle: {
    'zh-CN': '{approval}已被退回，请修改后重新提交',
    'en-US': 'Sent back, please change it and submit it again: {approval}',
    'ja-JP': '{approval}が差し戻されました。修正して再提出してください',
  },
  terminatedTitle: {
    'zh-CN': '{approval}已被终止',
    'en-US': 'Ended: {approval}',
    'ja-JP': '{approval}は終了されました',
  },
  pressRefusedTitle: {
    'zh-CN': '{approval}：你的操作未被对方系统接受',
    'en-US': 'Not taken: {approval}',
    'ja-JP': '{approval}：操作が相手システムに受け付けられませんでした',
  },
  pressRefusedLine: {
    'zh-CN': '请打开详情查看最新状态；若仍待你处理，请重新操作。',
    'en-US': 'Open the details to see how it stands. If it still waits for you, please decide once more.',
    'ja-JP': '詳細を開いて最新の状態を確認し、まだ処理待ちの場合はもう一度操作してください。',
  },
  byPerson: { 'zh-CN': '操作人：{name}', 'en-US': 'By {name}', 'ja-JP': '操作者：{name}' },
  byAdministrator: { 'zh-CN': '操作人：管理员', 'en-US': 'By an administrator', 'ja-JP': '操作者：管理者' },
  mentionedTitle: {
    'zh-CN': '有人在评论中提到了你',
    'en-US': 'You were mentioned in a comment',
    'ja-JP': 'コメントであなたが言及されました',
  },
  mentionedElsewhere: {
    'zh-CN': '{name}在一条你无权查看的审批中提到了你：',
    'en-US': '{name} mentioned you in an approval that you may not open:',
    'ja-JP': '{name}さんが、あなたに閲覧権限のない承認で言及しました：',
  },
  mentionedElsewhereBySystem: {
    'zh-CN': '系统“{system}”在一条你无权查看的审批中提到了你：',
    'en-US': 'The system “{system}” mentioned you in an approval that you may not open:',
    'ja-JP': 'システム「{system}」が、あなたに閲覧権限のない承認で言及しました：',
  },
  bySystem: {
    'zh-CN': '操作方：系统“{system}”',
    'en-US': 'By the system “{system}”',
    'ja-JP': '操作元：システム「{system}」',
  },
  withdrawnTitle: {
    'zh-CN': '{approval}已被撤回',
    'en-US': 'Withdrawn: {approval}',
    'ja-JP': '{approval}は取り下げられました',
  },
  commentedTitle: {
    'zh-CN': '{approval}有新评论',
    'en-US': 'New comment: {approval}',
    'ja-JP': '{approval}に新しいコメントがあります',
  },
  mentionedHereTitle: {
    'zh-CN': '{approval}的评论中提到了你',
    'en-US': 'You were mentioned in a comment: {approval}',
    'ja-JP': '{approval}のコメントであなたが言及されました',
  },
  approvedByItself: {
    'zh-CN': '{approval}已自动通过',
    'en-US': 'Approved automatically: {approval}',
    'ja-JP': '{approval}は自動的に承認されました',
  },
  rejectedByItself: {
    'zh-CN': '{approval}已被自动拒绝',
    'en-US': 'Rejected automatically: {approval}',
    'ja-JP': '{approval}は自動的に却下されました',
  },
  nobodyInTime: {
    'zh-CN': '审批人未在时限内处理，由系统自动处理',
    'en-US': 'Nobody decided within the time limit',
    'ja-JP': '期限内に処理されなかったため、システムが処理しました',
  },
  nobodyElse: {
    'zh-CN': '无需其他人审批',
    'en-US': 'Nobody else had to decide',
    'ja-JP': 'ほかに承認が必要な人はいません',
  },
  waitsTitle: {
    'zh-CN': '提醒：{approval}待你审批',
    'en-US': 'Waiting for you: {approval}',
    'ja-JP': 'リマインド：{approval}があなたの承認を待っています',
  },
  hasWaited: {
    'zh-CN': '已等待 {hours} 个工作小时，请尽快处理',
    'en-US': 'It has been waiting for {hours} h of working time',
    'ja-JP': '{hours} 営業時間待っています。早めに処理してください',
  },
  handedOverTitle: {
    'zh-CN': '{approval}由你接手',
    'en-US': 'Yours to look after now: {approval}',
    'ja-JP': '{approval}を引き継ぎました',
  },
  handedOverLine: {
    'zh-CN': '由{name}发起，之后由你跟进：可撤回、催办，被退回时由你修改后重新提交',
    'en-US': '{name} started it; withdrawing it, reminding people and submitting it again are up to you',
    'ja-JP': '{name}さんの申請です。今後の取り下げ・催促・差し戻し時の再提出はあなたが行います',
  },
  initiatorLine: { 'zh-CN': '发起人：{name}', 'en-US': 'From {name}', 'ja-JP': '申請者：{name}' },
} as const satisfies Record<string, Record<Language, string>>
