import { ok, Refusal, type Answer } from '../platform/answer.ts'
import type { WireRequest } from '../platform/route.ts'
import type { World } from '../world.ts'
import { draftOf, onlineOf, reviewedOf, versionsOf, type AppVersion } from './app-config.ts'

/** 获取应用信息, of the app itself. */
export function readApp(world: World, request: WireRequest): Answer {
  assertOwn(world, request)
  const { security, scopes } = draftOf(world)
  const online = onlineOf(world)
  return ok({
    app: {
      app_id: world.app.appId,
      status: online ? 1 : 2,
      scene_type: 0,
      redirect_urls: security.redirect_urls,
      online_version_id: online?.id ?? '',
      unaudit_version_id: reviewedOf(world)?.id ?? '',
      app_name: '审批',
      scopes: toScopes(scopes),
      primary_language: 'zh_cn',
    },
  })
}

/** 获取应用版本信息. */
export function readVersion(world: World, request: WireRequest): Answer {
  assertOwn(world, request)
  const version = versionsOf(world).find(({ id }) => id === request.params['version_id'])
  if (!version) throw new Refusal(211002, 'no such version_id')
  return ok({ app_version: toVersion(world, version) })
}

/** 获取机器人信息: flat, without `data`. */
export function readBot(world: World): Answer {
  const online = onlineOf(world)
  if (online?.config.bot !== true) throw new Refusal(11205, 'app do not have bot')
  const bot = {
    activate_status: 2,
    app_name: '审批',
    avatar_url: '',
    ip_white_list: draftOf(world).security.allowed_ips,
    open_id: 'ou_of_the_bot',
  }
  return { status: 200, body: { code: 0, msg: 'ok', bot } }
}

function assertOwn(world: World, { params, query }: WireRequest): void {
  const id = params['app_id'] ?? ''
  if (id !== 'me' && id !== world.app.appId) throw new Refusal(210508, 'insufficient permission level')
  if (!['zh_cn', 'en_us', 'ja_jp'].includes(query.get('lang') ?? ''))
    throw new Refusal(99992402, 'lang is required: zh_cn, en_us or ja_jp')
}

const toScopes = (scopes: readonly string[]) =>
  scopes.map((scope) => ({ scope, description: '', level: 1, token_types: ['tenant'] }))

function toVersion({ app }: World, { id, version, status, createdAt, publishedAt, config }: AppVersion) {
  const { visibility, webApp, bot, events } = config
  return {
    app_id: app.appId,
    version,
    version_id: id,
    scopes: toScopes(config.scopes),
    events: events.names,
    event_infos: events.names.map((event_type) => ({ event_type, event_name: '', event_description: '' })),
    status,
    create_time: String(Math.floor(createdAt / 1_000)),
    publish_time: String(Math.floor((publishedAt ?? 0) / 1_000)),
    ability: {
      ...(webApp && { web_app: { pc_url: webApp.pcUrl, mobile_url: webApp.mobileUrl } }),
      ...(bot && { bot: { card_request_url: config.callbacks.url } }),
    },
    remark: {
      remark: '',
      update_remark: '',
      visibility: {
        is_all: visibility.isAll,
        visible_list: { open_ids: [], department_ids: [], group_ids: [] },
      },
    },
  }
}
