import type { z } from 'zod'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { World } from '../world.ts'
import {
  bringOnline,
  draftOf,
  holdSecurity,
  holdWay,
  putDraft,
  putVersions,
  reviewedOf,
  SECURITY_LISTS,
  versionsOf,
  type AppConfig,
} from './app-config.ts'
import { askAddress } from './ask-address.ts'
import { AbilityPatch, ConfigPatch, PublishBody } from './config-schema.ts'

/** 通用错误码: a parameter is missing or wrong. */
const INVALID = 99992402
/** Of 获取应用信息; which codes the calls of v7 answer is not documented. */
const NOT_THIS_APP = 210508
const NOT_PATCHABLE = 210505
const IN_REVIEW = 210507

/** A new address is asked before it is taken, as the console does. */
export async function checkAddresses(world: World, request: WireRequest): Promise<void> {
  const patch = readPatch(world, ConfigPatch, request)
  const ways = [patch.event?.subscription_type, patch.callback?.callback_type]
  if (ways.includes('websocket') && !world.connections.isOpen())
    throw new Refusal(INVALID, 'no long connection of the app is open: start its server, then save')
  const strategy = patch.event_and_callback_encrypt_strategy
  const secrets = {
    token: strategy?.verification_token ?? world.app.verificationToken,
    key: strategy?.encryption_key ?? world.app.encryptKey,
  }
  const [events, callbacks] = [patch.event?.request_url, patch.callback?.request_url]
  for (const address of [events, callbacks]) {
    if (address === undefined || (await askAddress(address, secrets))) continue
    throw new Refusal(INVALID, `request_url: ${address} did not return the challenge within a second`)
  }
}

/** 更新应用开发配置: what is not named stays. */
export function patchConfig(world: World, request: WireRequest): Answer {
  const patch = readPatch(world, ConfigPatch, request)
  const draft = draftOf(world)
  const { verification_token, encryption_key } = patch.event_and_callback_encrypt_strategy ?? {}
  const next: AppConfig = {
    ...draft,
    scopes: changed(
      draft.scopes,
      tenantScopes(patch.scope?.add_scopes),
      tenantScopes(patch.scope?.remove_scopes),
    ),
    events: withEvents(draft.events, patch.event),
    callbacks: withCallbacks(draft.callbacks, patch.callback),
    security: secured(draft.security, patch.security),
    ...(patch.visibility && {
      visibility: {
        isAll: patch.visibility.is_visible_to_all,
        list: peopleOf(patch.visibility.visible_list),
      },
    }),
    ...(patch.contacts && {
      contacts: { type: patch.contacts.contacts_range_type, list: peopleOf(patch.contacts.visible_list) },
    }),
  }
  putDraft(world, next)
  world.changeApp({
    ...(verification_token !== undefined && { verificationToken: verification_token }),
    ...(encryption_key !== undefined && { encryptKey: encryption_key }),
  })
  // Anything else waits for a version.
  if (patch.event) holdWay(world, next.events)
  if (patch.security) holdSecurity(world, next.security)
  return ok({})
}

/** 更新应用能力. */
export function patchAbility(world: World, request: WireRequest): Answer {
  const { web_app, bot } = readPatch(world, AbilityPatch, request)
  const draft = draftOf(world)
  putDraft(world, {
    ...draft,
    ...(bot && { bot: bot.enable }),
    ...(web_app && {
      webApp: web_app.enable
        ? {
            pcUrl: web_app.pc_url ?? draft.webApp?.pcUrl ?? '',
            mobileUrl: web_app.mobile_url ?? draft.webApp?.mobileUrl ?? '',
          }
        : null,
    }),
  })
  return ok({})
}

