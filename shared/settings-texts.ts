import type { Language } from './languages.ts'
import type { MutableKind } from './settings.ts'

type Words = Record<Language, string>

/** The page of one's own settings, and what is said of people who decide in another's place. */
export const SETTINGS_TEXTS = {
  settings: { 'zh-CN': '设置', 'en-US': 'Settings', 'ja-JP': '設定' },
  save: { 'zh-CN': '保存', 'en-US': 'Save', 'ja-JP': '保存' },
  saving: { 'zh-CN': '保存中…', 'en-US': 'Saving …', 'ja-JP': '保存中…' },
  saved: { 'zh-CN': '已保存', 'en-US': 'Saved', 'ja-JP': '保存しました' },

  // Delegate
  delegation: { 'zh-CN': '代理审批', 'en-US': 'While you are away', 'ja-JP': '代理承認' },
  aboutDelegation: {
    'zh-CN':
      '代理期间新到达的审批交由代理人处理，您仍可查看；此前已在待办中的审批，以及代理人自己发起的审批，仍由您处理。',
    'en-US':
      'Approvals that reach you in this time go to your delegate, and you still see them. What is in your to-dos already stays with you, and so does what your delegate submits.',
    'ja-JP':
      '期間中に届いた承認は代理人が処理し、あなたも閲覧できます。すでに未処理にある承認と、代理人自身の申請は、引き続きあなたが処理します。',
  },
  delegate: { 'zh-CN': '代理人', 'en-US': 'Delegate', 'ja-JP': '代理人' },
  delegationPeriod: { 'zh-CN': '代理时间', 'en-US': 'Period', 'ja-JP': '代理期間' },
  delegatedDefinitions: {
    'zh-CN': '适用的审批（不勾选则为全部）',
    'en-US': 'For these approvals (none ticked: for all)',
    'ja-JP': '対象の承認（未選択の場合はすべて）',
  },
  delegationAhead: {
    'zh-CN': '从{from}到{to}将由{name}代为审批',
    'en-US': 'From {from} through {to}, {name} will decide for you',
    'ja-JP': '{from}から{to}まで、{name}さんが代わりに承認します',
  },
  delegationNow: {
    'zh-CN': '从{from}到{to}由{name}代为审批',
    'en-US': 'From {from} through {to}, {name} decides for you',
    'ja-JP': '{from}から{to}まで、{name}さんが代わりに承認しています',
  },
  delegationOver: {
    'zh-CN': '从{from}到{to}曾由{name}代为审批',
    'en-US': 'From {from} through {to}, {name} decided for you',
    'ja-JP': '{from}から{to}まで、{name}さんが代わりに承認しました',
  },
  isAhead: { 'zh-CN': '未开始', 'en-US': 'To come', 'ja-JP': '開始前' },
  isNow: { 'zh-CN': '代理中', 'en-US': 'Now', 'ja-JP': '代理中' },
  isOver: { 'zh-CN': '已结束', 'en-US': 'Over', 'ja-JP': '終了' },
  forAll: { 'zh-CN': '全部审批', 'en-US': 'All approvals', 'ja-JP': 'すべての承認' },
  forSome: { 'zh-CN': '仅限：{names}', 'en-US': 'Only: {names}', 'ja-JP': '対象：{names}' },
  endDelegation: { 'zh-CN': '结束代理', 'en-US': 'End it', 'ja-JP': '代理を終了' },
  endDelegationTitle: {
    'zh-CN': '结束由{name}代为审批？',
    'en-US': 'Shall {name} no longer decide for you?',
    'ja-JP': '{name}さんの代理を終了しますか？',
  },
  endDelegationText: {
    'zh-CN': '之后的审批由您处理；已交给代理人的审批仍由其处理。',
    'en-US': 'What comes from now on is yours. What lies with your delegate already stays there.',
    'ja-JP': '今後の承認はあなたが処理します。すでに代理人に渡った承認は、代理人が処理します。',
  },
  delegationEnded: { 'zh-CN': '已结束代理', 'en-US': 'Ended', 'ja-JP': '代理を終了しました' },
  delegateMissing: {
    'zh-CN': '请选择代理人；如不再需要，请使用“结束代理”',
    'en-US': 'Choose a delegate; to have none any more, use “End it”',
    'ja-JP': '代理人を選択してください。不要な場合は「代理を終了」を使ってください',
  },
  delegateGone: {
    'zh-CN': '找不到该人员，或其已离职，请重新选择',
    'en-US': 'This person cannot be found, or has left. Please choose somebody else.',
    'ja-JP': 'このメンバーは見つからないか退職済みです。選び直してください',
  },
  periodMissing: {
    'zh-CN': '请选择开始日期和结束日期',
    'en-US': 'Choose the first and the last day',
    'ja-JP': '開始日と終了日を選択してください',
  },
  periodOver: {
    'zh-CN': '结束日期已过',
    'en-US': 'The last day has passed',
    'ja-JP': '終了日を過ぎています',
  },
  definitionsRefused: {
    'zh-CN': '所选审批有变动，请重新选择',
    'en-US': 'These cannot be chosen any more. Please choose again.',
    'ja-JP': '選択した承認に変更があります。選び直してください',
  },
  onBehalfOf: { 'zh-CN': '代{name}审批', 'en-US': 'On behalf of {name}', 'ja-JP': '{name}さんの代理' },
  delegateDecides: {
    'zh-CN': '由{name}代为审批',
    'en-US': '{name} decides in their place',
    'ja-JP': '{name}さんが代わりに承認します',
  },

  // Messages
  muting: { 'zh-CN': '消息免打扰', 'en-US': 'Muted messages', 'ja-JP': '通知のミュート' },
  aboutMuting: {
    'zh-CN': '勾选的消息不再发送给您。待办、催办和每日提醒不受影响。',
    'en-US': 'What is ticked is not sent to you. To-dos, urging and the daily reminder always are.',
    'ja-JP': '選択した通知は送信されません。未処理・催促・毎日のリマインダーは対象外です。',
  },
  mutedKinds: { 'zh-CN': '不接收', 'en-US': 'Do not send me', 'ja-JP': '受け取らない通知' },
  language: { 'zh-CN': '语言', 'en-US': 'Language', 'ja-JP': '言語' },
  messageLanguage: { 'zh-CN': '消息语言', 'en-US': 'Language of messages', 'ja-JP': '通知の言語' },
  aboutLanguage: {
    'zh-CN': '飞书为中文、英文或日文时，消息与飞书语言一致；为其他语言时，使用此处的选择。',
    'en-US':
      'Where Feishu is set to Chinese, English or Japanese, messages follow it. In any other language they come in the one chosen here.',
    'ja-JP':
      'Feishu の言語が中国語・英語・日本語の場合はそれに従い、その他の言語ではここで選んだ言語で届きます。',
  },
  languageOfApproval: {
    'zh-CN': '审批的默认语言',
    'en-US': "The approval's own language",
    'ja-JP': '承認の既定の言語',
  },
} as const satisfies Record<string, Words>

