import { createDecipheriv, createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPTION_FAULTS } from '../../sandbox/options/option-faults.ts'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { controlOf } from '../support/control.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

type Result = {
  options: { id: string; value: string; owner?: string; isDefault?: boolean }[]
  i18nResources: { locale: string; texts: Record<string, string> }[]
  hasMore?: boolean
  nextPageToken?: string
}

const ask = async (source: string, body: object, type = 'application/json') => {
  const response = await fetch(`${sandbox.controlUrl}/company/options/${source}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { code: number; msg: string; data?: { result: Result | string } }
}
const token = () => sandbox.info.optionsToken
const result = async (source: string, body: object = {}): Promise<Result> => {
  const { data } = await ask(source, { token: token(), ...body })
  const text = typeof data?.result === 'string' ? open(data.result) : JSON.stringify(data?.result)
  return JSON.parse(text) as Result
}
const ids = async (source: string, body: object = {}) =>
  (await result(source, body)).options.map(({ id }) => id)

function open(sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const key = createHash('sha256').update(sandbox.info.optionsKey).digest()
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16))
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString()
}

describe('what a source refuses', () => {
  it.each([
    ['no token', {}, 40002],
    ['another token', { token: 'guessed' }, 40100],
    ['what the page does not name', { token: '', secret: 1 }, 40002],
    ['a linkage value that is no text', { token: '', linkage_params: { amount: 7 } }, 40002],
    ['a language of another spelling', { token: '', locale: 'zh-CN' }, 40002],
  ])('%s', async (_, body, code) => {
    const given = 'token' in body && body.token === '' ? { ...body, token: token() } : body
    expect((await ask('systems', given)).code).toBe(code)
  })

  it('a body of another type, and a search where there is none', async () => {
    expect((await ask('systems', { token: token() }, 'text/plain')).code).toBe(40001)
    expect((await ask('systems', { token: token(), query: 'vpn' })).code).toBe(40003)
  })
})

it('systems have owners and texts in three languages', async () => {
  const { options, i18nResources } = await result('systems')
  expect(options[0]).toEqual({ id: 'sys-vpn', value: '@i18n@sys-vpn', isDefault: true, owner: 'u_cto' })
  expect(i18nResources.map(({ locale, texts }) => `${locale} ${texts['@i18n@sys-vpn'] ?? ''}`)).toEqual([
    'zh_cn 远程接入 VPN',
    'en_us Remote access VPN',
    'ja_jp リモート接続 VPN',
  ])
})

it('suppliers come encrypted, in pages of ten, and are searched in the language of whoever asks', async () => {
  const first = await result('suppliers')
  expect(first).toMatchObject({ hasMore: true, nextPageToken: 'page-10' })
  expect(first.options).toHaveLength(10)
  expect(await ids('suppliers', { page_token: 'page-30' })).toHaveLength(5)
  expect(await ids('suppliers', { query: '东京云', locale: 'zh_cn' })).toEqual(['sup-027'])
  expect(await ids('suppliers', { query: 'tokyo cloud', locale: 'en_us' })).toEqual(['sup-027'])
})

it('what is offered depends on other fields, and on the person', async () => {
  expect(await ids('accounts', { linkage_params: { supplier: 'sup-003' } })).toEqual([
    'acc-sup-003-1',
    'acc-sup-003-2',
  ])
  expect(await ids('projects', { linkage_params: { costCentre: 'sales' } })).toEqual(['prj-fair'])
  expect(await ids('projects')).toHaveLength(3)
  expect(await ids('leave-balances')).toEqual([])
})

it('a balance decreases with what is taken, and goes when nothing is left', async () => {
  const { call } = controlOf(sandbox)
  const take = (days: number) =>
    call('POST', '/options/leave-taken', { userId: 'u_dev', kind: 'annual', days })
  const texts = async () => (await result('leave-balances', { employee_id: 'u_dev' })).i18nResources[0]?.texts
  expect(await texts()).toMatchObject({ '@i18n@annual': '年假（剩 10 天）' })
  await take(2.5)
  expect(await texts()).toMatchObject({ '@i18n@annual': '年假（剩 7.5 天）' })
  await take(7.5)
  expect(await ids('leave-balances', { employee_id: 'u_dev' })).toEqual(['sick'])
})

it('remembers what it was asked, without the token', async () => {
  const { call } = controlOf(sandbox)
  await ids('projects', { employee_id: 'u_dev', linkage_params: { costCentre: 'rd' } })
  const asked = await call('GET', '/options/asked')
  expect(asked).toEqual([
    { source: 'projects', code: 0, request: { employee_id: 'u_dev', linkage_params: { costCentre: 'rd' } } },
  ])
})

it.each(OPTION_FAULTS)('%s is over after as many requests as were said', async (kind) => {
  const { call } = controlOf(sandbox)
  await call('POST', '/options/faults', { source: 'suppliers', kind, times: 1 })
  const wrong = await fetch(`${sandbox.controlUrl}/company/options/suppliers`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: token() }),
    signal: AbortSignal.timeout(300),
  })
    .then((response) => response.text())
    .catch((error: unknown) => String(error))
  expect(wrong).not.toBe('')
  expect(await ids('suppliers')).toHaveLength(10)
})
