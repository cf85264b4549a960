import { FORM_TEXTS } from './form-texts.ts'
import { VALUE_TEXTS } from './value-texts.ts'
import type { Language } from './languages.ts'
import { NODE_TEXTS } from './node-texts.ts'
import { PROGRESS_TEXTS } from './progress-texts.ts'
import { SETTINGS_TEXTS } from './settings-texts.ts'
import { VERB_TEXTS } from './verb-texts.ts'

/** What the pages of the mini program say by themselves. */
export const PAGE_TEXTS = {
  appTitle: { 'zh-CN': '审批', 'en-US': 'Approvals', 'ja-JP': '承認' },

  // Everywhere
  loading: { 'zh-CN': '加载中', 'en-US': 'Loading', 'ja-JP': '読み込み中' },
  retry: { 'zh-CN': '重试', 'en-US': 'Try again', 'ja-JP': '再試行' },
  cancel: { 'zh-CN': '取消', 'en-US': 'Cancel', 'ja-JP': 'キャンセル' },
  remove: { 'zh-CN': '移除', 'en-US': 'Remove', 'ja-JP': '削除' },
  clear: { 'zh-CN': '清除', 'en-US': 'Clear', 'ja-JP': 'クリア' },
  system: { 'zh-CN': '系统', 'en-US': 'The system', 'ja-JP': 'システム' },
  administrator: { 'zh-CN': '管理员', 'en-US': 'An administrator', 'ja-JP': '管理者' },
  toHome: { 'zh-CN': '返回首页', 'en-US': 'To the start page', 'ja-JP': 'ホームへ' },
  failedTitle: { 'zh-CN': '加载失败', 'en-US': 'This could not be loaded', 'ja-JP': '読み込めませんでした' },
  failedText: {
    'zh-CN': '服务暂时不可用，请稍后再试。',
    'en-US': 'The service does not answer properly right now. Please try again later.',
    'ja-JP': 'サービスが一時的に利用できません。しばらくしてからお試しください。',
  },
  failedLogin: {
    'zh-CN': '登录失败，请重试。',
    'en-US': 'Signing in failed. Please try again.',
    'ja-JP': 'ログインに失敗しました。もう一度お試しください。',
  },
  offline: {
    'zh-CN': '网络连接失败，请检查网络后重试。',
    'en-US': 'There is no connection. Check the network and try again.',
    'ja-JP': 'ネットワークに接続できません。接続を確認して再試行してください。',
  },
  personChanged: {
    'zh-CN': '账号已切换，请重新打开。',
    'en-US': 'The account has changed. Please open this again.',
    'ja-JP': 'アカウントが切り替わりました。開き直してください。',
  },
  pickFailed: {
    'zh-CN': '无法打开选择器：{why}',
    'en-US': 'Nothing can be chosen right now: {why}',
    'ja-JP': '選択画面を開けません：{why}',
  },
  pickedNoDepartment: {
    'zh-CN': '请选择部门，而不是人员。',
    'en-US': 'Please choose a department. You chose people.',
    'ja-JP': 'メンバーではなく部署を選択してください。',
  },
  hiddenTitle: { 'zh-CN': '无法查看', 'en-US': 'Nothing to see here', 'ja-JP': '表示できません' },
  hiddenText: {
    'zh-CN': '内容不存在，或您没有查看权限。如有需要，请联系发起人。',
    'en-US': 'It does not exist, or it is not shared with you. If you need it, ask whoever sent you here.',
    'ja-JP': '存在しないか、閲覧権限がありません。必要な場合は送信者にお問い合わせください。',
  },

  // Form
  required: { 'zh-CN': '必填', 'en-US': 'required', 'ja-JP': '必須' },
  choose: { 'zh-CN': '请选择', 'en-US': 'Choose', 'ja-JP': '選択してください' },
  searchOptions: { 'zh-CN': '搜索', 'en-US': 'Search', 'ja-JP': '検索' },
  noOptions: {
    'zh-CN': '没有可选项',
    'en-US': 'There is nothing to choose',
    'ja-JP': '選択できるものがありません',
  },
  chosen: { 'zh-CN': '确定', 'en-US': 'Done', 'ja-JP': '決定' },
  chooseDate: { 'zh-CN': '请选择日期', 'en-US': 'Choose a date', 'ja-JP': '日付を選択' },
  from: { 'zh-CN': '开始日期', 'en-US': 'First day', 'ja-JP': '開始日' },
  to: { 'zh-CN': '结束日期', 'en-US': 'Last day', 'ja-JP': '終了日' },
  currency: { 'zh-CN': '币种', 'en-US': 'Currency', 'ja-JP': '通貨' },
  uploading: { 'zh-CN': '上传中…', 'en-US': 'Uploading …', 'ja-JP': 'アップロード中…' },
  addPerson: { 'zh-CN': '选择人员', 'en-US': 'Choose people', 'ja-JP': 'メンバーを選択' },
  addDepartment: { 'zh-CN': '选择部门', 'en-US': 'Choose departments', 'ja-JP': '部署を選択' },
  addImage: { 'zh-CN': '添加图片', 'en-US': 'Add image', 'ja-JP': '画像を追加' },
  addFile: { 'zh-CN': '添加附件', 'en-US': 'Add file', 'ja-JP': 'ファイルを追加' },
  routeTitle: { 'zh-CN': '审批流程', 'en-US': 'Who will approve', 'ja-JP': '承認ルート' },
  routeLoading: { 'zh-CN': '正在计算流程…', 'en-US': 'Looking up the route …', 'ja-JP': 'ルートを確認中…' },
  skippedCondition: {
    'zh-CN': '不满足条件，跳过',
    'en-US': 'Skipped: not needed',
    'ja-JP': '条件外のためスキップ',
  },
  skippedSelf: {
    'zh-CN': '审批人为发起人，跳过',
    'en-US': 'Skipped: the initiator would decide',
    'ja-JP': '申請者本人のためスキップ',
  },
  chooseApprovers: { 'zh-CN': '＋ 选择审批人', 'en-US': '+ Choose approvers', 'ja-JP': '＋ 承認者を選択' },
  changeApprovers: { 'zh-CN': '更换审批人', 'en-US': 'Change approvers', 'ja-JP': '承認者を変更' },
  approversMissing: {
    'zh-CN': '请选择审批人',
    'en-US': 'Choose who approves here',
    'ja-JP': '承認者を選択してください',
  },
  nobodyApproves: {
    'zh-CN': '目前没有可以审批的人，请联系管理员',
    'en-US': 'Nobody who could approve can be found. Please tell your administrator.',
    'ja-JP': '承認できる人が見つかりません。管理者に連絡してください',
  },
  ccTitle: { 'zh-CN': '抄送', 'en-US': 'CC', 'ja-JP': 'CC' },
  toldStart: { 'zh-CN': '提交时：{names}', 'en-US': 'on submission: {names}', 'ja-JP': '提出時：{names}' },
  toldApproved: { 'zh-CN': '通过后：{names}', 'en-US': 'once approved: {names}', 'ja-JP': '承認後：{names}' },
  toldEnd: { 'zh-CN': '结束时：{names}', 'en-US': 'when it ends: {names}', 'ja-JP': '終了時：{names}' },
  addCc: { 'zh-CN': '添加抄送人', 'en-US': 'Add people in CC', 'ja-JP': 'CC を追加' },
  submit: { 'zh-CN': '提交', 'en-US': 'Submit', 'ja-JP': '提出' },
  submitting: { 'zh-CN': '提交中…', 'en-US': 'Sending …', 'ja-JP': '送信中…' },
  submitted: { 'zh-CN': '已提交', 'en-US': 'Submitted', 'ja-JP': '提出しました' },
  submittedBefore: {
    'zh-CN': '之前的内容已经提交成功，可在“已发起”中查看。如需再提交一份，请再次点击“提交”。',
    'en-US':
      'An earlier version has already been submitted: see “Started”. Press Submit again to start another one.',
    'ja-JP':
      '以前の内容はすでに提出されています（「申請」を参照）。別の申請として提出するには、もう一度「提出」を押してください。',
  },
  formChanged: {
    'zh-CN': '该表单已更新，请检查后再次提交',
    'en-US': 'This form has been changed. Please check it and submit again.',
    'ja-JP': 'フォームが更新されました。確認してもう一度提出してください。',
  },
  formIncomplete: {
    'zh-CN': '请检查标出的内容',
    'en-US': 'Please look at what is marked',
    'ja-JP': '表示された項目を確認してください',
  },
  draftRestored: {
    'zh-CN': '已恢复上次未提交的内容',
    'en-US': 'Your draft has been restored',
    'ja-JP': '下書きを復元しました',
  },
  discardDraft: { 'zh-CN': '清空', 'en-US': 'Start over', 'ja-JP': '破棄する' },
  rolledBackBy: {
    'zh-CN': '{name}退回，请修改后重新提交',
    'en-US': '{name} sent this back. Change it and submit it again.',
    'ja-JP': '{name}さんが差し戻しました。修正して再提出してください。',
  },
  undoChanges: { 'zh-CN': '恢复原内容', 'en-US': 'Undo my changes', 'ja-JP': '元の内容に戻す' },
  notTakenOver: {
    'zh-CN': '以下内容无法带入，字段或选项已变更：{fields}',
    'en-US': 'Not taken over, as the field or its options have changed: {fields}',
    'ja-JP': '項目または選択肢が変更されたため、引き継げませんでした：{fields}',
  },
  againGone: {
    'zh-CN': '无需重新提交',
    'en-US': 'This does not wait for you any more',
    'ja-JP': '再提出は不要です',
  },
  againGoneText: {
    'zh-CN': '该审批已重新提交、撤回或结束。',
    'en-US': 'It was submitted again, withdrawn, or it has ended.',
    'ja-JP': 'すでに再提出、取り下げ、または終了しています。',
  },
  toDetail: { 'zh-CN': '查看审批', 'en-US': 'View it', 'ja-JP': '詳細を見る' },

  // Detail
  progress: { 'zh-CN': '审批进度', 'en-US': 'Progress', 'ja-JP': '承認状況' },
  submittedBy: { 'zh-CN': '发起', 'en-US': 'Submitted', 'ja-JP': '申請' },
  read: { 'zh-CN': '已读', 'en-US': 'read', 'ja-JP': '既読' },
  unread: { 'zh-CN': '未读', 'en-US': 'unread', 'ja-JP': '未読' },
  comments: { 'zh-CN': '评论', 'en-US': 'Comments', 'ja-JP': 'コメント' },
  noComments: { 'zh-CN': '暂无评论', 'en-US': 'No comments yet', 'ja-JP': 'コメントはまだありません' },
  commentHint: { 'zh-CN': '写评论…', 'en-US': 'Write a comment …', 'ja-JP': 'コメントを書く…' },
  number: { 'zh-CN': '编号', 'en-US': 'No.', 'ja-JP': '番号' },
  copyNumber: { 'zh-CN': '复制编号', 'en-US': 'Copy number', 'ja-JP': '番号をコピー' },
  copied: { 'zh-CN': '已复制', 'en-US': 'Copied', 'ja-JP': 'コピーしました' },
  commentEmpty: {
    'zh-CN': '请输入评论内容',
    'en-US': 'Write something first',
    'ja-JP': 'コメントを入力してください',
  },
  commentSent: { 'zh-CN': '评论已发送', 'en-US': 'Comment sent', 'ja-JP': 'コメントを送信しました' },
  sendComment: { 'zh-CN': '发送', 'en-US': 'Send', 'ja-JP': '送信' },
  mention: { 'zh-CN': '@ 提及', 'en-US': '@ Mention', 'ja-JP': '@ メンション' },
  share: { 'zh-CN': '转发', 'en-US': 'Share', 'ja-JP': '共有' },
  openFile: { 'zh-CN': '打开', 'en-US': 'Open', 'ja-JP': '開く' },
  fileFailed: {
    'zh-CN': '文件无法打开',
    'en-US': 'The file cannot be opened',
    'ja-JP': 'ファイルを開けません',
  },
  laterToday: { 'zh-CN': '三小时后（{at}）', 'en-US': 'In three hours ({at})', 'ja-JP': '3 時間後（{at}）' },
  laterTomorrow: {
    'zh-CN': '明天上午（{at}）',
    'en-US': 'Tomorrow morning ({at})',
    'ja-JP': '明日の朝（{at}）',
  },
  laterMonday: { 'zh-CN': '下周一（{at}）', 'en-US': 'Next Monday ({at})', 'ja-JP': '来週月曜（{at}）' },
  'postpone-done': { 'zh-CN': '已设为稍后处理', 'en-US': 'Marked for later', 'ja-JP': '後で処理します' },

  // Start page
  startTitle: { 'zh-CN': '发起审批', 'en-US': 'Start an approval', 'ja-JP': '申請する' },
  searchDefinitions: { 'zh-CN': '搜索审批', 'en-US': 'Search approvals', 'ja-JP': '申請を検索' },
  noDefinitions: {
    'zh-CN': '暂无可发起的审批',
    'en-US': 'There is nothing that you may start',
    'ja-JP': '申請できるものがありません',
  },
  nothingFound: { 'zh-CN': '没有找到相关内容', 'en-US': 'Nothing found', 'ja-JP': '見つかりませんでした' },
  todoBox: { 'zh-CN': '待办', 'en-US': 'To do', 'ja-JP': '未処理' },
  doneBox: { 'zh-CN': '已办', 'en-US': 'Done', 'ja-JP': '処理済み' },
  startedBox: { 'zh-CN': '已发起', 'en-US': 'Started', 'ja-JP': '申請' },
  ccBox: { 'zh-CN': '抄送我', 'en-US': 'CC', 'ja-JP': 'CC' },

  // Lists
  searchList: {
    'zh-CN': '搜索标题、发起人、摘要',
    'en-US': 'Search title, initiator, summary',
    'ja-JP': '件名・申請者・概要を検索',
  },
  allDefinitions: { 'zh-CN': '全部类型', 'en-US': 'All kinds', 'ja-JP': 'すべての種類' },
  kind: { 'zh-CN': '类型', 'en-US': 'Kind', 'ja-JP': '種類' },
  laterOnly: { 'zh-CN': '稍后处理', 'en-US': 'For later', 'ja-JP': '後で処理' },
  laterUntil: { 'zh-CN': '稍后处理：{at}', 'en-US': 'Later: {at}', 'ja-JP': '後で：{at}' },
  backToTodo: { 'zh-CN': '已移回待办', 'en-US': 'Back in the to-dos', 'ja-JP': '未処理に戻しました' },
  markLater: { 'zh-CN': '稍后处理', 'en-US': 'Later', 'ja-JP': '後で' },
  markNow: { 'zh-CN': '移回待办', 'en-US': 'Back to to-dos', 'ja-JP': '未処理に戻す' },
  more: { 'zh-CN': '加载更多', 'en-US': 'Show more', 'ja-JP': 'さらに表示' },
  loadingMore: { 'zh-CN': '加载中…', 'en-US': 'Loading …', 'ja-JP': '読み込み中…' },
  reload: { 'zh-CN': '刷新', 'en-US': 'Refresh', 'ja-JP': '更新' },
  selectMode: { 'zh-CN': '批量处理', 'en-US': 'Select several', 'ja-JP': '一括処理' },
  select: { 'zh-CN': '选择', 'en-US': 'Select', 'ja-JP': '選択' },
  selectAll: { 'zh-CN': '全选', 'en-US': 'All', 'ja-JP': 'すべて選択' },
  selected: { 'zh-CN': '已选 {count} 项', 'en-US': '{count} selected', 'ja-JP': '{count} 件を選択中' },
  approveSelected: { 'zh-CN': '批量同意', 'en-US': 'Approve selected', 'ja-JP': '選択分を承認' },
  approveCount: {
    'zh-CN': '同意所选的 {count} 项',
    'en-US': 'Approve these {count}',
    'ja-JP': '選択した {count} 件を承認',
  },
  allOfKind: { 'zh-CN': '显示全部待办', 'en-US': 'All to-dos', 'ja-JP': 'すべての未処理' },
  batchProgress: {
    'zh-CN': '正在处理 {count}/{all}…',
    'en-US': '{count} of {all} …',
    'ja-JP': '処理中 {count}/{all}…',
  },
  batchDone: {
    'zh-CN': '已同意 {count} 项',
    'en-US': '{count} approved',
    'ja-JP': '{count} 件を承認しました',
  },
  batchPartly: {
    'zh-CN': '已同意 {count} 项，{failed} 项未成功：',
    'en-US': '{count} approved, {failed} not:',
    'ja-JP': '{count} 件を承認、{failed} 件は失敗しました：',
  },
  batchStopped: {
    'zh-CN': '已同意 {count} 项后中断，可再次提交所选内容：',
    'en-US': 'Stopped after {count}. What is left is still selected:',
    'ja-JP': '{count} 件を承認した後に中断しました：',
  },
  batchFailure: { 'zh-CN': '{title}：{reason}', 'en-US': '{title}: {reason}', 'ja-JP': '{title}：{reason}' },
  emptyTodo: { 'zh-CN': '没有待办事项', 'en-US': 'Nothing to do', 'ja-JP': '未処理はありません' },
  emptyDone: {
    'zh-CN': '还没有处理过的审批',
    'en-US': 'Nothing decided yet',
    'ja-JP': '処理済みはありません',
  },
  emptyStarted: { 'zh-CN': '还没有发起过审批', 'en-US': 'Nothing started yet', 'ja-JP': '申請はありません' },
  emptyCc: { 'zh-CN': '没有抄送给您的审批', 'en-US': 'Nothing in copy', 'ja-JP': 'CC はありません' },
  emptyLater: {
    'zh-CN': '没有稍后处理的事项',
    'en-US': 'Nothing is left for later',
    'ja-JP': '後で処理するものはありません',
  },
  unreadMark: { 'zh-CN': '未读', 'en-US': 'Unread', 'ja-JP': '未読' },

  // At the end, where the compiler refuses a key from above that stands there as well.
  ...FORM_TEXTS,
  ...VALUE_TEXTS,
  ...NODE_TEXTS,
  ...PROGRESS_TEXTS,
  ...VERB_TEXTS,
  ...SETTINGS_TEXTS,
} as const satisfies Record<string, Record<Language, string>>