/** 提交发布自建应用: an administrator has to agree, unless the sandbox's settings say that one does at once. */
export function publish(world: World, request: WireRequest): Answer {
  const body = readPatch(world, PublishBody, request)
  const config = draftOf(world)
  const has = { gadget: false, web_app: config.webApp !== null, bot: config.bot }
  for (const ability of [body.mobile_default_ability, body.pc_default_ability])
    if (ability !== undefined && !has[ability]) throw new Refusal(INVALID, `${ability}: not switched on`)
  const versions = versionsOf(world)
  const version = body.version ?? nextVersion(versions.at(-1)?.version)
  if (versions.some((one) => one.version === version))
    throw new Refusal(INVALID, `version: there is ${version} already`)
  const now = world.clock.now()
  const id = `oav_${String(versions.length)}_${now.toString(36)}`
  const isAgreed = world.settings().appReview === 'agreed'
  const status = isAgreed ? 1 : 3
  putVersions(world, [
    ...versions,
    { id, version, status, createdAt: now, publishedAt: isAgreed ? now : null, config },
  ])
  if (isAgreed) bringOnline(world, config)
  return ok({ version_id: id, version })
}

/** One more than the last. */
const nextVersion = (last = '0.0.0'): string => last.replace(/\d+$/, (number) => String(Number(number) + 1))

/** What an administrator does in the admin console. False: nothing waits. */
export function review(world: World, isAgreed: boolean): boolean {
  const waiting = reviewedOf(world)
  if (!waiting) return false
  const publishedAt = isAgreed ? world.clock.now() : null
  const seen = { ...waiting, status: isAgreed ? (1 as const) : (2 as const), publishedAt }
  putVersions(
    world,
    versionsOf(world).map((one) => (one.id === seen.id ? seen : one)),
  )
  if (isAgreed) bringOnline(world, seen.config)
  return true
}

function readPatch<T extends z.ZodType>(world: World, schema: T, request: WireRequest): z.infer<T> {
  if (request.params['app_id'] !== world.app.appId)
    throw new Refusal(NOT_THIS_APP, 'an app may change itself alone')
  if (!world.settings().appPatchable)
    throw new Refusal(NOT_PATCHABLE, 'not an app that was made in the developer console')
  if (reviewedOf(world)) throw new Refusal(IN_REVIEW, 'a version of the app is being looked at')
  return readParams(schema, request.body, INVALID)
}

const tenantScopes = (scopes: { scope_name: string; token_type: string }[] | undefined): string[] =>
  (scopes ?? []).filter(({ token_type }) => token_type === 'tenant').map(({ scope_name }) => scope_name)

const changed = (
  before: readonly string[],
  add: readonly string[] = [],
  remove: readonly string[] = [],
): string[] => [...new Set([...before, ...add].filter((one) => !remove.includes(one)))]

type Subscription = AppConfig['events']

function withEvents(before: Subscription, patch: ConfigPatch['event']): Subscription {
  if (!patch) return before
  const names = changed(before.names, patch.add_events, patch.remove_events)
  return {
    type: patch.subscription_type,
    url: addressIn(patch.subscription_type, patch.request_url, before),
    names,
  }
}

function withCallbacks(before: Subscription, patch: ConfigPatch['callback']): Subscription {
  if (!patch) return before
  const names = changed(before.names, patch.add_callbacks, patch.remove_callbacks)
  return { type: patch.callback_type, url: addressIn(patch.callback_type, patch.request_url, before), names }
}

function addressIn(type: Subscription['type'], url: string | undefined, before: Subscription): string {
  const address = url ?? before.url
  if (type === 'webhook' && address === '') throw new Refusal(INVALID, 'request_url: a webhook needs one')
  return address
}

function secured(before: AppConfig['security'], patch: ConfigPatch['security']): AppConfig['security'] {
  const next = { ...before }
  for (const list of SECURITY_LISTS)
    next[list] = changed(before[list], patch?.add?.[list], patch?.remove?.[list])
  return next
}

const peopleOf = (
  list: { user_ids?: string[] | undefined; department_ids?: string[] | undefined } | undefined,
) => ({
  user_ids: list?.user_ids ?? [],
  department_ids: list?.department_ids ?? [],
})
