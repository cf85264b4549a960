import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { filesBehind } from '../../host/package/manifest.ts'
import { sha256 } from '../../host/package/sha256.ts'
import { readRoute, resolvePath, toUrl } from '../../host/router/route.ts'
import { convertStyle, importsOf } from '../../host/style/convert-style.ts'
import { convertRpx, pixelsPerRpx } from '../../host/style/rpx.ts'
import { convertTtml } from '../../host/ttml/convert.ts'

describe('TTML becomes the dialect of the engine', () => {
  it.each([
    ['<view tt:if="{{a}}">x</view>', '<tt-view wx:if="{{a}}">x</tt-view>'],
    ['<input bindinput="on" value="{{v}}" />', '<tt-input bind:input="on" value="{{v}}" />'],
    ['<a-row bind:picked="on" catchtap="no" />', '<a-row bind:picked="on" catch:tap="no" />'],
    ['<view capture-bind:tap="on" />', '<tt-view capture-bind:tap="on" />'],
    ['<view tt:for="{{l}}" tt:key="{{item.id}}" />', '<tt-view wx:for="{{l}}" wx:key="id" />'],
    ['<view tt:for="{{l}}" tt:key="{{item}}" />', '<tt-view wx:for="{{l}}" wx:key="*this" />'],
    [
      '<view tt:for="{{l}}" tt:for-item="row" tt:key="row.id" />',
      '<tt-view wx:for="{{l}}" wx:for-item="row" wx:key="id" />',
    ],
    ['<block tt:else><slot name="a" /></block>', '<block wx:else><slot name="a" /></block>'],
    [
      '<sjs module="m">if (1 < 2) { a = "<view>" }</sjs>',
      '<wxs module="m">if (1 < 2) { a = "<view>" }</wxs>',
    ],
    ['<sjs module="m" src="./m.sjs" />', '<wxs module="m" src="./m.sjs" />'],
    [`<view title='say "x"' hidden />`, `<tt-view title='say "x"' hidden />`],
    ['{{ a < b }} 1 < 2 <!-- <view> -->', '{{ a < b }} 1 < 2 <!-- <view> -->'],
    ["<view class=\"{{a > b ? 'x' : 'y'}}\"/>", "<tt-view class=\"{{a > b ? 'x' : 'y'}}\" />"],
  ])('%s', (source, expected) => {
    expect(convertTtml(source)).toBe(expected)
  })

  it('a tag that does not end is refused', () => {
    expect(() => convertTtml('<view class="a')).toThrow('<view> does not end')
    expect(() => convertTtml('<sjs module="m">a')).toThrow('<sjs> does not end')
  })
})

describe('TTSS becomes CSS', () => {
  it.each([
    ['.a .b-c:hover::after { top: 1px }', '.p--a .p--b-c:hover::after { top: 1px }'],
    [
      'view.a > text, page { left: 2rpx }',
      '[tt="view"].p--a > [tt="text"], [tt="page"] { left: calc(2 * var(--rpx)) }',
    ],
    ['#id.a[data-b=".c"] { }', '#id.p--a[data-b=".c"] { }'],
    ['@media (min-width: 1.5em) { .a { b: c } }', '@media (min-width: 1.5em) { .p--a { b: c } }'],
    ['@keyframes turn { to { top: 0 } }', '@keyframes turn { to { top: 0 } }'],
    ['/* .x { } */ .a { b: url("a.png") }', ' .p--a { b: url("a.png") }'],
  ])('%s', (source, expected) => {
    expect(convertStyle(source, 'p')).toBe(expected)
  })

  it('classes of app.ttss keep their names', () => {
    expect(convertStyle('view .a { }', '')).toBe('[tt="view"] .a { }')
  })

  it('imports are named and taken out', () => {
    const source = `@import "../a.ttss";\n@import url('b.ttss');\n.a { }`
    expect(importsOf(source)).toEqual(['../a.ttss', 'b.ttss'])
    expect(convertStyle(source, '').trim()).toBe('.a { }')
  })

  it.each([
    ['10rpx', 'calc(10 * var(--rpx))'],
    ['-0.5rpx 2rpx', 'calc(-0.5 * var(--rpx)) calc(2 * var(--rpx))'],
    ['a10rpx 1rpxy', 'a10rpx 1rpxy'],
  ])('%s', (source, expected) => {
    expect(convertRpx(source)).toBe(expected)
  })

  it('750 rpx are as wide as a phone, and no wider than a large one', () => {
    expect(pixelsPerRpx(375)).toBe(0.5)
    expect(pixelsPerRpx(1440) * 750).toBe(480)
  })
})

describe('routes', () => {
  it.each([
    ['/pages/detail?id=1', '', { path: 'pages/detail', query: { id: '1' } }],
    ['pages/detail?id=a%20b&c=%E8%AF%B7', '', { path: 'pages/detail', query: { id: 'a b', c: '请' } }],
    ['../detail?id=%', 'pages/list/index', { path: 'pages/detail', query: { id: '%' } }],
    ['./other', 'pages/list/index', { path: 'pages/list/other', query: {} }],
    ['../../../../etc/passwd', 'pages/detail', { path: 'etc/passwd', query: {} }],
    ['pages/a?b=c=d#e', '', { path: 'pages/a', query: { b: 'c=d' } }],
  ])('%s from %s', (url, from, expected) => {
    expect(readRoute(url, from)).toEqual(expected)
  })

  it('what is written is read the same', () => {
    const route = { path: 'pages/detail', query: { id: 'a&b=c/ %', 请: '假' } }
    expect(readRoute(toUrl(route))).toEqual(route)
  })

  it('a leading slash means the top of the package', () => {
    expect(resolvePath('/components/a', 'pages/b/c')).toBe('components/a')
  })
})

it('the files behind a page come once each, used ones first', () => {
  const uses = {
    page: ['page.json', 'page.js', 'part'],
    part: ['part.ttss', 'part.js', 'part'],
    'page.js': ['lib.js'],
    'part.js': ['lib.js', 'page.js'],
    'part.ttss': ['base.ttss'],
  }
  const expected = ['page.json', 'lib.js', 'page.js', 'base.ttss', 'part.ttss', 'part.js']
  expect(filesBehind(uses, ['page'])).toEqual(expected)
})

it.each([0, 1, 55, 56, 63, 64, 119, 1000])('SHA-256 of %i characters', (length) => {
  const text = '请a'.repeat(length).slice(0, length)
  expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
})
