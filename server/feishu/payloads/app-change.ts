import type { Client } from '@larksuiteoapi/node-sdk'
import type { AppChange, EventsBy } from '../port.ts'

type V7 = Client['application']['v7']
type Config = NonNullable<Parameters<V7['applicationConfig']['patch']>[0]>['data'] & object
type Ability = NonNullable<Parameters<V7['applicationAbility']['patch']>[0]>['data'] & object
type Publish = NonNullable<Parameters<V7['applicationPublish']['create']>[0]>['data']

type AppRequest = { method: 'PATCH' | 'POST'; url: string; data: object }

/** 更新应用开发配置, 更新应用能力, 提交发布自建应用. */
export function toAppRequest(appId: string, change: AppChange): AppRequest {
  const base = `/open-apis/application/v7/applications/${encodeURIComponent(appId)}`
  const config = (data: Config): AppRequest => ({ method: 'PATCH', url: `${base}/config`, data })
  const ability = (data: Ability): AppRequest => ({ method: 'PATCH', url: `${base}/ability`, data })
  switch (change.step) {
    case 'scopes':
      return config({ scope: { add_scopes: change.scopes.map(asTenantScope) } })
    case 'encryption':
      return config({ event_and_callback_encrypt_strategy: toStrategy(change) })
    case 'events':
      return config({ event: { ...toSubscription(change), add_events: [...change.events] } })
    case 'callbacks':
      return config({ callback: toCallback(change) })
    case 'addresses':
      return config({ security: { add: toAddresses(change) } })
    case 'people':
      return config({ visibility: { is_visible_to_all: true }, contacts: { contacts_range_type: 'all' } })
    case 'bot':
      return ability({ bot: { enable: true } })
    case 'web_app':
      return ability({ web_app: { enable: true, pc_url: change.url, mobile_url: change.url } })
    case 'publish': {
      const data: Publish = { remark: change.remark, changelog: change.changelog }
      return { method: 'POST', url: `${base}/publish`, data }
    }
  }
}

const asTenantScope = (scope_name: string) => ({ scope_name, token_type: 'tenant' as const })

type Step<Name extends AppChange['step']> = Extract<AppChange, { step: Name }>

/** An empty one would clear what stands there. */
const toStrategy = ({ verificationToken, encryptKey }: Step<'encryption'>) => ({
  ...(verificationToken !== undefined && { verification_token: verificationToken }),
  ...(encryptKey !== undefined && { encryption_key: encryptKey }),
})

const TYPES: Record<EventsBy, 'webhook' | 'websocket'> = { webhook: 'webhook', connection: 'websocket' }

const toSubscription = ({ by, url }: Step<'events'>) => ({
  subscription_type: TYPES[by],
  ...(by === 'webhook' && { request_url: url }),
})

const toCallback = ({ by, url, callbacks }: Step<'callbacks'>) => ({
  callback_type: TYPES[by],
  ...(by === 'webhook' && { request_url: url }),
  add_callbacks: [...callbacks],
})

const toAddresses = ({ redirectUrls, origins }: Step<'addresses'>) => ({
  redirect_urls: [...redirectUrls],
  h5_trusted_domains: [...origins],
  allowed_server_domains: [...origins],
})
