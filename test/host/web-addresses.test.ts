import { expect, it } from 'vitest'
import { createWebAddresses } from '../../host/router/web-addresses.ts'

const HOME = 'https://oa.example/app/m/'
const OPEN = 'https://applink.feishu.cn/client/web_app/open?appId=a&lk_target_url='
const SHARE = 'https://applink.feishu.cn/client/web_app/open?mode=sidebar&appId=a&lk_target_url='

const addressesIn = ({ isWide = false, share = SHARE, open = OPEN } = {}) =>
  createWebAddresses({
    home: new URL(HOME),
    beginnings: { open, share },
    here: () => new URL(`${HOME}pages/detail?id=1`),
    isWide: () => isWide,
  })

it('one shared link is the phone’s page on phones, and the PC’s where there is room', () => {
  const link = addressesIn().toShare('/pages/detail?id=1', '/pc/pages/detail?id=1')
  expect(link.startsWith(SHARE)).toBe(true)
  const target = new URL(link).searchParams.get('lk_target_url') ?? ''
  const page = target.slice(HOME.length)
  expect(addressesIn().fitting(page)).toBe('pages/detail?id=1')
  expect(addressesIn({ isWide: true }).fitting(page)).toBe('pc/pages/detail?id=1')
})

it('a page that says nothing of wide windows is the same in all of them', () => {
  expect(addressesIn({ isWide: true }).fitting('pages/detail?id=a%26b')).toBe('pages/detail?id=a%26b')
  expect(addressesIn({ isWide: true }).fitting('')).toBe('')
})

it('whatever stands for wide windows stays below our own pages', () => {
  const fitting = addressesIn({ isWide: true }).fitting('pages/detail?wide=%2F%2Fevil.example%2Fx')
  expect(addressesIn().ofPage(fitting)).toBe(`${HOME}evil.example/x`)
  expect(addressesIn().ofPage('//evil.example')).toBe(`${HOME}evil.example`)
})

it('plain addresses are shared where a setting says so, and a mini program’s link has the path alone', () => {
  expect(addressesIn({ share: '' }).toShare('/pages/detail?id=1', undefined)).toBe(`${HOME}pages/detail?id=1`)
  const mini = 'https://applink.feishu.cn/client/mini_program/open?appId=a&path='
  const addresses = addressesIn({ share: mini, open: mini })
  expect(addresses.toShare('/pages/detail?id=1', '/pc/pages/detail?id=1')).toBe(
    `${mini}pages%2Fdetail%3Fid%3D1`,
  )
  expect(addresses.toOpen('pages/detail?id=1')).toBe(`${mini}pages%2Fdetail%3Fid%3D1`)
})
