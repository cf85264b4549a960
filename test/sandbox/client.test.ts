import { describe, expect, it } from 'vitest'
import { containerOf, modeOf, readApplink, readLink } from '../../sandbox/client/links.ts'
import { decodeEntities } from '../../sandbox/client/entities.ts'

describe('entities of cards', () => {
  it.each([
    ['&#60;b&#62;', '<b>'],
    ['&#x8BF7;&amp;&quot;', '请&"'],
    ['&amp;#60;', '&#60;'],
    ['&nothing; & &#0; &#99999999;', '&nothing; & &#0; &#99999999;'],
  ])('%s', (text, expected) => {
    expect(decodeEntities(text)).toBe(expected)
  })
})

describe('applinks', () => {
  const base = 'http://127.0.0.1:1/client'
  it.each([
    [`${base}/mini_program/open?appId=a&path=pages%2Fdetail%3Fid%3D1`, 'phone'],
    [`${base}/mini_program/open?mode=appCenter&appId=a&path=pc%2Fpages%2Fdetail%3Fid%3D1`, 'pc'],
    [
      `${base}/web_app/open?appId=a&lk_target_url=http%3A%2F%2Fs.test%2Fm%2Fpc%2Fpages%2Fdetail%3Fid%3D1`,
      'pc',
    ],
    [`${base}/web_app/open?appId=a&lk_target_url=http%3A%2F%2Fs.test%2Fm%2Fpages%2Fdetail`, 'phone'],
  ])('%s opens in the frame for %s', (url, mode) => {
    expect(modeOf(readApplink(url)!)).toBe(mode)
  })

  it.each([
    'https://evil.test/',
    'no url',
    `${base}/web_app/open?lk_target_url=javascript%3Aalert(1)`,
    `${base}/mini_program/open?appId=a`,
  ])('%s is none', (url) => {
    expect(readApplink(url)).toBeUndefined()
  })
})

describe('where a link opens', () => {
  const base = 'http://127.0.0.1:1/client'
  const mini = (mode: string) => `${base}/mini_program/open?${mode}appId=a&path=pages%2Fdetail`
  const web = (mode: string) => `${base}/web_app/open?${mode}appId=a&lk_target_url=http%3A%2F%2Fs.test%2Fm%2F`
  const plain = 'https://s.test/m/pages/detail?id=1'
  const chat = { in: 'chat' } as const

  it.each([
    [mini(''), 'sidebar'],
    [mini('mode=appCenter&'), 'tab'],
    [mini('mode=sidebar-semi&'), 'sidebar'],
    [mini('mode=window&'), 'window'],
    [web(''), 'tab'],
    [web('mode=appCenter&'), 'tab'],
    [web('mode=sidebar&'), 'sidebar'],
    [web('mode=window-semi&'), 'window'],
  ])('an applink on a PC says so itself: %s', (url, container) => {
    const target = readLink(url, chat, 'pc')!
    expect([containerOf(target, 'pc'), containerOf(target, 'phone')]).toEqual([container, 'phone'])
  })

  it('an applink that says where keeps to the device on which it is followed', () => {
    expect(modeOf(readApplink(mini('mode=sidebar-semi&'))!)).toBeUndefined()
  })

  it('a plain address in a chat opens in the client on phones, and in the browser on PCs', () => {
    expect(readLink(plain, chat, 'phone')).toEqual({ kind: 'web', address: plain })
    expect(readLink(plain, chat, 'pc')).toBeUndefined()
  })

  it.each([
    ['NORMAL', 'embed'],
    [null, 'embed'],
    ['SIDEBAR', 'drawer'],
  ])('a plain address in the center is framed, display_method %s', (display, container) => {
    for (const mode of ['phone', 'pc'] as const)
      expect(readLink(plain, { in: 'center', display }, mode)).toEqual({
        kind: 'framed',
        address: plain,
        container,
      })
  })

  it('BROWSER leaves the client, and what is no address opens nowhere', () => {
    expect(readLink(plain, { in: 'center', display: 'BROWSER' }, 'pc')).toBeUndefined()
    expect(readLink('javascript:alert(1)', { in: 'center' }, 'pc')).toBeUndefined()
  })
})
