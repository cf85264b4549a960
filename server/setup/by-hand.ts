import type { SetupStep } from '../../shared/operator-api.ts'
import { scopesToAsk } from './scopes.ts'
import { addressOf, CALLBACKS, EVENTS, homeUrl, originOf, redirectUrls, type WantedApp } from './wanted.ts'

/** What to click, with the menu's names in Chinese and English, and what to type. Secrets are named, never shown. */
export function byHand(app: WantedApp, step: SetupStep): string[] {
  const place = `${consoleUrl(app)} → ${MENUS[step]}`
  return [place, ...TYPED[step](app).map((line) => `  ${line}`)]
}

const consoleUrl = ({ baseUrl, appId }: WantedApp): string => `${baseUrl}/app/${appId}`

const MENUS: Record<SetupStep, string> = {
  scopes: '开发配置 > 权限管理 > 开通权限 (Development > Permissions & Scopes > Add scopes), tenant token',
  encryption: '开发配置 > 事件与回调 > 加密策略 (Development > Events & Callbacks > Encryption Strategy)',
  events: '开发配置 > 事件与回调 > 事件配置 (Development > Events & Callbacks > Event Configuration)',
  callbacks: '开发配置 > 事件与回调 > 回调配置 (Development > Events & Callbacks > Callback Configuration)',
  addresses: '开发配置 > 安全设置 (Development > Security Settings)',
  people: '权限管理 > 数据权限 > 通讯录权限范围 (Permissions & Scopes > Data Permissions > Contacts range)',
  bot: '应用能力 > 添加应用能力 > 机器人 (Features > Add Features > Bot)',
  web_app: '应用能力 > 添加应用能力 > 网页应用 (Features > Add Features > Web App)',
  publish:
    '应用发布 > 版本管理与发布 > 创建版本 (App Release > Version Management & Release > Create Version)',
}

const TYPED: Record<SetupStep, (app: WantedApp) => readonly string[]> = {
  scopes: scopesToAsk,
  encryption: ({ verificationToken, encryptKey }) => [
    ...(verificationToken === undefined
      ? []
      : ['Verification Token: the value of FEISHU_VERIFICATION_TOKEN in your settings']),
    encryptKey === undefined ? NO_KEY : 'Encrypt Key: the value of FEISHU_ENCRYPT_KEY in your settings',
  ],
  events: (app) => [
    ...subscription(app, 'event', '将事件发送至开发者服务器 (send events to a server)'),
    `已添加事件 > 添加事件 (add events): ${EVENTS.join(', ')}`,
  ],
  callbacks: (app) => [
    ...subscription(app, 'card', '将回调发送至开发者服务器 (send callbacks to a server)'),
    `已订阅的回调 > 添加回调 (add callbacks): ${CALLBACKS.join(', ')}`,
  ],
  addresses: (app) => [
    ...redirectUrls(app).map((url) => `重定向 URL (redirect URLs): ${url}`),
    `H5 可信域名 (H5 trusted domains): ${originOf(app.publicUrl)}`,
    `服务器域名白名单 (server domains), of a mini program: ${originOf(app.publicUrl)}`,
  ],
  people: () => [
    '全部成员 (all members), or everyone who submits, decides or is told',
    'and the same as 可用范围 (availability) of the version that is published',
  ],
  bot: () => ['nothing to fill in'],
  web_app: ({ publicUrl }) => [
    `桌面端主页 (desktop homepage): ${homeUrl(publicUrl)}`,
    `移动端主页 (mobile homepage): ${homeUrl(publicUrl)}`,
  ],
  publish: () => [
    '保存 > 申请线上发布 (Save > Request release)',
    'then, in the admin console: 工作台 > 应用审核 (Workplace > App Review) > 同意 (Approve)',
  ],
}

const NO_KEY =
  'Encrypt Key: empty, as FEISHU_ENCRYPT_KEY is not set; or set that to the key that stands there'

function subscription(app: WantedApp, what: 'event' | 'card', toServer: string): string[] {
  if (app.eventsBy === 'connection')
    return [
      'start the server first (npm start): Feishu saves this way only while a long connection is open',
      '订阅方式 (subscription mode): 使用长连接 (long connection)',
    ]
  return [
    `订阅方式 (subscription mode): ${toServer}: ${addressOf(app.publicUrl, what)}`,
    'Feishu asks this address at once: the server has to run, and to be reached from outside',
    ...(app.encryptKey === undefined ? [`加密策略 (Encryption Strategy) > ${NO_KEY}`] : []),
  ]
}
