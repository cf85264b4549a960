import type { ErrorCode } from './error-codes.ts'
import { FILE_RULE_TEXTS } from './file-texts.ts'
import type { Locale } from './locale.ts'
import { OPTION_TEXTS } from './option-texts.ts'
import { REFUSAL_TEXTS } from './refusal-texts.ts'

const UNKNOWN_TYPE = {
  'zh-CN': '不支持该文件类型',
  'en-US': 'This type of file is not taken',
  'ja-JP': 'この形式のファイルは使えません',
}

/** Told by their own message alone: faults of a form by field in the reader's language, the others to operators. */
type SaidByItself =
  | 'form_invalid'
  | 'effect_not_found'
  | 'endpoint_not_found'
  | 'instance_ambiguous'
  | 'service_not_found'
  | 'service_exists'
  | 'service_not_allowed'

/** What a person reads where nothing more particular can be said; the codes are for programs. */
export const ERROR_TEXTS: Record<Exclude<ErrorCode, SaidByItself>, Record<Locale, string>> = {
  bad_request: {
    'zh-CN': '提交的内容有误，请检查后重试',
    'en-US': 'Something in this request is not right. Please check it and try again.',
    'ja-JP': '送信内容に誤りがあります。確認してもう一度お試しください。',
  },
  unauthorized: {
    'zh-CN': '登录已失效，请重新打开页面',
    'en-US': 'You are signed out. Please open the page again.',
    'ja-JP': 'ログインの有効期限が切れました。ページを開き直してください。',
  },
  login_code_invalid: {
    'zh-CN': '登录失败，请重新打开页面',
    'en-US': 'Signing in did not work. Please open the page again.',
    'ja-JP': 'ログインできませんでした。ページを開き直してください。',
  },
  login_not_allowed: {
    'zh-CN': '您没有使用此应用的权限',
    'en-US': 'This app is not open to you',
    'ja-JP': 'このアプリを利用する権限がありません',
  },
  not_found: { 'zh-CN': '内容不存在', 'en-US': 'There is nothing here', 'ja-JP': '見つかりません' },
  definition_not_found: {
    'zh-CN': '该审批不存在，或您无权发起',
    'en-US': 'There is no such approval, or it is not yours to start',
    'ja-JP': 'この承認は存在しないか、申請する権限がありません',
  },
  instance_not_found: {
    'zh-CN': '该审批不存在，或您无权查看',
    'en-US': 'There is no such approval, or it is not yours to see',
    'ja-JP': 'この承認は存在しないか、閲覧する権限がありません',
  },
  task_not_found: {
    'zh-CN': '该任务不存在，或不由您处理',
    'en-US': 'There is no such task, or it is not yours',
    'ja-JP': 'このタスクは存在しないか、あなたの担当ではありません',
  },
  attachment_not_found: {
    'zh-CN': '文件不存在，或您无权查看',
    'en-US': 'There is no such file, or it is not yours to see',
    'ja-JP': 'ファイルが存在しないか、閲覧する権限がありません',
  },
  person_not_found: {
    'zh-CN': '找不到所选的人员，可能已离职',
    'en-US': 'Somebody who was chosen cannot be found; they may have left',
    'ja-JP': '選択した人が見つかりません。退職した可能性があります',
  },
  idempotency_mismatch: {
    'zh-CN': '已用相同的标识提交过其他内容',
    'en-US': 'Something else was submitted under the same key before',
    'ja-JP': '同じキーで別の内容が送信済みです',
  },
  too_many_requests: {
    'zh-CN': '操作过于频繁，请稍后再试',
    'en-US': 'Too many requests. Please try again later.',
    'ja-JP': '操作が多すぎます。しばらくしてからお試しください。',
  },
  source_full: {
    'zh-CN': '该系统的待办数量已达上限',
    'en-US': 'This system has as many open to-dos as it may have',
    'ja-JP': 'このシステムの未処理件数が上限に達しています',
  },
  payload_too_large: {
    'zh-CN': '提交的内容过大',
    'en-US': 'This is more than can be sent at once',
    'ja-JP': '送信内容が大きすぎます',
  },
  unsupported_media_type: {
    'zh-CN': '不支持此内容类型',
    'en-US': 'This type of content is not taken',
    'ja-JP': 'この形式の内容は受け付けられません',
  },
  store_unavailable: {
    'zh-CN': '系统暂时无法保存，请稍后再试',
    'en-US': 'Nothing can be stored right now. Please try again.',
    'ja-JP': '現在保存できません。しばらくしてからお試しください。',
  },
  method_not_allowed: {
    'zh-CN': '此地址不支持该操作，请更新页面后重试',
    'en-US': 'This cannot be done here. Please open the page again and retry.',
    'ja-JP': 'この操作は利用できません。ページを開き直してからお試しください。',
  },
  task_already_ended: {
    'zh-CN': '该审批任务已结束',
    'en-US': 'This task has already ended',
    'ja-JP': 'このタスクはすでに終了しています',
  },
  instance_already_ended: {
    'zh-CN': '该审批已结束',
    'en-US': 'This approval has already ended',
    'ja-JP': 'この承認はすでに終了しています',
  },
  decided_elsewhere: {
    'zh-CN': '该审批由其他系统办理，请在该系统中操作',
    'en-US': 'This approval is carried on by another system. Please do it there.',
    'ja-JP': 'この承認は別のシステムで処理されています。そちらで操作してください。',
  },
  source_refused: REFUSAL_TEXTS.sourceRefused,
  source_unavailable: REFUSAL_TEXTS.sourceSilent,
  decision_waits: {
    'zh-CN': '已提交另一项操作，正在等待对方系统处理',
    'en-US': 'Another decision waits for the system that carries it on',
    'ja-JP': '別の操作を送信済みです。相手システムの処理を待っています',
  },
  urged_too_soon: {
    'zh-CN': '刚刚催办过，请稍后再试',
    'en-US': 'Urged only just now. Please try again later.',
    'ja-JP': '催促したばかりです。しばらくしてからお試しください。',
  },
  attachment_damaged: FILE_RULE_TEXTS.damaged,
  too_many_uploads: FILE_RULE_TEXTS.count,
  file_type_not_allowed: UNKNOWN_TYPE,
  too_many_comments: REFUSAL_TEXTS.tooManyComments,
  too_many_cc: REFUSAL_TEXTS.tooManyCc,
  too_much_said: REFUSAL_TEXTS.tooMuchSaid,
  too_many_tasks: REFUSAL_TEXTS.tooManyTasks,
  reason_required: REFUSAL_TEXTS.reasonRequired,
  person_not_allowed: REFUSAL_TEXTS.personNotAllowed,
  node_not_allowed: REFUSAL_TEXTS.nodeNotAllowed,
  resubmit_needed: REFUSAL_TEXTS.resubmitNeeded,
  callback_refused: REFUSAL_TEXTS.callbackRefused,
  feishu_unavailable: REFUSAL_TEXTS.feishuUnavailable,
  options_unavailable: OPTION_TEXTS.no_answer,
  internal: {
    'zh-CN': '系统出错了，请稍后再试',
    'en-US': 'Something went wrong here. Please try again later.',
    'ja-JP': 'システムエラーが発生しました。しばらくしてからお試しください。',
  },
}
