import { describe, expect, it } from 'vitest'
import { webAppSettings } from '../server/app/web-app-settings.ts'
import { readConfig } from '../server/config.ts'

const APP = {
  FEISHU_APP_ID: 'cli_1',
  FEISHU_APP_SECRET: 's',
  FEISHU_CALLBACK_TOKEN: 't',
  FEISHU_PAGES: 'web_app',
  PUBLIC_URL: 'https://oa.example/app/',
}

function settingsOf(more: Record<string, string> = {}) {
  const { feishu, http, web } = readConfig({ ...APP, ...more })
  if (!feishu) throw new Error('there is an app')
  return webAppSettings({ feishu, publicUrl: http.publicUrl, web })
}

describe('what the web pages are given', () => {
  it('the login page lies beside the open platform', () => {
    const loginAt = (FEISHU_BASE_URL: string) => settingsOf({ FEISHU_BASE_URL }).authorizeUrl
    const path = '/open-apis/authen/v1/authorize'
    expect(settingsOf().authorizeUrl).toBe(`https://accounts.feishu.cn${path}`)
    expect(loginAt('https://open.larksuite.com')).toBe(`https://accounts.larksuite.com${path}`)
    expect(loginAt('http://127.0.0.1:3101')).toBe(`http://127.0.0.1:3101${path}`)
  })

  it('script and frames are Feishu’s, the local platform’s, or what is set', () => {
    expect(settingsOf().jssdkUrl).toMatch(/^https:\/\/[^/]+\.feishucdn\.com\//)
    expect(settingsOf().frameAncestors).toContain('https://*.feishu.cn')
    const local = settingsOf({ FEISHU_BASE_URL: 'http://127.0.0.1:3101' })
    expect([local.jssdkUrl, local.frameAncestors]).toEqual([
      'http://127.0.0.1:3101/jssdk.js',
      ['http://127.0.0.1:*', 'http://localhost:*'],
    ])
    const own = settingsOf({ JSSDK_URL: 'https://cdn.example/sdk.js', FRAME_ANCESTORS: 'https://a.example' })
    expect([own.jssdkUrl, own.frameAncestors]).toEqual(['https://cdn.example/sdk.js', ['https://a.example']])
  })

  it('links open in Feishu as an applink, and are shared as the setting says', () => {
    expect(settingsOf().links.share).toContain('mode=sidebar&')
    expect(settingsOf({ LINKS: 'chat=embed' }).links).toEqual({
      open: 'https://applink.feishu.cn/client/web_app/open?appId=cli_1&lk_target_url=',
      share: '',
    })
  })
})
