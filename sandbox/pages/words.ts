import { textIn, type LocalizedText } from '../localized.ts'

const words = (zh: string, en: string, ja: string): LocalizedText => ({
  default: zh,
  'zh-CN': zh,
  'en-US': en,
  'ja-JP': ja,
})

const WORDS = {
  product: words('审批（本地沙箱）', 'Approval (local sandbox)', '承認（ローカルサンドボックス）'),
  todo: words('待办', 'To do', '未処理'),
  done: words('已办', 'Done', '処理済み'),
  started: words('已发起', 'Started', '申請済み'),
  cc: words('抄送我', 'Cc’d to me', '共有'),
  chat: words('审批助手', 'Approval bot', '承認ボット'),
  start: words('发起审批', 'Start', '申請する'),
  detail: words('查看详情', 'View details', '詳細を見る'),
  empty: words('这里空空如也', 'Nothing here', '何もありません'),
  reason: words('审批意见', 'Reason', '理由'),
  submit: words('提交', 'Submit', '送信'),
  initiator: words('申请人', 'Initiator', '申請者'),
  node: words('当前节点', 'Node', 'ノード'),
  from: words('来自', 'From', '提供元'),
  approve: words('同意', 'Approve', '承認'),
  reject: words('拒绝', 'Reject', '却下'),
  withdraw: words('撤回', 'Withdraw', '取り下げ'),
  approvers: words('审批人', 'Approvers', '承認者'),
  later: words(
    '附件上传将在后续版本支持',
    'Uploads come in a later version',
    'アップロードは後のバージョンで対応します',
  ),
  back: words('返回', 'Back', '戻る'),
  phone: words('手机', 'phone', 'モバイル'),
  history: words('审批记录', 'History', '履歴'),
  resigned: words('已离职', 'has left', '退職済み'),
  unreachable: words(
    '无法从三方系统取得数据',
    'The approval server did not answer',
    '承認サーバーから応答がありません',
  ),
} as const

export type Word = keyof typeof WORDS

export const word = (name: Word, locale: string): string => textIn(WORDS[name], locale)

const STATUS: Readonly<Record<string, LocalizedText>> = {
  PENDING: words('审批中', 'Pending', '承認待ち'),
  APPROVED: words('已通过', 'Approved', '承認済み'),
  REJECTED: words('已拒绝', 'Rejected', '却下'),
  CANCELED: words('已撤回', 'Withdrawn', '取り下げ'),
  TERMINATED: words('已终止', 'Terminated', '終了'),
  TRANSFERRED: words('已转交', 'Transferred', '転送済み'),
  DONE: words('无需处理', 'Done by others', '対応不要'),
  DELETED: words('已删除', 'Deleted', '削除済み'),
  HIDDEN: words('', '', ''),
}

export const statusWord = (status: string, locale: string): string =>
  STATUS[status] ? textIn(STATUS[status], locale) : status
