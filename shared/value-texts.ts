import type { Language } from './languages.ts'

/** What can be done with a value that was submitted. */
export const VALUE_TEXTS = {
  openLink: { 'zh-CN': '打开链接', 'en-US': 'Open the link', 'ja-JP': 'リンクを開く' },
  openIn: { 'zh-CN': '在{source}中打开', 'en-US': 'Open in {source}', 'ja-JP': '{source}で開く' },
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
} as const satisfies Record<string, Record<Language, string>>
