/** Bodies as integrations send them, with all that Feishu's own pages print and its reference does not allow. */
export const DEFINITION = {
  approval_name: '@i18n@1',
  approval_code: 'purchase',
  group_code: 'buying',
  group_name: '@i18n@2',
  external: {
    create_link_pc: 'https://erp.example.com/new',
    create_link_mobile: 'https://erp.example.com/m/new',
    support_pc: true,
    support_mobile: true,
    support_batch_read: false,
    action_callback_url: 'http://erp.example.com/decisions',
    action_callback_token: 'their-token',
    action_callback_key: 'their-key',
    enable_mark_readed: false,
    key: '',
    token: '',
  },
  i18n_resources: [
    {
      locale: 'zh-CN',
      is_default: true,
      texts: [
        { key: '@i18n@1', value: '采购订单' },
        { key: '@i18n@2', value: '采购' },
      ],
    },
  ],
  viewers: [{ viewer_type: 'TENANT' }],
}

export const INSTANCE = {
  approval_code: '84C18825-0000-0000-0000-000000000000',
  instance_id: '4711',
  status: 'PENDING',
  extra: '',
  links: { pc_link: 'http://erp.example.com/po/4711', mobile_link: 'http://erp.example.com/m/po/4711' },
  title: '@i18n@1',
  form: [{ name: '@i18n@2', value: '@i18n@3' }],
  user_id: 'u_alice',
  user_name: '李雷',
  open_id: '123',
  department_id: '',
  department_name: 'hr',
  start_time: '1688022000000',
  update_time: '1688022600000',
  end_time: 0,
  update_mode: 'REPLACE',
  task_list: [
    {
      task_id: '112',
      user_id: 'u_bob',
      links: { pc_link: 'http://', mobile_link: 'http://' },
      status: 'PENDING',
      extra: '',
      title: '同意',
      create_time: '1688022000000',
      end_time: 0,
      update_time: '1688022600000',
      action_context: '123456',
      action_configs: [
        {
          action_type: 'APPROVE',
          action_name: '@i18n@1',
          is_need_reason: true,
          is_reason_required: true,
          is_need_attachment: true,
        },
      ],
    },
  ],
  cc_list: [
    {
      cc_id: '113',
      user_id: 'u_carol',
      open_id: '',
      links: { pc_link: 'http://', mobile_link: 'http://' },
      read_status: 'READ',
      extra: '',
      title: 'XXX',
      create_time: '1688022000000',
      update_time: '1688022600000',
    },
  ],
  i18n_resources: [
    {
      locale: 'zh-CN',
      is_default: true,
      texts: [
        { key: '@i18n@1', value: '测试审批' },
        { key: '@i18n@2', value: '天' },
        { key: '@i18n@3', value: '2023-06-29' },
      ],
    },
  ],
}

/** A body as it comes in, with single values replaced by path; `undefined` leaves one out. */
export function bytesOf(body: object, changes: Readonly<Record<string, unknown>> = {}): Uint8Array {
  const copy = structuredClone(body) as Record<string, unknown>
  for (const [path, value] of Object.entries(changes)) put(copy, path.split('.'), value)
  return new TextEncoder().encode(JSON.stringify(copy))
}

function put(target: Record<string, unknown>, [head = '', ...rest]: string[], value: unknown): void {
  if (rest.length > 0) put(target[head] as Record<string, unknown>, rest, value)
  else if (value === undefined) Reflect.deleteProperty(target, head)
  else target[head] = value
}
