import { textIn, type Language } from './languages.ts'
import { plainNumber } from './decimals.ts'
import type { FormFault, FormRule } from './form/form-fault.ts'

const NOT_AN_OPTION = {
  'zh-CN': '不在可选范围内',
  'en-US': 'Not one of the options',
  'ja-JP': '選択肢にありません',
}

/** Every text that a person may read and no definition brings. */
export const TEXTS = {
  initiatorNode: { 'zh-CN': '发起人', 'en-US': 'Initiator', 'ja-JP': '申請者' },
  managersNode: { 'zh-CN': '审批管理员', 'en-US': 'Approval managers', 'ja-JP': '承認管理者' },
  halfAm: { 'zh-CN': '上午', 'en-US': 'morning', 'ja-JP': '午前' },
  halfPm: { 'zh-CN': '下午', 'en-US': 'afternoon', 'ja-JP': '午後' },
  notGiven: { 'zh-CN': '未填写', 'en-US': 'Not given', 'ja-JP': '未入力' },
  /** What an approval is called whose definition says nothing else. */
  title: {
    'zh-CN': '{initiator}提交的{name}',
    'en-US': '{name} by {initiator}',
    'ja-JP': '{initiator}さんの{name}',
  },
  fromSystem: { 'zh-CN': '审批系统', 'en-US': 'Approvals', 'ja-JP': '承認システム' },
  cardNote: { 'zh-CN': '来自{source}', 'en-US': 'From {source}', 'ja-JP': '{source}から送信' },
  cardNoteConsigned: { 'zh-CN': '代{name}审批', 'en-US': 'On behalf of {name}', 'ja-JP': '{name}さんの代理' },
  viewDetails: { 'zh-CN': '查看详情', 'en-US': 'View details', 'ja-JP': '詳細を見る' },
  openApprovals: { 'zh-CN': '打开审批', 'en-US': 'Open approvals', 'ja-JP': '承認を開く' },
  urgedTooSoon: {
    'zh-CN': '刚刚催办过，请在 {minutes} 分钟后再试',
    'en-US': 'Urged only just now. Possible again in {minutes} minutes.',
    'ja-JP': '催促したばかりです。{minutes} 分後に再度お試しください。',
  },
  feishuUnavailable: {
    'zh-CN': '暂时无法连接飞书，请稍后再试',
    'en-US': 'Feishu cannot be reached right now. Please try again.',
    'ja-JP': '現在 Feishu に接続できません。しばらくしてからお試しください。',
  },
  feishuQuota: {
    'zh-CN': '企业的飞书接口调用额度已用完，暂时无法提交或登录，请联系管理员；已登录的同事可以继续审批',
    'en-US':
      'The company has used up its calls to Feishu. Ask an administrator; whoever is logged in can go on deciding.',
    'ja-JP':
      '会社の Feishu API 呼び出し枠を使い切りました。管理者にご連絡ください。ログイン済みの方は承認を続けられます。',
  },
  delegateNotSelf: {
    'zh-CN': '代理人不能是本人',
    'en-US': 'You cannot stand in for yourself',
    'ja-JP': '自分を代理人にはできません',
  },
  tooManyCc: {
    'zh-CN': '该审批的抄送人已达上限',
    'en-US': 'No more people can be told of this approval',
    'ja-JP': 'この承認の共有先は上限に達しています',
  },
  tooManyRequests: {
    'zh-CN': '操作过于频繁，请稍后再试',
    'en-US': 'Too many attempts. Please wait.',
    'ja-JP': '操作の回数が多すぎます。しばらくしてから再度お試しください。',
  },
  tooManyComments: {
    'zh-CN': '该审批的评论数已达上限',
    'en-US': 'This approval has as many comments as it can have',
    'ja-JP': 'この承認のコメント数は上限に達しています',
  },
  tooMuchSaid: {
    'zh-CN': '该审批的评论、抄送和催办内容过多，已无法再添加',
    'en-US': 'So much has been said on this approval that there is no room for more',
    'ja-JP': 'この承認のコメント・共有・催促は上限に達しているため、これ以上追加できません',
  },
  tooMuchSubmitted: {
    'zh-CN': '该审批重新提交的内容过多，请撤回后重新发起',
    'en-US': 'This approval was submitted again too often. Withdraw it and start a new one.',
    'ja-JP': 'この承認は再提出の上限に達しました。取り下げてから新しく申請してください。',
  },
  summaryLine: { 'zh-CN': '{label}：{value}', 'en-US': '{label}: {value}', 'ja-JP': '{label}：{value}' },
  row: { 'zh-CN': '{count} 项', 'en-US': '{count} item', 'ja-JP': '{count} 件' },
  rows: { 'zh-CN': '{count} 项', 'en-US': '{count} items', 'ja-JP': '{count} 件' },
  total: { 'zh-CN': '合计 {amount}', 'en-US': 'total {amount}', 'ja-JP': '合計 {amount}' },
  files: { 'zh-CN': '{count} 个文件', 'en-US': '{count} files', 'ja-JP': 'ファイル {count} 件' },
  decidedByOther: {
    'zh-CN': '该审批已由{name}处理：{status}',
    'en-US': 'Already decided by {name}: {status}',
    'ja-JP': 'すでに{name}さんが処理しました：{status}',
  },
  decidedInTime: {
    'zh-CN': '该审批超时未处理，已自动处理：{status}',
    'en-US': 'Nobody acted in time, so this was decided by itself: {status}',
    'ja-JP': '期限内に処理されなかったため、自動で処理されました：{status}',
  },
  taskEnded: {
    'zh-CN': '该审批任务已结束：{status}',
    'en-US': 'This task has already ended: {status}',
    'ja-JP': 'このタスクはすでに終了しています：{status}',
  },
  instanceEnded: {
    'zh-CN': '该审批已结束：{status}',
    'en-US': 'This approval has already ended: {status}',
    'ja-JP': 'この承認はすでに終了しています：{status}',
  },
  reasonRequired: {
    'zh-CN': '请填写审批意见',
    'en-US': 'Please give a reason',
    'ja-JP': '理由を入力してください',
  },
  personNotAllowed: {
    'zh-CN': '不能选择本人、发起人或已在该节点的审批人',
    'en-US': 'Neither yourself, nor the initiator, nor somebody who is at this node already',
    'ja-JP': '自分、申請者、すでにこのノードにいる人は選べません',
  },
  nodeNotAllowed: {
    'zh-CN': '只能退回到发起人或已通过的节点',
    'en-US': 'Only back to the initiator or to a node that was passed',
    'ja-JP': '申請者または通過済みのノードにのみ差し戻せます',
  },
  nobodyDecides: {
    'zh-CN': '找不到该审批的审批人和审批管理员，请联系管理员',
    'en-US': 'Neither an approver nor a manager of this approval can be found. Please tell an administrator.',
    'ja-JP': 'この承認の承認者も承認管理者も見つかりません。管理者にご連絡ください。',
  },
  resubmitNeeded: {
    'zh-CN': '请修改后重新提交，或撤回该审批',
    'en-US': 'Please submit it again, or withdraw it',
    'ja-JP': '修正して再提出するか、取り下げてください',
  },
  notRolledBack: {
    'zh-CN': '该审批未被退回，无需重新提交',
    'en-US': 'This approval was not sent back to you',
    'ja-JP': 'この承認は差し戻されていません',
  },
  tooManyTasks: {
    'zh-CN': '该审批的任务已达上限',
    'en-US': 'This approval has as many tasks as it can have',
    'ja-JP': 'この承認のタスク数は上限に達しています',
  },
  callbackRefused: {
    'zh-CN': '无法处理该操作，请打开详情页查看最新状态',
    'en-US': 'This action cannot be taken. Open the details to see the present state.',
    'ja-JP': 'この操作は実行できません。詳細を開いて最新の状態を確認してください。',
  },
  callbackLater: {
    'zh-CN': '系统暂时无法处理，请稍后再试',
    'en-US': 'The system cannot take this right now. Please try again later.',
    'ja-JP': '現在処理できません。しばらくしてからもう一度お試しください。',
  },
} as const satisfies Record<string, Record<Language, string>>

