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
  signIn: string
  openInFeishu: string
  outsideChoice: string
  signInRefused: string
  signInUnknown: string
  signInImpossible: string
  /** Ends a sentence of the page's that says that nothing can be chosen. */
  onlyInFeishu: string
  notShared: string
  copied: string
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
  signIn: '使用飞书账号登录',
  openInFeishu: '在飞书中打开',
  outsideChoice: '您可以在此登录，或在飞书中打开。选择人员、部门只能在飞书中进行。',
  signInRefused: '您拒绝了登录，或飞书没有给出登录结果。',
  signInUnknown: '此次登录不是在这个窗口发起的，或已过期，请重新登录。',
  signInImpossible: '浏览器不允许此页面保存任何数据，无法在此登录，请在飞书中打开。',
  onlyInFeishu: '只能在飞书中选择人员或部门，请在飞书中打开此页面',
  notShared: '未能转发：',
  copied: '链接已复制',
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
  signIn: 'Sign in with Feishu',
  openInFeishu: 'Open in Feishu',
  outsideChoice: 'Sign in here, or open it in Feishu. People and departments can be chosen in Feishu only.',
  signInRefused: 'Signing in was declined, or Feishu gave no result.',
  signInUnknown: 'That sign-in was not begun in this window, or took too long. Please sign in again.',
  signInImpossible: 'This browser lets the page keep nothing, so you cannot sign in here. Open it in Feishu.',
  onlyInFeishu: 'people and departments can be chosen in Feishu only; open this page there',
  notShared: 'This was not shared:',
  copied: 'The link is copied',
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
  signIn: 'Feishu アカウントでログイン',
  openInFeishu: 'Feishu で開く',
  outsideChoice:
    'ここでログインするか、Feishu で開いてください。メンバーや部署の選択は Feishu でのみ行えます。',
  signInRefused: 'ログインが拒否されたか、Feishu から結果が返りませんでした。',
  signInUnknown: 'このウィンドウで開始されたログインではないか、期限切れです。もう一度ログインしてください。',
  signInImpossible:
    'このブラウザーではデータを保存できないため、ここではログインできません。Feishu で開いてください。',
  onlyInFeishu: 'メンバーや部署は Feishu でのみ選択できます。Feishu でこのページを開いてください',
  notShared: '共有できませんでした：',
  copied: 'リンクをコピーしました',
  share: '共有',
  shared: '共有しました',
  clear: 'クリア',
}

export function wordsIn(language: string): Words {
  if (language.startsWith('zh')) return ZH
  return language.startsWith('ja') ? JA : EN
}
