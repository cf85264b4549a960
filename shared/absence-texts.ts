import { say } from './texts.ts'
import type { Language } from './languages.ts'

/** Why somebody cannot take part: contacts say so, do not let the app see them, or know nobody of that id. */
export type Absence = 'left' | 'suspended' | 'not_joined' | 'outside' | 'unknown'

const ABSENCE_TEXTS = {
  left: { 'zh-CN': '{name} 已离职', 'en-US': '{name} has left', 'ja-JP': '{name}さんは退職しています' },
  suspended: {
    'zh-CN': '{name} 的账号已停用',
    'en-US': 'The account of {name} is suspended',
    'ja-JP': '{name}さんのアカウントは停止されています',
  },
  not_joined: {
    'zh-CN': '{name} 尚未加入企业',
    'en-US': '{name} has not joined yet',
    'ja-JP': '{name}さんはまだ参加していません',
  },
  // Feishu answers the same for both.
  outside: {
    'zh-CN': '{name} 属于其他企业，或不在本系统的可见范围内',
    'en-US': '{name} belongs to another company, or is out of this system’s sight',
    'ja-JP': '{name}さんは他社の方か、このシステムの参照範囲外の方です',
  },
  unknown: {
    'zh-CN': '找不到 {name}',
    'en-US': '{name} is not known here',
    'ja-JP': '{name}さんが見つかりません',
  },
} as const satisfies Record<Absence, Record<Language, string>>

/** Who cannot take part, and why. `name`: or the id, where nothing else is known of them. */
export const absenceText = (absence: Absence, name: string, locale: Language): string =>
  say(ABSENCE_TEXTS[absence], locale, { name })
