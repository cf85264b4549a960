import { z } from 'zod'
import { link, required } from '../platform/params.ts'
import { I18nResources } from './i18n.ts'

const flag = z.boolean('must be a boolean').optional()

const External = z
  .object(
    {
      biz_name: z.string().optional(),
      biz_type: z.string().optional(),
      create_link_mobile: link.optional(),
      create_link_pc: link.optional(),
      support_pc: flag,
      support_mobile: flag,
      support_batch_read: flag,
      enable_mark_readed: flag,
      enable_quick_operate: flag,
      action_callback_url: link.optional(),
      action_callback_token: z.string().optional(),
      action_callback_key: z.string().optional(),
      allow_batch_operate: flag,
      exclude_efficiency_statistics: flag,
    },
    'external is required',
  )
  .refine(
    (external) => external.support_pc === true || external.support_mobile === true,
    'support_pc and support_mobile default to false and may not both be false',
  )

const Viewer = z.object({
  viewer_type: z.enum(['TENANT', 'DEPARTMENT', 'USER', 'NONE'], 'TENANT, DEPARTMENT, USER or NONE'),
  viewer_user_id: z.string().optional(),
  viewer_department_id: z.string().optional(),
})

/** Body of 创建三方审批定义. */
export const DefinitionWire = z.object({
  approval_name: required
    .startsWith('@i18n@', 'a text key starts with @i18n@')
    .min(9, 'the key of approval_name has at least 9 characters'),
  approval_code: required.max(128, 'at most 128 characters'),
  group_code: z.string().min(1).optional(),
  group_name: z.string().min(1).optional(),
  description: z.string().min(1).optional(),
  external: External,
  viewers: z.array(Viewer).max(200, 'at most 200 viewers').optional(),
  i18n_resources: I18nResources,
  managers: z.array(z.string()).max(200, 'at most 200 managers').optional(),
})
export type DefinitionWire = z.infer<typeof DefinitionWire>
