import { z } from 'zod'

/* Bodies as the SDK types them (application.v7). Nothing else may stand in them. */

const name = z.string().min(1)
const url = z.string().regex(/^https?:\/\/[^\s?#]+$/, 'is an http(s) address without ? and #')
const origin = z
  .string()
  .regex(/^https?:\/\/[^\s/?#]+$/, 'is a scheme and a host, with a port where it is not the usual one')
const ip = z.ipv4()

const Scopes = z
  .array(z.strictObject({ scope_name: name, token_type: z.enum(['user', 'tenant']) }))
  .min(1)
  .optional()

const Security = z.strictObject({
  redirect_urls: z.array(url).max(300).optional(),
  allowed_ips: z.array(ip).optional(),
  h5_trusted_domains: z.array(origin).optional(),
  web_view_trusted_domains: z.array(origin).optional(),
  allowed_schemas: z.array(name).optional(),
  allowed_server_domains: z.array(origin).optional(),
})

const People = z.strictObject({
  user_ids: z.array(name).optional(),
  department_ids: z.array(name).optional(),
})

/** 更新应用开发配置. */
export const ConfigPatch = z.strictObject({
  scope: z.strictObject({ add_scopes: Scopes, remove_scopes: Scopes }).optional(),
  event: z
    .strictObject({
      subscription_type: z.enum(['webhook', 'websocket']),
      request_url: url.optional(),
      add_events: z.array(name).optional(),
      remove_events: z.array(name).optional(),
    })
    .optional(),
  security: z
    .strictObject({
      add: Security.optional(),
      remove: Security.optional(),
      allow_refresh_token: z.boolean().optional(),
    })
    .optional(),
  visibility: z.strictObject({ is_visible_to_all: z.boolean(), visible_list: People.optional() }).optional(),
  contacts: z
    .strictObject({
      contacts_range_type: z.enum(['equal_to_availability', 'some', 'all']),
      visible_list: People.optional(),
    })
    .optional(),
  event_and_callback_encrypt_strategy: z
    .strictObject({ encryption_key: z.string().optional(), verification_token: name.optional() })
    .optional(),
  callback: z
    .strictObject({
      callback_type: z.enum(['webhook', 'websocket']),
      request_url: url.optional(),
      add_callbacks: z.array(name).optional(),
      remove_callbacks: z.array(name).optional(),
    })
    .optional(),
})
export type ConfigPatch = z.infer<typeof ConfigPatch>

const home = z.string().regex(/^https?:\/\/\S+$/, 'is an http(s) address')

/** 更新应用能力; of a bot, whether it is on. */
export const AbilityPatch = z.strictObject({
  web_app: z
    .strictObject({
      enable: z.boolean(),
      pc_url: home.optional(),
      pc_new_page_open_mode: z.enum(['new_tab', 'browser']).optional(),
      mobile_url: home.optional(),
    })
    .optional(),
  bot: z.strictObject({ enable: z.boolean(), message_card_callback_url: url.optional() }).optional(),
})

const Ability = z.enum(['gadget', 'web_app', 'bot'])

/** 提交发布自建应用. */
export const PublishBody = z.strictObject({
  mobile_default_ability: Ability.optional(),
  pc_default_ability: Ability.optional(),
  remark: name,
  changelog: name,
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .optional(),
})
