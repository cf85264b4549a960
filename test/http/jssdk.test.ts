import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { aFailure } from '../support/people.ts'
import { APP, createHarness, PUBLIC_URL, startHttp } from '../support/http-server.ts'

async function setUp(options: Parameters<typeof startHttp>[1] = {}) {
  const harness = await createHarness()
  const server = await startHttp(harness, options)
  const sign = (url: string) => server.call('GET', `/api/v1/jssdk?url=${encodeURIComponent(url)}`)
  return { ...harness, ...server, sign }
}

it('signs a page of ours as the documentation says, without what follows a #', async () => {
  const { sign, ctx } = await setUp()
  const page = `${PUBLIC_URL}/m/pages/detail?id=1&x=%2F`
  const { status, body } = await sign(`${page}#top`)
  expect([status, body.appId, body.timestamp]).toEqual([200, APP, String(ctx.now())])
  const text = `jsapi_ticket=a-ticket&noncestr=${body.nonceStr}&timestamp=${body.timestamp}&url=${page}`
  expect(body.signature).toBe(createHash('sha1').update(text).digest('hex'))
  // A signature works once (333443 签名重复).
  expect((await sign(page)).body.nonceStr).not.toBe(body.nonceStr)
})

it.each([
  'https://evil.example.com/m/',
  'https://approvals.example.com/other',
  'https://approvals.example.com/application',
  'https://approvals.example.com/app/../other',
  'https://approvals.example.com@evil.example.com/app/',
  'https://u:p@approvals.example.com/app/m',
  'http://approvals.example.com/app/m',
  'https://approvals.example.com:8443/app/m',
  'javascript:alert(1)',
  'nonsense',
  '',
])('does not sign %s', async (url) => {
  const { sign } = await setUp()
  expect(await sign(url)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } })
})

it('is limited per address, and 503 while Feishu gives no ticket', async () => {
  const limited = await setUp({ limits: { signature: { attempts: 2, windowMs: 60_000 } } })
  const statuses = []
  for (let n = 0; n < 3; n += 1) statuses.push((await limited.sign(PUBLIC_URL)).status)
  expect(statuses).toEqual([200, 200, 429])

  const { sign, ctx } = await setUp()
  ctx.jssdk.ticket = async () => ({ ok: false, failure: aFailure() })
  expect((await sign(PUBLIC_URL)).status).toBe(503)
})
