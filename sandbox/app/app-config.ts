import type { World } from '../world.ts'

/** How events and callbacks arrive. */
type Subscription = { type: 'webhook' | 'websocket'; url: string; names: string[] }

export const SECURITY_LISTS = [
  'redirect_urls',
  'allowed_ips',
  'h5_trusted_domains',
  'web_view_trusted_domains',
  'allowed_schemas',
  'allowed_server_domains',
] as const
export type SecurityList = (typeof SECURITY_LISTS)[number]

type People = { user_ids: string[]; department_ids: string[] }
/** Everyone, or these user_ids. */
type Range = 'all' | string[]

/** The app as its developer console has it. */
export type AppConfig = {
  scopes: string[]
  events: Subscription
  callbacks: Subscription
  security: Record<SecurityList, string[]>
  visibility: { isAll: boolean; list: People }
  contacts: { type: 'equal_to_availability' | 'some' | 'all'; list: People }
  webApp: { pcUrl: string; mobileUrl: string } | null
  bot: boolean
}

/** 获取应用版本信息: what was handed in, and what became of it. */
export type AppVersion = {
  id: string
  version: string
  /** 1 agreed, 2 refused, 3 looked at. */
  status: 1 | 2 | 3
  createdAt: number
  publishedAt: number | null
  config: AppConfig
}

const NOBODY: People = { user_ids: [], department_ids: [] }
const EVENTS = ['contact.user.updated_v3', 'contact.user.deleted_v3']

const emptySecurity = (): AppConfig['security'] => ({
  redirect_urls: [],
  allowed_ips: [],
  h5_trusted_domains: [],
  web_view_trusted_domains: [],
  allowed_schemas: [],
  allowed_server_domains: [],
})

/** An app that somebody set up by hand, as far as the sandbox's settings say how. */
function madeByHand({ settings }: World): AppConfig {
  const { scopes, eventUrl, eventWay, redirectUrls, trustedDomains, availability, contactRange } = settings()
  const type = eventWay === 'connection' ? 'websocket' : 'webhook'
  return {
    scopes: [...scopes],
    events: { type, url: eventUrl, names: [...EVENTS] },
    callbacks: { type, url: '', names: [] },
    security: {
      ...emptySecurity(),
      redirect_urls: redirectUrls === 'server' ? [] : redirectUrls,
      h5_trusted_domains: trustedDomains === 'server' ? [] : trustedDomains,
    },
    visibility: { isAll: availability === 'all', list: listOf(availability) },
    contacts: { type: contactRange === 'all' ? 'all' : 'some', list: listOf(contactRange) },
    webApp: { pcUrl: '', mobileUrl: '' },
    bot: true,
  }
}

/** An app that was just registered: for whoever confirmed it alone. */
export const justRegistered = (
  scopes: string[],
  events: string[],
  callbacks: string[],
  userId: string,
): AppConfig => ({
  scopes,
  events: { type: 'websocket', url: '', names: events },
  callbacks: { type: 'websocket', url: '', names: callbacks },
  security: emptySecurity(),
  visibility: { isAll: false, list: { user_ids: [userId], department_ids: [] } },
  contacts: { type: 'equal_to_availability', list: NOBODY },
  webApp: null,
  bot: true,
})

/** What the console shows, whether or not it is published. */
export const draftOf = (world: World): AppConfig =>
  (world.state.meta.get('appDraft') as AppConfig | undefined) ?? madeByHand(world)

export function versionsOf(world: World): readonly AppVersion[] {
  const stored = world.state.meta.get('appVersions') as AppVersion[] | undefined
  if (stored) return stored
  const config = madeByHand(world)
  return [{ id: 'oav_by_hand', version: '1.0.0', status: 1, createdAt: 0, publishedAt: 0, config }]
}

export const onlineOf = (world: World): AppVersion | undefined =>
  versionsOf(world).findLast(({ status }) => status === 1)
export const reviewedOf = (world: World): AppVersion | undefined =>
  versionsOf(world).find(({ status }) => status === 3)

export function putDraft(world: World, draft: AppConfig): void {
  world.state.meta.put('appDraft', draft)
}

export function putVersions(world: World, versions: readonly AppVersion[]): void {
  world.state.meta.put('appVersions', versions)
}

/** How events come holds without a version. */
export function holdWay(world: World, { type, url }: Subscription): void {
  const byWebhook = type === 'webhook'
  world.changeSettings({ eventWay: byWebhook ? 'webhook' : 'connection', eventUrl: byWebhook ? url : '' })
}

/** 安全设置 hold without a version. */
export function holdSecurity(world: World, security: AppConfig['security']): void {
  world.changeSettings({ redirectUrls: security.redirect_urls, trustedDomains: security.h5_trusted_domains })
}

/** What a version brings comes into force. */
export function bringOnline(world: World, { scopes, contacts, visibility }: AppConfig): void {
  const availability: Range = visibility.isAll ? 'all' : peopleIn(world, visibility.list)
  const ranges: Record<AppConfig['contacts']['type'], Range> = {
    all: 'all',
    some: peopleIn(world, contacts.list),
    equal_to_availability: availability,
  }
  world.changeSettings({ scopes, availability, contactRange: ranges[contacts.type] })
}

function listOf(people: Range): People {
  return people === 'all' ? NOBODY : { user_ids: people, department_ids: [] }
}

function peopleIn(world: World, { user_ids, department_ids }: People): string[] {
  const people = [...world.state.people.values()]
  return people
    .filter(
      (one) => user_ids.includes(one.userId) || one.departmentIds.some((id) => department_ids.includes(id)),
    )
    .map(({ userId }) => userId)
}
