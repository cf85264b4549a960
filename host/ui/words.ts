/** What the client itself says, around what the package says. */
export type Words = {
  ok: string
  cancel: string
  close: string
  search: string
  nobody: string
  people: string
  department: string
  chosen: string
  loading: string
  refresh: string
  missingPage: string
  broken: string
  outside: string
  outsideWhy: string
  share: string
  shared: string
  clear: string
}

const ZH: Words = {
  ok: '确定',
  cancel: '取消',
  close: '关闭',
  search: '搜索',
  nobody: '没有找到',
  people: '选择联系人',
  department: '部门',
  chosen: '已选',
  loading: '加载中…',
  refresh: '下拉刷新',
  missingPage: '页面不存在',
  broken: '页面无法打开',
  outside: '请在飞书中打开此页面',
  outsideWhy: '审批需要通过飞书确认您的身份。',
  share: '转发',
  shared: '已转发',
  clear: '清除',
}

const EN: Words = {
  ok: 'OK',
  cancel: 'Cancel',
  close: 'Close',
  search: 'Search',
  nobody: 'Nothing found',
  people: 'Choose people',
  department: 'Department',
  chosen: 'chosen',
  loading: 'Loading…',
  refresh: 'Pull to refresh',
  missingPage: 'There is no such page',
  broken: 'The page cannot be opened',
  outside: 'Please open this in Feishu',
  outsideWhy: 'Feishu tells approvals who you are.',
  share: 'Share',
  shared: 'Shared',
  clear: 'Clear',
}

const JA: Words = {
  ok: 'OK',
  cancel: 'キャンセル',
  close: '閉じる',
  search: '検索',
  nobody: '見つかりません',
  people: '連絡先を選択',
  department: '部署',
  chosen: '選択済み',
  loading: '読み込み中…',
  refresh: '引いて更新',
  missingPage: 'ページがありません',
  broken: 'ページを開けません',
  outside: 'Feishu でこのページを開いてください',
  outsideWhy: '承認では Feishu で本人確認を行います。',
  share: '共有',
  shared: '共有しました',
  clear: 'クリア',
}

export function wordsIn(language: string): Words {
  if (language.startsWith('zh')) return ZH
  return language.startsWith('ja') ? JA : EN
}
