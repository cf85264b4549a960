import type { Client } from '@larksuiteoapi/node-sdk'

/** Who takes part, and what the program is called by. */
type Cast = { initiator: string; approver: string; told: string }

const TIMES = { start: '1795000000000', update: '1795000600000' }

const LINKS = { pc_link: 'https://erp.example.com/po/1', mobile_link: 'https://erp.example.com/m/po/1' }

const definitionOf = (manager: string) => ({
  approval_name: '@i18n@1',
  approval_code: 'purchase',
  group_code: 'buying',
  group_name: '@i18n@2',
  external: {
    create_link_pc: 'https://erp.example.com/new',
    create_link_mobile: 'https://erp.example.com/m/new',
    support_pc: true,
    support_mobile: true,
    action_callback_url: 'http://erp.example.com/decisions',
  },
  i18n_resources: [
    {
      locale: 'zh-CN' as const,
      is_default: true,
      texts: [
        { key: '@i18n@1', value: '采购订单' },
        { key: '@i18n@2', value: '采购' },
      ],
    },
  ],
  viewers: [{ viewer_type: 'TENANT' as const }],
  managers: [manager],
})

/** As 步骤四 and 步骤六 have it: plain names, a number where a text is said, an end of 0. */
const instanceOf = (approval_code: string, { initiator, approver, told }: Cast, status: string) => ({
  approval_code,
  instance_id: 'PO-1',
  status,
  links: LINKS,
  title: '@i18n@1',
  form: [{ name: '@i18n@2', value: '@i18n@3' }],
  user_id: initiator,
  user_name: '李雷',
  start_time: TIMES.start,
  update_time: TIMES.update,
  end_time: 0,
  update_mode: 'REPLACE',
  task_list: [
    {
      task_id: 'PO-1-1',
      user_id: approver,
      links: LINKS,
      status,
      title: '请审批',
      create_time: TIMES.start,
      end_time: 0,
      update_time: TIMES.update,
      action_context: '123456',
      action_configs: [
        {
          action_type: 'APPROVE',
          action_name: '@i18n@4',
          is_need_reason: true,
          is_reason_required: true,
          is_need_attachment: true,
        },
      ],
    },
  ],
  cc_list: [
    {
      cc_id: 'PO-1-cc',
      user_id: told,
      links: LINKS,
      read_status: 'READ',
      title: '抄送',
      create_time: TIMES.start,
      update_time: TIMES.update,
    },
  ],
  i18n_resources: [
    {
      locale: 'zh-CN',
      is_default: true,
      texts: [
        { key: '@i18n@1', value: '采购 100 支笔' },
        { key: '@i18n@2', value: '金额' },
        { key: '@i18n@3', value: 'CNY 100' },
        { key: '@i18n@4', value: '通过' },
      ],
    },
  ],
})

/** As 步骤五 has it: `en_us`, empty kinds of ids, buttons with what becomes of the card. */
const messageOf = ({ initiator, approver }: Cast) => ({
  template_id: '1008',
  user_id: approver,
  uuid: 'uuid-of-PO-1',
  approval_name: '@i18n@1',
  title_user_id: initiator,
  title_user_id_type: 'user_id',
  comment: '@i18n@2',
  content: { user_id: '', user_id_type: '', department_id: '', summaries: [{ summary: '@i18n@3' }] },
  note: '@i18n@4',
  actions: [
    {
      action_name: 'DETAIL',
      url: ' https://erp.example.com/po/1',
      android_url: 'https://erp.example.com/po/1',
      ios_url: 'https://erp.example.com/po/1',
      pc_url: 'https://erp.example.com/po/1',
    },
  ],
  action_configs: [
    { action_type: 'APPROVE', is_need_reason: true, next_status: 'APPROVED' },
    { action_type: 'REJECT', action_name: '@i18n@5', next_status: 'REJECTED' },
  ],
  action_callback: {
    action_callback_url: 'https://erp.example.com/decisions',
    action_callback_token: '',
    action_callback_key: '',
    action_context: '',
  },
  i18n_resources: [
    {
      locale: 'en_us',
      is_default: true,
      texts: {
        '@i18n@1': 'Pens',
        '@i18n@2': 'Many pens',
        '@i18n@3': 'CNY 100',
        '@i18n@4': 'From our ERP',
        '@i18n@5': 'Cancel',
      },
    },
  ],
})

/** The steps of 快速开发三方审批 by a program that knows nothing but Feishu's SDK, step by step. */
export function followTutorial(feishu: Client, cast: Cast) {
  let approvalCode = ''
  let messageId = ''
  const { externalApproval, externalInstance, externalTask } = feishu.approval.v4
  // The SDK's types want texts where the tutorial writes numbers.
  const push = (status: string) =>
    externalInstance.create({ data: instanceOf(approvalCode, cast, status) as never })
  return {
    define: async () => {
      const answer = await externalApproval.create({
        params: { user_id_type: 'user_id', department_id_type: 'open_department_id' },
        data: definitionOf(cast.initiator),
      })
      approvalCode = answer.data?.approval_code ?? ''
      return answer
    },
    start: () => push('PENDING'),
    send: async () => {
      const url = '/approval/openapi/v1/message/send'
      const answer = await feishu.request<{ data: { message_id: string } }>({
        method: 'POST',
        url,
        data: messageOf(cast),
      })
      messageId = answer.data.message_id
      return answer
    },
    update: () =>
      feishu.request<object>({
        method: 'POST',
        url: '/approval/openapi/v1/message/update',
        data: { message_id: messageId, status: 'APPROVED' },
      }),
    approve: () => push('APPROVED'),
    check: (update_time = TIMES.update) =>
      externalInstance.check({
        data: {
          instances: [
            { instance_id: 'PO-1', update_time, tasks: [{ task_id: 'PO-1-1', update_time: TIMES.update }] },
          ],
        },
      }),
    tasks: () =>
      externalTask.list({
        data: { approval_codes: [approvalCode], status: 'APPROVED' },
        params: { page_size: 10 },
      }),
    read: () => externalApproval.get({ path: { approval_code: approvalCode } }),
    findPerson: (user_id: string) =>
      feishu.contact.v3.user.get({ path: { user_id }, params: { user_id_type: 'user_id' } }),
  }
}
