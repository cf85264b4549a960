import { z } from 'zod'
import { CardResources } from '../approval/i18n.ts'
import { link, required } from '../platform/params.ts'
import { CARD_STATUSES, CUSTOM_TEMPLATE, TEMPLATES } from './templates.ts'

const url = z
  .string('a link is a string and required')
  .regex(/^[a-z][a-z0-9+.-]*:\/\/\S+$/i, 'a link contains its schema, like https://')
  .refine((text) => !/^(javascript|data|vbscript):/i.test(text), 'a link may not run code')

const Action = z.object({
  action_name: required,
  url,
  android_url: url,
  ios_url: url,
  pc_url: url,
})

const Actions = z
  .array(Action, 'actions is a list and required')
  .min(1, 'DETAIL is required')
  .max(2, 'at most two actions')

const ActionConfig = z
  .object({
    action_type: required.regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'APPROVE, REJECT or an English word'),
    action_name: z.string().optional(),
    is_need_reason: z.boolean('must be a boolean').optional(),
    is_reason_required: z.boolean('must be a boolean').optional(),
    is_need_attachment: z.boolean('must be a boolean').optional(),
    next_status: z.enum(CARD_STATUSES, `one of ${CARD_STATUSES.join(', ')}`).optional(),
  })
  .refine(
    (config) => ['APPROVE', 'REJECT'].includes(config.action_type) || config.action_name !== undefined,
    'action_name is required when action_type is neither APPROVE nor REJECT',
  )

const idType = z.enum(['user_id', 'open_id'], 'user_id or open_id').default('user_id')

const receiver = {
  user_id: z.string().optional(),
  open_id: z.string().optional(),
  uuid: z.string().max(64, 'at most 64 characters').optional(),
}

const Content = z.object(
  {
    user_id: z.string().optional(),
    user_id_type: idType,
    department_id: z.string().optional(),
    user_name: z.string().optional(),
    department_name: z.string().optional(),
    summaries: z
      .array(z.object({ summary: required }), 'summaries is a list and required')
      .min(1, 'summaries is required')
      .max(5, 'at most five summaries'),
  },
  'content with its summaries is required',
)

/** Body of 发送审批 Bot 消息 for the general templates. */
export const GeneralCard = z.object({
  template_id: z
    .string('template_id is a string')
    .refine((id) => id in TEMPLATES, 'no template has this number'),
  ...receiver,
  approval_name: required,
  title_user_id: z.string().optional(),
  title_user_id_type: idType,
  comment: z.string().optional(),
  content: Content,
  note: z.string().optional(),
  sender_user_id: z.string().optional(),
  text: z.string().optional(),
  actions: Actions.refine(([first]) => first?.action_name === 'DETAIL', 'the first action is DETAIL'),
  action_callback: z
    .object({
      action_callback_url: link,
      action_callback_token: z.string().optional(),
      action_callback_key: z.string().optional(),
      action_context: z.string().optional(),
    })
    .optional(),
  action_configs: z.array(ActionConfig).optional(),
  i18n_resources: CardResources,
})
export type GeneralCard = z.infer<typeof GeneralCard>

/** Body of 发送审批 Bot 消息 for template 1021; its action names are free. */
export const CustomCard = z.object({
  template_id: z.literal(CUSTOM_TEMPLATE),
  ...receiver,
  custom_title: required,
  custom_content: required,
  note: z.string().optional(),
  actions: Actions,
  i18n_resources: CardResources,
})
export type CustomCard = z.infer<typeof CustomCard>

/** Body of 更新审批 Bot 消息. */
export const CardUpdate = z.object({
  message_id: z
    .string('message_id is a string: as a number it would lose digits')
    .min(1, 'must not be empty'),
  status: z.enum(CARD_STATUSES, `one of ${CARD_STATUSES.join(', ')}`),
  status_name: z.string().optional(),
  detail_action_name: z.string().optional(),
  i18n_resources: CardResources,
})
export type CardUpdate = z.infer<typeof CardUpdate>
