import { accountsUrl } from '../feishu/accounts-url.ts'
import { hasPlainLinks, linkBeginnings } from '../feishu/payloads/links.ts'
import type { WebAppSettings } from '../http/web-app.ts'
import type { AppSettings } from './wire.ts'

const JSSDK = 'https://lf-scm-cn.feishucdn.com/lark/op/h5-js-sdk-1.5.44.js'
const FEISHU_FRAMES = ['https://*.feishu.cn', 'https://*.larksuite.com', 'https://*.larkoffice.com']
const LOCAL_FRAMES = ['http://127.0.0.1:*', 'http://localhost:*']

type Settings = Pick<AppSettings, 'feishu' | 'publicUrl' | 'web'>

/** Whether the pages are served to browsers: a mini program's, too, where links are plain addresses. */
export const showsInBrowsers = ({ feishu, web }: Pick<AppSettings, 'feishu' | 'web'>): boolean =>
  feishu.pages === 'web_app' || hasPlainLinks({ linkModes: web.links })

/** Feishu speaks TLS; a platform without is a local one, which brings its own script and frames. */
export function webAppSettings({ feishu, publicUrl, web }: Settings): WebAppSettings {
  const { baseUrl, applinkUrl, appId, pages } = feishu
  const isLocal = !baseUrl.startsWith('https:')
  return {
    publicUrl,
    appId,
    jssdkUrl: web.jssdkUrl ?? (isLocal ? `${baseUrl}/jssdk.js` : JSSDK),
    frameAncestors: web.frameAncestors ?? (isLocal ? LOCAL_FRAMES : FEISHU_FRAMES),
    authorizeUrl: `${accountsUrl(baseUrl)}/open-apis/authen/v1/authorize`,
    links: linkBeginnings({ applinkUrl, appId, pages, publicUrl, linkModes: web.links }),
  }
}
