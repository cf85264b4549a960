import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { World } from '../world.ts'
import { bringOnline, holdSecurity, holdWay, justRegistered, putDraft, putVersions } from './app-config.ts'

/** What a device was granted, or is not yet. */
type Grant = {
  deviceCode: string
  userCode: string
  expiresAt: number
  polledAt: number
  intervalMs: number
  state: 'pending' | 'confirmed' | 'denied' | 'taken'
  openId: string
}

type Reply = { status: number; body: Record<string, unknown> }

const LIFE_MS = 600_000
const GRANT = 'appRegistration'

const Begin = z.strictObject({
  action: z.literal('begin'),
  archetype: z.literal('PersonalAgent'),
  auth_method: z.literal('client_secret'),
  request_user_info: z.literal('open_id'),
})
const Poll = z.strictObject({ action: z.literal('poll'), device_code: z.string().min(1) })

/** The device grant of the SDK's `registerApp` (RFC 8628), whose form fields are strings. */
export function register(world: World, form: Record<string, string>, baseUrl: string): Reply {
  const begin = Begin.safeParse(form)
  if (begin.success) return beginGrant(world, baseUrl)
  const poll = Poll.safeParse(form)
  if (poll.success) return pollGrant(world, poll.data.device_code)
  return refused('invalid_request', 'neither a begin nor a poll as it is typed')
}

const refused = (error: string, error_description: string): Reply => ({
  status: 400,
  body: { error, error_description },
})

const grantIn = (world: World): Grant | undefined => world.state.meta.get(GRANT) as Grant | undefined
const putGrant = (world: World, grant: Grant): void => {
  world.state.meta.put(GRANT, grant)
}

function beginGrant(world: World, baseUrl: string): Reply {
  const seconds = world.settings().registrationSeconds
  const userCode = randomBytes(4).toString('hex').toUpperCase()
  const grant: Grant = {
    deviceCode: randomBytes(24).toString('base64url'),
    userCode,
    expiresAt: world.clock.now() + LIFE_MS,
    polledAt: 0,
    intervalMs: seconds * 1_000,
    state: 'pending',
    openId: '',
  }
  putGrant(world, grant)
  const address = `${baseUrl}/page/launcher`
  return {
    status: 200,
    body: {
      device_code: grant.deviceCode,
      user_code: userCode,
      verification_uri: address,
      verification_uri_complete: `${address}?user_code=${userCode}`,
      expires_in: LIFE_MS / 1_000,
      interval: seconds,
    },
  }
}

/** Each `slow_down` lengthens the interval by five seconds. */
function pollGrant(world: World, deviceCode: string): Reply {
  const grant = grantIn(world)
  if (grant?.deviceCode !== deviceCode || grant.state === 'taken')
    return refused('invalid_grant', 'no such device_code, or it was used')
  const now = world.clock.now()
  if (now >= grant.expiresAt) return refused('expired_token', 'the device_code has expired')
  if (now - grant.polledAt < grant.intervalMs) {
    putGrant(world, { ...grant, polledAt: now, intervalMs: grant.intervalMs + 5_000 })
    return refused('slow_down', 'asked again too soon')
  }
  putGrant(world, { ...grant, polledAt: now })
  switch (grant.state) {
    case 'pending':
      return refused('authorization_pending', 'nobody has confirmed it yet')
    case 'denied':
      return refused('access_denied', 'it was refused')
    case 'confirmed':
      putGrant(world, { ...grant, state: 'taken' })
      return {
        status: 200,
        body: {
          client_id: world.app.appId,
          client_secret: world.app.appSecret,
          user_info: { open_id: grant.openId, tenant_brand: 'feishu' },
        },
      }
  }
}

const Names = z.array(z.string().min(1)).optional()
/** The five public fields of the SDK's `AppAddons`. */
const Addons = z.strictObject({
  preset: z.boolean().optional(),
  scopes: z.strictObject({ tenant: Names, user: Names }).optional(),
  events: z.strictObject({ items: z.strictObject({ tenant: Names, user: Names }).optional() }).optional(),
  callbacks: z.strictObject({ items: Names }).optional(),
})

const TEMPLATE = ['im:message', 'im:message:send_as_bot']

/** What the page of the code shows before it is confirmed. Undefined: no such code waits, or it is no page of this platform. */
export function askedFor(world: World, query: URLSearchParams) {
  const grant = grantIn(world)
  const isOpen = grant?.state === 'pending' && world.clock.now() < grant.expiresAt
  if (!isOpen || grant.userCode !== query.get('user_code')) return undefined
  // Only the SDK's own pages may prefill anything.
  if (query.get('from') !== 'sdk' || query.get('tp') !== 'sdk') return undefined
  const addons = readAddons(query.get('addons'))
  if (!addons) return undefined
  const isTaken = world.settings().registrationAddons
  const template = addons.preset === false && isTaken ? [] : TEMPLATE
  return {
    grant,
    name: query.get('name') ?? '',
    scopes: [...new Set([...template, ...(isTaken ? (addons.scopes?.tenant ?? []) : [])])],
    events: isTaken ? (addons.events?.items?.tenant ?? []) : [],
    callbacks: isTaken ? (addons.callbacks?.items ?? []) : [],
  }
}

function readAddons(text: string | null): z.infer<typeof Addons> | undefined {
  if (text === null) return {}
  if (!/^[\w-]+$/.test(text)) return undefined
  try {
    return Addons.parse(JSON.parse(gunzipSync(Buffer.from(text, 'base64url')).toString()))
  } catch {
    return undefined
  }
}

/** Somebody pressed a button of the page. False: nothing waits there. */
export function answerRegistration(
  world: World,
  query: URLSearchParams,
  { userId, isConfirmed }: { userId: string; isConfirmed: boolean },
): boolean {
  const asked = askedFor(world, query)
  const person = world.state.people.get(userId)
  if (!asked || !person) return false
  const { grant, scopes, events, callbacks } = asked
  putGrant(world, { ...grant, state: isConfirmed ? 'confirmed' : 'denied', openId: person.openId })
  if (!isConfirmed) return true
  const config = justRegistered(scopes, events, callbacks, userId)
  const now = world.clock.now()
  putDraft(world, config)
  putVersions(world, [
    { id: 'oav_registered', version: '1.0.0', status: 1, createdAt: now, publishedAt: now, config },
  ])
  bringOnline(world, config)
  holdWay(world, config.events)
  holdSecurity(world, config.security)
  world.changeApp({ verificationToken: randomBytes(12).toString('hex'), encryptKey: '' })
  return true
}
