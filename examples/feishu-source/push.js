// @ts-check
/**
 * An approval of another system, shown in Feishu by the bridge: Feishu's SDK with another address and other credentials.
 *
 *   BRIDGE=https://approvals.example.com SOURCE=erp SECRET=… INITIATOR=u_dev APPROVER=u_lead node push.js
 */
import { Client } from '@larksuiteoapi/node-sdk'

const {
  BRIDGE = 'http://localhost:3000',
  SOURCE = 'erp',
  SECRET = '',
  INITIATOR = '',
  APPROVER = '',
} = process.env

const feishu = new Client({ appId: `src_${SOURCE}`, appSecret: SECRET, domain: BRIDGE })
const { externalApproval, externalInstance } = feishu.approval.v4

/** @param {Record<string, string>} words */
const texts = (words) => [
  {
    locale: /** @type {const} */ ('zh-CN'),
    is_default: true,
    texts: Object.entries(words).map(([key, value]) => ({ key, value })),
  },
]

// 1. The kind of approvals, once. The code that is answered names it from here on.
const kind = await externalApproval.create({
  params: { user_id_type: 'user_id' },
  data: {
    approval_name: '@i18n@purchase',
    approval_code: 'purchase',
    group_code: 'buying',
    group_name: '@i18n@buying',
    external: {
      support_pc: true,
      support_mobile: true,
      action_callback_url: 'https://erp.example.com/decisions',
      action_callback_token: 'shown-to-nobody',
    },
    viewers: [{ viewer_type: 'TENANT' }],
    i18n_resources: texts({ '@i18n@purchase': '采购订单', '@i18n@buying': '采购' }),
  },
})
const approval_code = kind.data?.approval_code ?? ''

// 2. An approval with a to-do. The bridge sends the card.
const links = { pc_link: 'https://erp.example.com/po/100', mobile_link: 'https://erp.example.com/m/po/100' }

/**
 * @param {'PENDING' | 'APPROVED'} status
 * @param {number} at
 */
async function push(status, at) {
  const times = { update_time: String(at), end_time: status === 'PENDING' ? '0' : String(at) }
  await externalInstance.create({
    data: {
      approval_code,
      instance_id: 'PO-100',
      status,
      ...times,
      start_time: String(startedAt),
      links,
      title: '@i18n@title',
      form: [{ name: '@i18n@amount', value: '@i18n@money' }],
      user_id: INITIATOR,
      update_mode: 'UPDATE',
      task_list: [
        {
          task_id: 'PO-100-1',
          user_id: APPROVER,
          links,
          status,
          ...times,
          create_time: String(startedAt),
          action_configs: [{ action_type: 'APPROVE' }, { action_type: 'REJECT' }],
        },
      ],
      i18n_resources: texts({
        '@i18n@title': '采购 100 支笔',
        '@i18n@amount': '金额',
        '@i18n@money': 'CNY 100.00',
      }),
    },
  })
}

const startedAt = Date.now()
await push('PENDING', startedAt)
console.log('PO-100 is among the to-dos of', APPROVER)

// 3. Decided over there: the same approval again, with greater clocks. The card is settled.
const endedAt = Date.now() + 1
await push('APPROVED', endedAt)

// 4. Whether the bridge holds what we hold: nothing differs.
const { data } = await externalInstance.check({
  data: {
    instances: [
      {
        instance_id: 'PO-100',
        update_time: String(endedAt),
        tasks: [{ task_id: 'PO-100-1', update_time: String(endedAt) }],
      },
    ],
  },
})
console.log('differences:', data?.diff_instances)
