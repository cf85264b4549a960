import { describe, expect, it } from 'vitest'
import { modeOf, readApplink } from '../../sandbox/client/links.ts'
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
