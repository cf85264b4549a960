import type { Language } from '../languages.ts'

/** What the bot tells those who answer for approvals. */
export const WEBHOOK_TEXTS = {
  offTitle: {
    'zh-CN': '外部系统 {endpoint} 的推送已停用',
    'en-US': 'Webhook {endpoint} is switched off',
    'ja-JP': 'Webhook {endpoint} を停止しました',
  },
  failing: {
    'zh-CN': '{host} 连续 5 天没有接收审批事件，最后一次应答：{last}。',
    'en-US': '{host} has taken no event of approvals for five days. Its last answer: {last}.',
    'ja-JP': '{host} が 5 日間、承認イベントを受け取っていません。最後の応答：{last}。',
  },
  gone: {
    'zh-CN': '{host} 表示不再接收审批事件（410）。',
    'en-US': '{host} says that it takes no more events of approvals (410).',
    'ja-JP': '{host} は承認イベントを今後受け取らないと応答しました（410）。',
  },
  kept: {
    'zh-CN': '等待推送的事件：{count} 个。不会丢失：每小时尝试一次，恢复后按顺序补发。',
    'en-US': 'Events that wait: {count}. None is lost: one is tried every hour, and all follow in order.',
    'ja-JP': '待機中のイベント：{count} 件。失われません。1 時間ごとに試行し、復旧後に順番どおり送信します。',
  },
  noAnswer: { 'zh-CN': '无应答', 'en-US': 'none', 'ja-JP': '応答なし' },
} as const satisfies Record<string, Record<Language, string>>