export const STATUS_NAMES = {
  PENDING: { 'zh-CN': '审批中', 'en-US': 'Pending', 'ja-JP': '承認待ち' },
  APPROVED: { 'zh-CN': '已同意', 'en-US': 'Approved', 'ja-JP': '承認済み' },
  REJECTED: { 'zh-CN': '已拒绝', 'en-US': 'Rejected', 'ja-JP': '却下' },
  CANCELED: { 'zh-CN': '已撤回', 'en-US': 'Withdrawn', 'ja-JP': '取り下げ' },
  DELETED: { 'zh-CN': '已删除', 'en-US': 'Deleted', 'ja-JP': '削除済み' },
  TERMINATED: { 'zh-CN': '已终止', 'en-US': 'Terminated', 'ja-JP': '終了' },
  TRANSFERRED: { 'zh-CN': '已转交', 'en-US': 'Transferred', 'ja-JP': '転送済み' },
  DONE: { 'zh-CN': '已由他人处理', 'en-US': 'Decided by someone else', 'ja-JP': '他の人が処理済み' },
} as const satisfies Record<string, Record<Language, string>>

export const FORM_RULE_TEXTS = {
  unknown: {
    'zh-CN': '表单中没有该字段',
    'en-US': 'Not a field of this form',
    'ja-JP': 'このフォームにない項目です',
  },
  required: { 'zh-CN': '必填', 'en-US': 'Required', 'ja-JP': '必須です' },
  incomplete: {
    'zh-CN': '请填写完整',
    'en-US': 'Something in it is missing',
    'ja-JP': 'すべて入力してください',
  },
  type: { 'zh-CN': '格式不正确', 'en-US': 'The format is wrong', 'ja-JP': '形式が正しくありません' },
  inexact: {
    'zh-CN': '位数过多，无法准确保存',
    'en-US': 'More digits than can be kept exactly',
    'ja-JP': '桁数が多すぎるため正確に保存できません',
  },
  too_long: {
    'zh-CN': '最多 {limit} 个字符',
    'en-US': 'At most {limit} characters',
    'ja-JP': '{limit} 文字以内です',
  },
  too_small: { 'zh-CN': '不能小于 {limit}', 'en-US': 'At least {limit}', 'ja-JP': '{limit} 以上です' },
  too_large: { 'zh-CN': '不能大于 {limit}', 'en-US': 'At most {limit}', 'ja-JP': '{limit} 以下です' },
  too_many: {
    'zh-CN': '最多 {limit} 项',
    'en-US': 'At most {limit} entries',
    'ja-JP': '{limit} 件以内です',
  },
  too_few: {
    'zh-CN': '至少 {limit} 项',
    'en-US': 'At least {limit} entries',
    'ja-JP': '{limit} 件以上必要です',
  },
  repeated: {
    'zh-CN': '不能重复',
    'en-US': 'Has something twice',
    'ja-JP': '重複しています',
  },
  not_an_option: NOT_AN_OPTION,
  // These bring words of their own along (option-texts.ts), which pages get from the server.
  options_unavailable: NOT_AN_OPTION,
  choose_again: NOT_AN_OPTION,
  not_a_date: {
    'zh-CN': '不是有效日期（YYYY-MM-DD）',
    'en-US': 'Not a date (YYYY-MM-DD)',
    'ja-JP': '有効な日付ではありません（YYYY-MM-DD）',
  },
  ends_before_start: {
    'zh-CN': '结束早于开始',
    'en-US': 'Ends before it starts',
    'ja-JP': '終了が開始より前です',
  },
  not_a_time: {
    'zh-CN': '不是有效时间（YYYY-MM-DDThh:mm）',
    'en-US': 'Not a time (YYYY-MM-DDThh:mm)',
    'ja-JP': '有効な日時ではありません（YYYY-MM-DDThh:mm）',
  },
  no_such_time: {
    'zh-CN': '当天时钟调快，没有这个时刻，请改选其他时间',
    'en-US': 'The clocks go forward that day and leave this time out. Choose another one',
    'ja-JP': 'この日は時計が進められ、この時刻はありません。別の時刻を選んでください',
  },
  too_many_hours: {
    'zh-CN': '最多 {limit} 小时',
    'en-US': 'At most {limit} hours',
    'ja-JP': '{limit} 時間以内です',
  },
  currency: {
    'zh-CN': '不支持该币种',
    'en-US': 'This currency is not offered',
    'ja-JP': 'この通貨は使えません',
  },
  decimals: {
    'zh-CN': '该币种最多 {limit} 位小数',
    'en-US': 'At most {limit} decimals in this currency',
    'ja-JP': 'この通貨の小数は {limit} 桁までです',
  },
  whole: {
    'zh-CN': '该币种没有小数',
    'en-US': 'This currency has no decimals',
    'ja-JP': 'この通貨に小数はありません',
  },
  too_many_decimals: {
    'zh-CN': '最多 {limit} 位小数',
    'en-US': 'At most {limit} decimals',
    'ja-JP': '小数は {limit} 桁までです',
  },
  not_whole: { 'zh-CN': '请输入整数', 'en-US': 'A whole number', 'ja-JP': '整数を入力してください' },
  not_a_link: {
    'zh-CN': '不是有效链接（https://…）',
    'en-US': 'Not a link (https://…)',
    'ja-JP': '有効なリンクではありません（https://…）',
  },
  not_a_phone: {
    'zh-CN': '不是有效的电话号码',
    'en-US': 'Not a phone number',
    'ja-JP': '有効な電話番号ではありません',
  },
  not_a_number: {
    'zh-CN': '账号不正确（3 至 35 位数字或字母）',
    'en-US': 'Not the number of an account (3 to 35 digits or letters)',
    'ja-JP': '口座番号が正しくありません（3～35 桁の数字か英字）',
  },
  pattern: { 'zh-CN': '格式不正确', 'en-US': 'The format is wrong', 'ja-JP': '形式が正しくありません' },
  not_computed: {
    'zh-CN': '填写完整后自动计算',
    'en-US': 'Calculated when everything is filled in',
    'ja-JP': 'すべて入力すると自動計算されます',
  },
  two_currencies: {
    'zh-CN': '不同币种（{one}、{other}）不能一起计算',
    'en-US': '{one} and {other} cannot be calculated together',
    'ja-JP': '異なる通貨（{one}、{other}）は一緒に計算できません',
  },
  division_by_zero: {
    'zh-CN': '除数为 0，无法计算',
    'en-US': 'Cannot be calculated: it would divide by 0',
    'ja-JP': '0 で割ることになるため計算できません',
  },
} as const satisfies Record<FormRule, Record<Language, string>>

/** What is wrong with a field, in words. */
export function faultText(
  { rule, limit, currencies: [one = '', other = ''] = [], words }: Omit<FormFault, 'field'>,
  locale: Language,
): string {
  if (words) return textIn(words, locale)
  const bound = limit === undefined ? {} : { limit: plainNumber(limit) }
  return say(FORM_RULE_TEXTS[rule], locale, { ...bound, one, other })
}

/** The same words in every language, for whoever's language is not known yet. */
export function saidInAll(
  text: Record<Language, string>,
  values: Record<string, string | number>,
): Record<Language, string> {
  return {
    'zh-CN': say(text, 'zh-CN', values),
    'en-US': say(text, 'en-US', values),
    'ja-JP': say(text, 'ja-JP', values),
  }
}

/** A text in one language, its `{placeholders}` filled in. */
export function say(
  text: Record<Language, string>,
  locale: Language,
  values: Record<string, string | number> = {},
): string {
  return text[locale].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
