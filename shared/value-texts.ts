import type { Language } from './languages.ts'

/** What can be done with a value that was submitted, and the choice of approvals that a form names. */
export const VALUE_TEXTS = {
  openLink: { 'zh-CN': '打开链接', 'en-US': 'Open the link', 'ja-JP': 'リンクを開く' },
  linkCopied: {
    'zh-CN': '无法打开，链接已复制',
    'en-US': 'It cannot be opened here. The link was copied.',
    'ja-JP': '開けないため、リンクをコピーしました',
  },
  call: { 'zh-CN': '拨打', 'en-US': 'Call', 'ja-JP': '電話をかける' },
  numberCopied: {
    'zh-CN': '无法拨打，号码已复制',
    'en-US': 'No call can be made here. The number was copied.',
    'ja-JP': '発信できないため、番号をコピーしました',
  },
  copy: { 'zh-CN': '复制', 'en-US': 'Copy', 'ja-JP': 'コピー' },
  openLinked: { 'zh-CN': '查看审批', 'en-US': 'Open the approval', 'ja-JP': '承認を開く' },
  rowOf: { 'zh-CN': '第 {number} 行', 'en-US': 'Row {number}', 'ja-JP': '{number} 行目' },
  chooseLinked: { 'zh-CN': '选择关联审批', 'en-US': 'Choose approvals', 'ja-JP': '関連する承認を選択' },
  linkableOf: {
    'zh-CN': '我发起、处理过或抄送给我的审批',
    'en-US': 'What you started, decided or were copied on',
    'ja-JP': '自分が申請・処理した、または共有された承認',
  },
  noneLinkable: {
    'zh-CN': '没有可关联的审批',
    'en-US': 'There is no approval to choose',
    'ja-JP': '選択できる承認はありません',
  },
  linkedCount: {
    'zh-CN': '已选 {count}/{most}',
    'en-US': '{count} of {most} chosen',
    'ja-JP': '{count}/{most} 件選択',
  },
  takeLinked: { 'zh-CN': '确定', 'en-US': 'Done', 'ja-JP': '決定' },
} as const satisfies Record<string, Record<Language, string>>
