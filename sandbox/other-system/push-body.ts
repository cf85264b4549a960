import type { Order } from './order.ts'

const LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const
type Words = Readonly<Record<(typeof LOCALES)[number], string>>

const words = (zh: string, en: string, ja: string): Words => ({ 'zh-CN': zh, 'en-US': en, 'ja-JP': ja })

const GOODS: readonly { name: Words; price: number; most: number }[] = [
  { name: words('显示器', 'monitors', 'モニター'), price: 1_299, most: 20 },
  { name: words('人体工学椅', 'office chairs', 'オフィスチェア'), price: 899, most: 30 },
  { name: words('投影仪', 'projectors', 'プロジェクター'), price: 5_499, most: 3 },
  { name: words('打印纸（箱）', 'boxes of paper', 'コピー用紙（箱）'), price: 128, most: 60 },
]

/** Another one each time, so that several can be told apart. */
export const nextGoods = (at: number): Pick<Order, 'goods' | 'count'> => {
  const goods = at % GOODS.length
  return { goods, count: 2 + ((at * 7) % ((GOODS[goods]?.most ?? 3) - 1)) }
}

/** What it is about, in each language. */
export function titleOf({ goods, count }: Order): Words {
  const { name } = GOODS[goods] ?? { name: words('', '', '') }
  const n = String(count)
  return words(`采购${name['zh-CN']} ${n}`, `Buy ${n} ${name['en-US']}`, `${name['ja-JP']} ${n} の購入`)
}

export const amountOf = ({ goods, count }: Order): string =>
  `CNY ${((GOODS[goods]?.price ?? 0) * count).toFixed(2)}`

/** i18n_resources of 同步三方审批实例: a text under a key, in each language. */
const resources = (texts: Readonly<Record<string, Words>>) =>
  LOCALES.map((locale) => ({
    locale,
    is_default: locale === 'zh-CN',
    texts: Object.entries(texts).map(([key, text]) => ({ key, value: text[locale] })),
  }))

const CODE = 'purchase-order'

/** Body of 三方审批定义创建. */
export const definitionBody = (callback: { url: string; token: string }) => ({
  approval_name: '@i18n@order_name',
  approval_code: CODE,
  group_code: 'buying',
  group_name: '@i18n@buying_group',
  external: {
    support_pc: true,
    support_mobile: true,
    action_callback_url: callback.url,
    action_callback_token: callback.token,
  },
  viewers: [{ viewer_type: 'TENANT' as const }],
  i18n_resources: resources({
    '@i18n@order_name': words('采购订单', 'Purchase order', '購買注文'),
    '@i18n@buying_group': words('采购', 'Purchasing', '購買'),
  }),
})

/** It has no pages: the bridge shows what is pushed (三方审批实例概述 prints this where nothing can be opened). */
const NO_PAGE = { pc_link: 'http://', mobile_link: 'http://' }

/** Body of 同步三方审批实例: the order as it is now. */
export function instanceBody(order: Order, approvalCode: string) {
  const { number, status, startedAt, endedAt, clock, initiator, approver } = order
  const amount = amountOf(order)
  const times = { end_time: String(endedAt ?? 0), update_time: String(clock) }
  return {
    approval_code: approvalCode,
    instance_id: number,
    status,
    extra: JSON.stringify({ business_key: number }),
    ...times,
    start_time: String(startedAt),
    links: NO_PAGE,
    title: '@i18n@order_title',
    form: [
      { name: '@i18n@label_goods', value: '@i18n@order_title' },
      { name: '@i18n@label_amount', value: '@i18n@value_amount' },
    ],
    user_id: initiator,
    update_mode: 'UPDATE' as const,
    task_list: [
      {
        task_id: `${number}-1`,
        user_id: approver,
        links: NO_PAGE,
        status,
        ...times,
        create_time: String(startedAt),
        node_id: 'release',
        node_name: '@i18n@node_release',
        action_context: number,
        action_configs: [
          { action_type: 'APPROVE', is_need_reason: true },
          { action_type: 'REJECT', is_need_reason: true, is_reason_required: true },
        ],
      },
    ],
    i18n_resources: resources({
      '@i18n@order_title': titleOf(order),
      '@i18n@label_goods': words('商品', 'Goods', '品目'),
      '@i18n@label_amount': words('金额', 'Amount', '金額'),
      '@i18n@value_amount': words(amount, amount, amount),
      '@i18n@node_release': words('下单审批', 'Release', '発注承認'),
    }),
  }
}
