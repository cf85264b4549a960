import type { Locale } from './choices.ts'

const ZH = {
  title: '采购系统',
  about: '它自己管理订单，用飞书 SDK 把待办推送到这里；怎样审批由它说了算。',
  new: '新建采购订单',
  empty: '还没有采购订单',
  answers: '收到审批操作时',
  takes: '照常处理',
  silent: '不应答',
  refuses: '拒绝',
  takes_hint: '收下操作，再推送结果',
  silent_hint: '从不应答：审批人会看到提示，订单不变',
  refuses_hint: '返回自己的理由，原样显示给审批人',
  heard_takes: '{at} 收到 {name} 的 {action}，已处理',
  heard_silent: '{at} 收到 {name} 的 {action}，未应答',
  heard_refuses: '{at} 收到 {name} 的 {action}，已拒绝',
  pushed: '已推送',
  pushing: '正在推送…',
  trouble: '推送未成功，稍后重试：',
}

export type OtherWords = typeof ZH

const EN: OtherWords = {
  title: 'Purchasing',
  about:
    'It keeps orders of its own and pushes its to-dos here with Feishu’s SDK. How they are decided is its own affair.',
  new: 'New purchase order',
  empty: 'No purchase orders yet',
  answers: 'When somebody decides',
  takes: 'It takes it',
  silent: 'It is silent',
  refuses: 'It refuses',
  takes_hint: 'It takes the decision, and pushes what came of it',
  silent_hint: 'It never answers: whoever decides is told, and the order stays as it is',
  refuses_hint: 'It answers words of its own, which whoever decides reads unchanged',
  heard_takes: '{at} {action} by {name}: taken',
  heard_silent: '{at} {action} by {name}: no answer',
  heard_refuses: '{at} {action} by {name}: refused',
  pushed: 'Pushed',
  pushing: 'Pushing …',
  trouble: 'Not pushed yet, it tries again:',
}

const JA: OtherWords = {
  title: '購買システム',
  about:
    '注文を自分で管理し、Feishu の SDK で未処理をここに送信します。承認の結果を決めるのはこのシステムです。',
  new: '購買注文を作成',
  empty: '購買注文はまだありません',
  answers: '承認の操作を受けたとき',
  takes: '受け付ける',
  silent: '応答しない',
  refuses: '断る',
  takes_hint: '操作を受け付け、結果を送信します',
  silent_hint: '応答しません。承認者に通知され、注文は変わりません',
  refuses_hint: '独自の理由を返し、承認者にそのまま表示されます',
  heard_takes: '{at} {name}さんの {action}：受付済み',
  heard_silent: '{at} {name}さんの {action}：応答なし',
  heard_refuses: '{at} {name}さんの {action}：拒否',
  pushed: '送信済み',
  pushing: '送信中…',
  trouble: 'まだ送信できません。再試行します：',
}

const WORDS: Readonly<Record<Locale, OtherWords>> = { 'zh-CN': ZH, 'en-US': EN, 'ja-JP': JA }

/** What the panel of the other system says. */
export const otherWordsOf = (locale: Locale): OtherWords => WORDS[locale]
