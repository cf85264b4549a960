import type { Language } from './languages.ts'

/** What the daily reminder says. */
export const REMINDER_TEXTS = {
  waiting: {
    'zh-CN': '你有 {count} 条审批待处理',
    'en-US': 'Approvals waiting for you: {count}',
    'ja-JP': '対応待ちの承認が {count} 件あります',
  },
  allDone: {
    'zh-CN': '待处理的审批已全部完成',
    'en-US': 'All done',
    'ja-JP': '対応待ちの承認はすべて処理済みです',
  },
  allDoneMore: {
    'zh-CN': '本次提醒中的审批都已处理。',
    'en-US': 'Everything in this reminder has been dealt with.',
    'ja-JP': 'このリマインダーの承認はすべて処理されました。',
  },
  nothingNow: {
    'zh-CN': '目前没有需要处理的审批',
    'en-US': 'Nothing waits for you right now',
    'ja-JP': '今すぐ処理が必要な承認はありません',
  },
  later: {
    'zh-CN': '已设为稍后处理：{count} 条',
    'en-US': 'Put off until later: {count}',
    'ja-JP': '後で処理：{count} 件',
  },
  oldest: {
    'zh-CN': '等待最久的 {count} 条',
    'en-US': 'The {count} that have waited longest',
    'ja-JP': '待ち時間の長い {count} 件',
  },
  others: { 'zh-CN': '其他', 'en-US': 'Others', 'ja-JP': 'その他' },
  waitsForResubmit: {
    'zh-CN': '已退回，待你重新提交 · 已等待 {age}',
    'en-US': 'Sent back, to be submitted again · waiting for {age}',
    'ja-JP': '差し戻し、再提出待ち · {age}待ち',
  },
  waitedFor: { 'zh-CN': '已等待 {age}', 'en-US': 'Waiting for {age}', 'ja-JP': '{age}待ち' },
  openTask: { 'zh-CN': '去处理', 'en-US': 'Open', 'ja-JP': '開く' },
  openList: { 'zh-CN': '查看全部待办', 'en-US': 'Open my to-dos', 'ja-JP': '一覧を開く' },
} as const satisfies Record<string, Record<Language, string>>

const UNITS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

/** `3 days`: in the largest unit of which a whole one has passed, and a minute at least. */
export function ageText(ms: number, locale: Language): string {
  const { unit, ms: unitMs } = UNITS.find((one) => ms >= one.ms) ?? UNITS[2]
  const count = Math.max(1, Math.floor(ms / unitMs))
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
