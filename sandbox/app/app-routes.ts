import { readScopes } from '../contact/contacts.ts'
import { tenant, type Route } from '../platform/route.ts'
import { checkAddresses, patchAbility, patchConfig, publish } from './patch-app.ts'
import { readApp, readBot, readVersion } from './read-app.ts'

const ITSELF = ['application:application:self_manage']

/** What an app may ask and change of itself. */
export const APP_ROUTES: readonly Route[] = [
  {
    ...tenant,
    api: 'app.scopes',
    method: 'GET',
    path: '/open-apis/application/v6/scopes',
    scopes: [],
    page: '查询租户授权状态',
    support: 'full',
    handle: readScopes,
  },
  {
    ...tenant,
    api: 'app.get',
    method: 'GET',
    path: '/open-apis/application/v6/applications/:app_id',
    scopes: [...ITSELF, 'admin:app.info:readonly'],
    page: '获取应用信息',
    support: 'of the app itself; status, versions, redirect URLs, scopes',
    handle: readApp,
  },
  {
    ...tenant,
    api: 'app.version',
    method: 'GET',
    path: '/open-apis/application/v6/applications/:app_id/app_versions/:version_id',
    scopes: [...ITSELF, 'application:application.app_version:readonly'],
    page: '获取应用版本信息',
    support: 'of the app itself; scopes, events, bot, web app, availability',
    handle: readVersion,
  },
  {
    ...tenant,
    api: 'app.bot',
    method: 'GET',
    path: '/open-apis/bot/v3/info',
    scopes: [],
    page: '获取机器人信息',
    support: 'full',
    handle: readBot,
  },
  {
    ...tenant,
    api: 'app.config',
    method: 'PATCH',
    path: '/open-apis/application/v7/applications/:app_id/config',
    scopes: ITSELF,
    page: '更新应用开发配置',
    support: 'as the SDK types it; a new address has to return the challenge',
    check: checkAddresses,
    handle: patchConfig,
  },
  {
    ...tenant,
    api: 'app.ability',
    method: 'PATCH',
    path: '/open-apis/application/v7/applications/:app_id/ability',
    scopes: ITSELF,
    page: '更新应用能力',
    support: 'web app, and whether there is a bot',
    handle: patchAbility,
  },
  {
    ...tenant,
    api: 'app.publish',
    method: 'POST',
    path: '/open-apis/application/v7/applications/:app_id/publish',
    scopes: ITSELF,
    page: '提交发布自建应用',
    support: 'agreed to at once, or by an administrator (`appReview`)',
    handle: publish,
  },
]
