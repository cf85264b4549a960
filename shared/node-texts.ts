import type { Language } from './languages.ts'

/** What is said of a node before and while it is decided: how, by when, and beside what. */
export const NODE_TEXTS = {
  modeAny: { 'zh-CN': '或签：一人同意即可', 'en-US': 'One of them decides', 'ja-JP': 'いずれか一名の承認' },
  modeAll: { 'zh-CN': '会签：须全部同意', 'en-US': 'All of them have to agree', 'ja-JP': '全員の承認が必要' },
  modeVote: {
    'zh-CN': '票签：{count} 人中须 {needed} 人同意',
    'en-US': '{needed} of {count} have to agree',
    'ja-JP': '{count} 人中 {needed} 人の承認が必要',
  },
  modeSequential: { 'zh-CN': '依次审批', 'en-US': 'One after the other', 'ja-JP': '順番に承認' },
  agreedSoFar: {
    'zh-CN': '已同意 {agreed}/{needed}',
    'en-US': '{agreed}/{needed} have agreed',
    'ja-JP': '承認済み {agreed}/{needed}',
  },
  repeatsApproval: {
    'zh-CN': '若已同意上一节点，自动通过',
    'en-US': 'Need not decide again after agreeing just before',
    'ja-JP': '直前のノードで承認していれば自動承認',
  },
  laneHead: {
    'zh-CN': '并行审批：{count} 条分支同时进行，全部通过后继续',
    'en-US': 'Side by side: {count} branches at once, all of them needed',
    'ja-JP': '並行承認：{count} つの分岐が同時に進み、すべて承認されると次へ進みます',
  },
  laneBranch: { 'zh-CN': '分支 {number}', 'en-US': 'Branch {number}', 'ja-JP': '分岐 {number}' },
  limit: {
    'zh-CN': '处理时限（工作时间）：{steps}',
    'en-US': 'If nobody acts, in working hours: {steps}',
    'ja-JP': '処理期限（営業時間）：{steps}',
  },
  limitRemind: {
    'zh-CN': '{hours} 小时后提醒',
    'en-US': 'a reminder after {hours}',
    'ja-JP': '{hours} 時間後に催促',
  },
  limitEscalate: {
    'zh-CN': '{hours} 小时后转给上级',
    'en-US': 'passed to the manager after {hours}',
    'ja-JP': '{hours} 時間後に上司へ転送',
  },
  limitApprove: {
    'zh-CN': '{hours} 小时后自动同意',
    'en-US': 'approved after {hours}',
    'ja-JP': '{hours} 時間後に自動承認',
  },
  limitReject: {
    'zh-CN': '{hours} 小时后自动拒绝',
    'en-US': 'rejected after {hours}',
    'ja-JP': '{hours} 時間後に自動却下',
  },
} as const satisfies Record<string, Record<Language, string>>
