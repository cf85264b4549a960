import type { Language } from './languages.ts'

/** What an approval's progress and history say of what people did. */
export const PROGRESS_TEXTS = {
  separator: { 'zh-CN': '、', 'en-US': ', ', 'ja-JP': '、' },
  waitsForResubmit: { 'zh-CN': '待重新提交', 'en-US': 'To be submitted again', 'ja-JP': '再提出待ち' },
  isResubmitted: { 'zh-CN': '已重新提交', 'en-US': 'Submitted again', 'ja-JP': '再提出済み' },
  isRolledBack: { 'zh-CN': '已退回', 'en-US': 'Sent back', 'ja-JP': '差し戻し済み' },
  isHandedOn: {
    'zh-CN': '已转交给{people}',
    'en-US': 'Handed on to {people}',
    'ja-JP': '{people}さんに転送',
  },
  isGiven: {
    'zh-CN': '已由管理员移交给{people}',
    'en-US': 'Given to {people} by an administrator',
    'ja-JP': '管理者が{people}さんに引き継ぎ',
  },
  isLeft: {
    'zh-CN': '已离职，由{people}接手',
    'en-US': 'Has left; {people} took over',
    'ja-JP': '退職のため{people}さんが引き継ぎ',
  },
  isEscalated: {
    'zh-CN': '超时未处理，已转给{people}',
    'en-US': 'Did not act in time; passed to {people}',
    'ja-JP': '期限超過のため{people}さんに転送',
  },
  isApprovedInTime: {
    'zh-CN': '超时未处理，自动同意',
    'en-US': 'Approved as nobody acted in time',
    'ja-JP': '期限超過のため自動承認',
  },
  isRejectedInTime: {
    'zh-CN': '超时未处理，自动拒绝',
    'en-US': 'Rejected as nobody acted in time',
    'ja-JP': '期限超過のため自動却下',
  },
  isOutvoted: {
    'zh-CN': '票数已够，无需处理',
    'en-US': 'Not needed: enough have agreed',
    'ja-JP': '必要な承認数に達したため対応不要',
  },
  isMootRejected: {
    'zh-CN': '审批已拒绝，无需处理',
    'en-US': 'Not needed: it was rejected',
    'ja-JP': '却下されたため対応不要',
  },
  isMootWithdrawn: {
    'zh-CN': '审批已撤回，无需处理',
    'en-US': 'Not needed: it was withdrawn',
    'ja-JP': '取り下げられたため対応不要',
  },
  neverReached: { 'zh-CN': '流程未到达', 'en-US': 'Never came to this', 'ja-JP': 'ここには到達せず' },
  notNeeded: { 'zh-CN': '无需处理', 'en-US': 'Was not needed', 'ja-JP': '対応不要' },
  isLeftAlone: { 'zh-CN': '已离职', 'en-US': 'Has left', 'ja-JP': '退職済み' },
  isGivenAlone: {
    'zh-CN': '已由管理员移出',
    'en-US': 'Taken off by an administrator',
    'ja-JP': '管理者が担当から外しました',
  },
  isHandedOnAlone: { 'zh-CN': '已转交', 'en-US': 'Handed on', 'ja-JP': '転送済み' },
  endedInTime: {
    'zh-CN': '超时未处理，自动结束',
    'en-US': 'Nobody acted in time',
    'ja-JP': '期限超過のため自動処理',
  },
  endedAlone: {
    'zh-CN': '无需其他人审批',
    'en-US': 'Nobody else had to decide',
    'ja-JP': 'ほかに承認が必要な人なし',
  },
  rowRolledBack: { 'zh-CN': '已退回', 'en-US': 'Sent back', 'ja-JP': '差し戻し済み' },
  rowGiven: { 'zh-CN': '已被移交', 'en-US': 'Given to others', 'ja-JP': '引き継ぎ済み' },
  rowEscalated: { 'zh-CN': '超时转交', 'en-US': 'Passed on: time ran out', 'ja-JP': '期限超過で転送' },
  rowSignedBefore: { 'zh-CN': '已前加签', 'en-US': 'Asked others first', 'ja-JP': '先に他者へ依頼' },
  rowApprovedInTime: {
    'zh-CN': '超时自动同意',
    'en-US': 'Approved: time ran out',
    'ja-JP': '期限超過で自動承認',
  },
  rowRejectedInTime: {
    'zh-CN': '超时自动拒绝',
    'en-US': 'Rejected: time ran out',
    'ja-JP': '期限超過で自動却下',
  },
  rowSkipped: { 'zh-CN': '自动通过', 'en-US': 'Passed by itself', 'ja-JP': '自動で通過' },
  rowResubmitted: { 'zh-CN': '已重新提交', 'en-US': 'Resubmitted', 'ja-JP': '再提出済み' },
  isMootTerminated: {
    'zh-CN': '审批已终止，无需处理',
    'en-US': 'Not needed: it was ended',
    'ja-JP': '終了されたため対応不要',
  },
  isSignedBefore: {
    'zh-CN': '已前加签{people}',
    'en-US': 'Asked {people} to decide first',
    'ja-JP': '先に{people}さんの承認を依頼',
  },
  isSignedAfter: {
    'zh-CN': '已同意，并后加签{people}',
    'en-US': 'Approved; {people} to follow',
    'ja-JP': '承認済み（続けて{people}さん）',
  },
  isRepeated: {
    'zh-CN': '已同意过，自动通过',
    'en-US': 'Approved just before',
    'ja-JP': '直前に承認済み',
  },
  addedBefore: {
    'zh-CN': '由{name}前加签',
    'en-US': 'Added by {name}, before them',
    'ja-JP': '{name}さんが前に追加',
  },
  addedAfter: {
    'zh-CN': '由{name}后加签',
    'en-US': 'Added by {name}, after them',
    'ja-JP': '{name}さんが後に追加',
  },
  addedParallel: {
    'zh-CN': '由{name}并加签',
    'en-US': 'Added by {name}, beside them',
    'ja-JP': '{name}さんが並行で追加',
  },
  rolledBackHere: {
    'zh-CN': '{name}退回到此（第 {round} 轮）',
    'en-US': '{name} sent it back here (round {round})',
    'ja-JP': '{name}さんがここに差し戻し（{round} 巡目）',
  },

  // History
  history: { 'zh-CN': '审批记录', 'en-US': 'History', 'ja-JP': '履歴' },
  showHistory: { 'zh-CN': '展开', 'en-US': 'Show', 'ja-JP': '表示' },
  hideHistory: { 'zh-CN': '收起', 'en-US': 'Hide', 'ja-JP': '閉じる' },
  'did-submit': {
    'zh-CN': '{name}发起了审批',
    'en-US': '{name} submitted it',
    'ja-JP': '{name}さんが申請しました',
  },
  didSubmitFor: {
    'zh-CN': '{name}以{initiator}的名义发起了审批',
    'en-US': '{name} submitted it for {initiator}',
    'ja-JP': '{name}が{initiator}さんの名義で申請しました',
  },
  didWithdrawAsSystem: {
    'zh-CN': '{name}撤回了审批',
    'en-US': '{name} withdrew it',
    'ja-JP': '{name}が取り下げました',
  },
  didCommentAsSystem: {
    'zh-CN': '{name}发表了评论',
    'en-US': '{name} commented',
    'ja-JP': '{name}がコメントしました',
  },
  otherSystem: {
    'zh-CN': '系统“{service}”',
    'en-US': 'The system “{service}”',
    'ja-JP': 'システム「{service}」',
  },
  throughSystem: {
    'zh-CN': '由系统“{service}”代为发起',
    'en-US': 'Started by the system “{service}”',
    'ja-JP': 'システム「{service}」が代理で申請',
  },
  'did-approve': { 'zh-CN': '{name}同意', 'en-US': '{name} approved', 'ja-JP': '{name}さんが承認しました' },
  'did-reject': { 'zh-CN': '{name}拒绝', 'en-US': '{name} rejected it', 'ja-JP': '{name}さんが却下しました' },
  'did-push': {
    'zh-CN': '{name}的待办已结束',
    'en-US': 'The task of {name} was closed',
    'ja-JP': '{name}さんのタスクは終了しました',
  },
  didRepeat: {
    'zh-CN': '{assignee}已同意过，自动通过',
    'en-US': '{assignee} had approved just before',
    'ja-JP': '{assignee}さんは直前に承認済みのため自動承認',
  },
  'did-transfer': {
    'zh-CN': '{name}转交给{people}',
    'en-US': '{name} handed it on to {people}',
    'ja-JP': '{name}さんが{people}さんに転送しました',
  },
  didHandOver: {
    'zh-CN': '管理员将{assignee}的审批移交给{people}',
    'en-US': 'An administrator gave this from {assignee} to {people}',
    'ja-JP': '管理者が{assignee}さんの承認を{people}さんに引き継ぎました',
  },
  didLeave: {
    'zh-CN': '{assignee}已离职，审批由{people}接手',
    'en-US': '{assignee} has left; {people} took over',
    'ja-JP': '{assignee}さんが退職したため{people}さんが引き継ぎました',
  },
  didComeIn: {
    'zh-CN': '{people}接手该节点的审批',
    'en-US': '{people} took over a place here',
    'ja-JP': '{people}さんがこのノードの承認を引き継ぎました',
  },
  didGo: {
    'zh-CN': '{assignee}已离职',
    'en-US': '{assignee} has left',
    'ja-JP': '{assignee}さんが退職しました',
  },
  didTakeFrom: {
    'zh-CN': '管理员将{assignee}移出该审批',
    'en-US': 'An administrator took {assignee} off this',
    'ja-JP': '管理者が{assignee}さんを担当から外しました',
  },
  didEscalate: {
    'zh-CN': '{assignee}超时未处理，审批转给{people}',
    'en-US': '{assignee} did not act in time; this was passed to {people}',
    'ja-JP': '{assignee}さんが期限内に処理しなかったため{people}さんに転送しました',
  },
  didRemindInTime: {
    'zh-CN': '{assignee}超时未处理，已提醒',
    'en-US': '{assignee} did not act in time and was reminded',
    'ja-JP': '{assignee}さんが期限内に処理していないため催促しました',
  },
  didApproveInTime: {
    'zh-CN': '{assignee}超时未处理，自动同意',
    'en-US': '{assignee} did not act in time: approved by itself',
    'ja-JP': '{assignee}さんが期限内に処理しなかったため自動承認しました',
  },
  didRejectInTime: {
    'zh-CN': '{assignee}超时未处理，自动拒绝',
    'en-US': '{assignee} did not act in time: rejected by itself',
    'ja-JP': '{assignee}さんが期限内に処理しなかったため自動却下しました',
  },
  didReplace: {
    'zh-CN': '后续审批人由{from}变更为{to}',
    'en-US': '{to} will decide in place of {from}',
    'ja-JP': '以降の承認者が{from}さんから{to}さんに変わりました',
  },
  didSignBefore: {
    'zh-CN': '{name}前加签{people}',
    'en-US': '{name} asked {people} to decide first',
    'ja-JP': '{name}さんが先に{people}さんの承認を依頼しました',
  },
  didSignAfter: {
    'zh-CN': '{name}后加签{people}',
    'en-US': '{name} asked {people} to decide next',
    'ja-JP': '{name}さんが続けて{people}さんの承認を依頼しました',
  },
  didSignParallel: {
    'zh-CN': '{name}并加签{people}',
    'en-US': '{name} asked {people} to decide as well',
    'ja-JP': '{name}さんが並行して{people}さんの承認を依頼しました',
  },
  'did-rollback': {
    'zh-CN': '{name}退回到“{node}”，进入第 {round} 轮',
    'en-US': '{name} sent it back to “{node}”: round {round}',
    'ja-JP': '{name}さんが「{node}」に差し戻しました（{round} 巡目）',
  },
  'did-resubmit': {
    'zh-CN': '{name}重新提交',
    'en-US': '{name} submitted it again',
    'ja-JP': '{name}さんが再提出しました',
  },
  'did-cc': {
    'zh-CN': '{name}抄送给{people}',
    'en-US': '{name} sent a copy to {people}',
    'ja-JP': '{name}さんが{people}さんに CC を送りました',
  },
  'did-read': {
    'zh-CN': '{name}已读抄送',
    'en-US': '{name} read their copy',
    'ja-JP': '{name}さんが CC を確認しました',
  },
  'did-comment': {
    'zh-CN': '{name}发表了评论',
    'en-US': '{name} commented',
    'ja-JP': '{name}さんがコメントしました',
  },
  'did-urge': {
    'zh-CN': '{name}发起了催办',
    'en-US': '{name} reminded whoever it waits for',
    'ja-JP': '{name}さんが催促しました',
  },
  'did-postpone': {
    'zh-CN': '{name}调整了处理时间',
    'en-US': '{name} chose when to decide',
    'ja-JP': '{name}さんが処理時期を変更しました',
  },
  didEndApproved: { 'zh-CN': '审批通过', 'en-US': 'Approved', 'ja-JP': '承認されました' },
  didEndRejected: { 'zh-CN': '审批未通过', 'en-US': 'Rejected', 'ja-JP': '却下されました' },
  'did-withdraw': {
    'zh-CN': '{name}撤回了审批',
    'en-US': '{name} withdrew it',
    'ja-JP': '{name}さんが取り下げました',
  },
  didEndDeleted: { 'zh-CN': '审批已删除', 'en-US': 'Deleted', 'ja-JP': '削除されました' },
  'did-terminate': {
    'zh-CN': '管理员终止了审批',
    'en-US': 'An administrator ended it',
    'ja-JP': '管理者が終了させました',
  },
} as const satisfies Record<string, Record<Language, string>>
