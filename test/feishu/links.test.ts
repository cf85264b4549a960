import { describe, expect, it } from 'vitest'
import { createLinks, hasPlainLinks, linkBeginnings } from '../../server/feishu/payloads/links.ts'
import type { LinkMode } from '../../server/feishu/payloads/links.ts'
import { linkSettings } from './samples.ts'

const settings = { ...linkSettings, appId: 'cli_9c90fc38e07a9101' }

describe('applinks of a mini program, as in 三方审批定义概述', () => {
  const links = createLinks(settings).center

  it('the create form', () => {
    expect(links.create('9999')).toEqual({
      mobile:
        'https://applink.feishu.cn/client/mini_program/open?appId=cli_9c90fc38e07a9101&path=pages%2Fapproval-form%2Findex%3Fid%3D9999',
      pc: 'https://applink.feishu.cn/client/mini_program/open?mode=appCenter&appId=cli_9c90fc38e07a9101&path=pc%2Fpages%2Fcreate-form%2Findex%3Fid%3D9999',
    })
  })

  it('the details', () => {
    expect(links.detail('1234')).toEqual({
      mobile:
        'https://applink.feishu.cn/client/mini_program/open?appId=cli_9c90fc38e07a9101&path=pages%2Fdetail%3Fid%3D1234',
      pc: 'https://applink.feishu.cn/client/mini_program/open?mode=appCenter&appId=cli_9c90fc38e07a9101&path=pc%2Fpages%2Fdetail%3Fid%3D1234',
    })
  })

  it('the to-do list', () => {
    expect(links.todo).toEqual({
      mobile:
        'https://applink.feishu.cn/client/mini_program/open?appId=cli_9c90fc38e07a9101&path=pages%2Fapproval-list%2Findex%3Fbox%3Dtodo',
      pc: 'https://applink.feishu.cn/client/mini_program/open?mode=appCenter&appId=cli_9c90fc38e07a9101&path=pc%2Fpages%2Fapproval-list%2Findex%3Fbox%3Dtodo',
    })
  })
})

it('applinks of a web app lead to our pages', () => {
  const links = createLinks({
    ...settings,
    pages: 'web_app',
    publicUrl: 'https://approval.example.com/',
  }).card
  expect(links.detail('1234').pc).toBe(
    'https://applink.feishu.cn/client/web_app/open?appId=cli_9c90fc38e07a9101&lk_target_url=https%3A%2F%2Fapproval.example.com%2Fm%2Fpc%2Fpages%2Fdetail%3Fid%3D1234',
  )
})

it.each(['mini_program', 'web_app'] as const)('an id cannot leave its place (%s)', (pages) => {
  const link = createLinks({ ...settings, pages }).card.detail('a&b=c#d/../e').mobile
  const inner = new URL(link).searchParams.get(pages === 'web_app' ? 'lk_target_url' : 'path') ?? ''
  expect(new URL(inner, 'https://x').searchParams.get('id')).toBe('a&b=c#d/../e')
})

it('a slash at the end of a base counts for nothing', () => {
  expect(createLinks({ ...settings, applinkUrl: 'http://127.0.0.1:1/' }).card.detail('1').mobile).toMatch(
    /^http:\/\/127\.0\.0\.1:1\/client\//,
  )
})

describe('how links open', () => {
  const withMode = (mode: LinkMode) => ({ center: mode, card: mode, reminder: mode, chat: mode })
  const detail = (pages: 'mini_program' | 'web_app', mode: LinkMode, kind: 'center' | 'card' = 'card') =>
    createLinks({ ...settings, pages, linkModes: withMode(mode) })[kind].detail('1')
  const queryOf = (link: string) => Object.fromEntries(new URL(link).searchParams)

  it('the defaults are what was there before, to the byte', () => {
    for (const pages of ['mini_program', 'web_app'] as const)
      for (const kind of ['center', 'card', 'reminder'] as const)
        expect(createLinks({ ...settings, pages })[kind].detail('1')).toEqual(detail(pages, 'tab'))
    expect(detail('web_app', 'tab').pc).not.toContain('mode')
  })

  it('on a PC a mini program opens as the setting says, beside the chat as narrow as on a phone', () => {
    expect(queryOf(detail('mini_program', 'tab').pc)).toMatchObject({
      mode: 'appCenter',
      path: 'pc/pages/detail?id=1',
    })
    expect(queryOf(detail('mini_program', 'sidebar').pc)).toMatchObject({
      mode: 'sidebar-semi',
      path: 'pages/detail?id=1',
    })
    expect(queryOf(detail('mini_program', 'window').pc)).toMatchObject({
      mode: 'window',
      path: 'pc/pages/detail?id=1',
    })
  })

  it('so does a web app', () => {
    const at = (page: string) => `https://approval.example.com/m/${page}?id=1`
    expect(queryOf(detail('web_app', 'sidebar').pc)).toMatchObject({
      mode: 'sidebar',
      lk_target_url: at('pages/detail'),
    })
    expect(queryOf(detail('web_app', 'window').pc)).toMatchObject({
      mode: 'window',
      lk_target_url: at('pc/pages/detail'),
    })
  })

  it('phones have one place for everything, and get no mode', () => {
    for (const mode of ['tab', 'sidebar', 'window'] as const)
      for (const pages of ['mini_program', 'web_app'] as const)
        expect(detail(pages, mode).mobile).toBe(detail(pages, 'tab').mobile)
  })

  it('what is embedded has a plain address, also of a mini program, whose pages browsers get then', () => {
    for (const pages of ['mini_program', 'web_app'] as const)
      expect(detail(pages, 'embed')).toEqual({
        mobile: 'https://approval.example.com/m/pages/detail?id=1',
        pc: 'https://approval.example.com/m/pc/pages/detail?id=1',
      })
    expect(hasPlainLinks({ linkModes: settings.linkModes })).toBe(false)
    expect(hasPlainLinks({ linkModes: { ...settings.linkModes, chat: 'embed' } })).toBe(true)
    expect(hasPlainLinks({ linkModes: { ...settings.linkModes, center: 'sidebar' } })).toBe(true)
  })

  it('the drawer of the center takes a plain address, and an entry that says so', () => {
    const { center, card } = createLinks({ ...settings, linkModes: withMode('sidebar') })
    expect(center.detail('1').pc).toBe('https://approval.example.com/m/pages/detail?id=1')
    expect([center.display, createLinks(settings).center.display]).toEqual(['SIDEBAR', 'NORMAL'])
    expect(card.detail('1').pc).toContain('mode=sidebar-semi')
  })

  it('pages make links of what stands before them', () => {
    const web = { ...settings, pages: 'web_app' } as const
    const base = 'https://applink.feishu.cn/client'
    expect(linkBeginnings(web)).toEqual({
      open: `${base}/web_app/open?appId=cli_9c90fc38e07a9101&lk_target_url=`,
      share: `${base}/web_app/open?mode=sidebar&appId=cli_9c90fc38e07a9101&lk_target_url=`,
    })
    expect(linkBeginnings(settings).share).toMatch(/mini_program\/open\?mode=sidebar-semi&.*&path=$/)
    expect(linkBeginnings({ ...web, linkModes: withMode('embed') }).share).toBe('')
  })
})
