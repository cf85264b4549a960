import { textIn, type LocalizedText } from '../localized.ts'
import type { Card } from '../store/records.ts'
import type { World } from '../world.ts'

const words = (zh: string, en: string, ja: string): LocalizedText => ({
  default: zh,
  'zh-CN': zh,
  'en-US': en,
  'ja-JP': ja,
})

/** What a card shows for each status word of 更新审批 Bot 消息. */
export const STATUS_NAMES: Readonly<Record<string, LocalizedText>> = {
  open: words('待处理', 'Pending', '未処理'),
  buttons_gone: words('查看详情', 'View details', '詳細を見る'),
  APPROVED: words('已同意', 'Approved', '承認済み'),
  REJECTED: words('已拒绝', 'Rejected', '却下済み'),
  CANCELLED: words('已撤回', 'Withdrawn', '取り下げ済み'),
  FORWARDED: words('已转交', 'Transferred', '転送済み'),
  ROLLBACK: words('已回退', 'Returned', '差し戻し済み'),
  ADD: words('已加签', 'Approver added', '承認者追加済み'),
  DELETED: words('已删除', 'Deleted', '削除済み'),
  PROCESSED: words('已处理', 'Processed', '処理済み'),
}

/** Titles by template; `{n}` is the approval, `{u}` the person of title_user_id. */
const TITLES: Readonly<Record<string, LocalizedText>> = {
  1001: words('{u} 评论了 {n}', '{u} commented on {n}', '{u}が{n}にコメントしました'),
  1002: words('{n} 暂存待办', '{n} is saved as a draft', '{n}は一時保存中です'),
  1003: words('你的 {n} 被 {u} 拒绝', 'Your {n} was rejected by {u}', '{n}は{u}に却下されました'),
  1004: words('你的 {n} 已被 {u} 通过', 'Your {n} was approved by {u}', '{n}は{u}に承認されました'),
  1005: words('你成功发起了 {n}', 'You started {n}', '{n}を申請しました'),
  1006: words('{n} 将被关闭', '{n} will be closed', '{n}はまもなく終了します'),
  1007: words('{n} 已被关闭', '{n} was closed', '{n}は終了しました'),
  1008: words('{u} 的 {n} 待你审批', '{n} of {u} awaits your approval', '{u}の{n}が承認待ちです'),
  1013: words('{u} 催你审批 {n}', '{u} urges you to decide on {n}', '{u}が{n}の承認を催促しています'),
  1015: words('{u} 撤回了 {n}', '{u} withdrew {n}', '{u}が{n}を取り下げました'),
  1016: words('{u} 将 {n} 抄送给你', '{u} sent you a copy of {n}', '{u}が{n}を共有しました'),
  1018: words('{u} 在 {n} 中提到了你', '{u} mentioned you in {n}', '{u}が{n}であなたに言及しました'),
  1027: words('{u} 在 {n} 中添加了评论', '{u} added a comment to {n}', '{u}が{n}にコメントを追加しました'),
  1028: words('{n}待你审批', '{n} awaits your approval', '{n}が承認待ちです'),
}

export function cardTitle(world: World, card: Card, locale: string): string {
  if (card.customTitle) return textIn(card.customTitle, locale)
  const person = world.state.people.get(card.titleUserId)?.name ?? ''
  const approval = textIn(card.approvalName ?? undefined, locale)
  const id = card.templateId === '1008' && person === '' ? '1028' : card.templateId
  return (textIn(TITLES[id], locale) || '{n}')
    .split(/(\{[nu]\})/)
    .map((part) => (part === '{n}' ? approval : part === '{u}' ? person : part))
    .join('')
}
