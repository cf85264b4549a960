import { z } from 'zod'
import { endTime, jsonString, link, msString, required } from '../platform/params.ts'
import { I18nResources } from './i18n.ts'

const INSTANCE_STATUSES = [
  'PENDING',
  'APPROVED',
  'REJECTED',
  'CANCELED',
  'DELETED',
  'HIDDEN',
  'TERMINATED',
] as const
export const TASK_STATUSES = ['PENDING', 'APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE'] as const

const COMPLETE_REASONS = new Set([
  'approved',
  'rejected',
  'node_auto_reject',
  'specific_rollback',
  'add',
  'add_pre',
  'add_post',
  'delete_assignee',
  'forward',
  'forward_resign',
  'recall',
  'delete',
  'admin_forward',
  'system_forward',
  'auto_skip',
  'manual_skip',
  'submit_again',
  'restart',
  'others',
])

const Links = z
  .object({ pc_link: link.optional(), mobile_link: link.optional() }, 'links is required')
  .refine((links) => links.pc_link ?? links.mobile_link, 'pc_link or mobile_link is required')

const displayMethod = z
  .enum(['BROWSER', 'SIDEBAR', 'NORMAL', 'TRUSTEESHIP'], 'BROWSER, SIDEBAR, NORMAL or TRUSTEESHIP')
  .optional()

const ActionConfig = z
  .object({
    action_type: required,
    action_name: z.string().optional(),
    is_need_reason: z.boolean().optional(),
    is_reason_required: z.boolean().optional(),
    is_need_attachment: z.boolean().optional(),
  })
  .refine(
    (config) => ['APPROVE', 'REJECT'].includes(config.action_type) || config.action_name !== undefined,
    'action_name is required when action_type is neither APPROVE nor REJECT',
  )

const taskExtra = jsonString.refine((text) => {
  if (text === '') return true
  const reason = (JSON.parse(text) as { complete_reason?: unknown } | null)?.complete_reason
  return reason === undefined || (typeof reason === 'string' && COMPLETE_REASONS.has(reason))
}, 'extra.complete_reason is not a word of the documentation')

/** 单据编号: a text in the extra, which is an object. How long it may be stands nowhere. */
const instanceExtra = jsonString.refine((text) => {
  if (text === '') return true
  const extra: unknown = JSON.parse(text)
  if (typeof extra !== 'object' || extra === null || Array.isArray(extra)) return false
  const { business_key: key } = extra as { business_key?: unknown }
  return key === undefined || (typeof key === 'string' && key.trim() !== '' && !key.startsWith('@i18n@'))
}, 'extra.business_key is the document number: a text that is not empty, in a JSON object')

const person = { user_id: z.string().optional(), open_id: z.string().optional() }

export const TaskWire = z
  .object({
    task_id: required,
    ...person,
    title: z.string().optional(),
    links: Links,
    status: z.enum(TASK_STATUSES, `a task is one of ${TASK_STATUSES.join(', ')}`),
    extra: taskExtra.optional(),
    create_time: msString,
    end_time: endTime,
    update_time: msString.optional(),
    action_context: z.string().optional(),
    action_configs: z.array(ActionConfig).max(2, 'at most two actions a task').optional(),
    display_method: displayMethod,
    exclude_statistics: z.boolean().optional(),
    node_id: z.string().optional(),
    node_name: z.string().optional(),
    generate_type: z
      .enum(['EXTERNAL_CONSIGN', 'DEFAULT'], 'EXTERNAL_CONSIGN or DEFAULT, never an empty string')
      .optional(),
  })
  .refine((task) => (task.status === 'PENDING') === (task.end_time === '0'), {
    path: ['end_time'],
    message: 'end_time is "0" while the task is PENDING and a time once it is not',
  })
export type TaskWire = z.infer<typeof TaskWire>

export const CcWire = z.object({
  cc_id: required,
  ...person,
  links: Links,
  read_status: z.enum(['READ', 'UNREAD'], 'read_status is required: READ or UNREAD'),
  extra: jsonString.optional(),
  title: z.string().optional(),
  create_time: msString,
  update_time: msString,
  display_method: displayMethod,
})
export type CcWire = z.infer<typeof CcWire>

const OPEN_ENDED = new Set(['DELETED', 'HIDDEN'])

/** Body of 同步三方审批实例. Trusteeship fields are accepted and not kept. */
export const InstanceWire = z
  .object({
    approval_code: required,
    status: z.enum(INSTANCE_STATUSES, `an instance is one of ${INSTANCE_STATUSES.join(', ')}`),
    extra: instanceExtra.optional(),
    instance_id: required,
    links: Links,
    title: z.string().optional(),
    form: z.array(z.object({ name: z.string().optional(), value: z.string().optional() })).optional(),
    ...person,
    user_name: z.string().optional(),
    department_id: z.string().optional(),
    department_name: z.string().optional(),
    start_time: msString,
    end_time: endTime,
    update_time: msString,
    display_method: displayMethod,
    update_mode: z.enum(['REPLACE', 'UPDATE'], 'REPLACE or UPDATE').default('REPLACE'),
    task_list: z.array(TaskWire).max(300, 'at most 300 tasks').optional(),
    cc_list: z.array(CcWire).max(200, 'at most 200 cc').optional(),
    i18n_resources: I18nResources,
  })
  .refine(
    (instance) =>
      OPEN_ENDED.has(instance.status) || (instance.status === 'PENDING') === (instance.end_time === '0'),
    {
      path: ['end_time'],
      message: 'end_time is "0" while the instance is PENDING and a time once it is not',
    },
  )
export type InstanceWire = z.infer<typeof InstanceWire>