/** Each language by the name it has for itself. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  'zh-CN': '中文',
  'en-US': 'English',
  'ja-JP': '日本語',
}

/** What can be muted: its name, and when it is said. */
export const MUTABLE_KIND_TEXTS: Record<MutableKind, { name: Words; about: Words }> = {
  approved: {
    name: { 'zh-CN': '审批通过', 'en-US': 'Approved', 'ja-JP': '承認' },
    about: {
      'zh-CN': '我发起的审批已通过',
      'en-US': 'Something that I submitted was approved',
      'ja-JP': '自分の申請が承認されたとき',
    },
  },
  rejected: {
    name: { 'zh-CN': '审批拒绝', 'en-US': 'Rejected', 'ja-JP': '却下' },
    about: {
      'zh-CN': '我发起的审批被拒绝',
      'en-US': 'Something that I submitted was rejected',
      'ja-JP': '自分の申請が却下されたとき',
    },
  },
  rolled_back: {
    name: { 'zh-CN': '退回', 'en-US': 'Sent back', 'ja-JP': '差し戻し' },
    about: {
      'zh-CN': '我发起的审批被退回',
      'en-US': 'Something that I submitted was sent back',
      'ja-JP': '自分の申請が差し戻されたとき',
    },
  },
  terminated: {
    name: { 'zh-CN': '终止', 'en-US': 'Ended', 'ja-JP': '終了' },
    about: {
      'zh-CN': '我发起的审批被管理员终止',
      'en-US': 'Something that I submitted was ended by an administrator',
      'ja-JP': '自分の申請を管理者が終了させたとき',
    },
  },
  withdrawn: {
    name: { 'zh-CN': '撤回', 'en-US': 'Withdrawn', 'ja-JP': '取り下げ' },
    about: {
      'zh-CN': '待我审批的内容被发起人撤回',
      'en-US': 'Something that waited for me was withdrawn',
      'ja-JP': '自分の承認待ちが取り下げられたとき',
    },
  },
  commented: {
    name: { 'zh-CN': '评论', 'en-US': 'Comments', 'ja-JP': 'コメント' },
    about: {
      'zh-CN': '我发起的审批有新评论',
      'en-US': 'Somebody commented on something that I submitted',
      'ja-JP': '自分の申請にコメントがあったとき',
    },
  },
  mentioned: {
    name: { 'zh-CN': '@ 提及', 'en-US': '@ Mentions', 'ja-JP': '@ メンション' },
    about: {
      'zh-CN': '有人在评论中提到我',
      'en-US': 'Somebody mentioned me in a comment',
      'ja-JP': 'コメントで自分が言及されたとき',
    },
  },
  cc: {
    name: { 'zh-CN': '抄送', 'en-US': 'Copies', 'ja-JP': 'CC' },
    about: {
      'zh-CN': '有审批抄送给我',
      'en-US': 'An approval was copied to me',
      'ja-JP': '承認が CC で共有されたとき',
    },
  },
}
