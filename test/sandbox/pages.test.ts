import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLeave, type Leave } from './support/leave.ts'

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave()
  await feishu.push()
})
afterEach(() => feishu.close())

const page = (path: string) => fetch(`${feishu.sandbox.controlUrl}${path}`, { redirect: 'manual' })

it('serves the client under a policy without inline code or foreign origins', async () => {
  const response = await page('/')
  expect(await response.text()).toContain('/client/main.js')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("frame-ancestors 'none'")
})

it.each([
  '/host/frame.html',
  '/host/sandbox-main.js',
  '/package/app.json',
  '/package/pages/detail.ttml',
  '/client/client.css',
])('serves %s with a validator', async (path) => {
  const first = await page(path)
  expect(first.status).toBe(200)
  expect(first.headers.get('x-content-type-options')).toBe('nosniff')
  const again = await fetch(`${feishu.sandbox.controlUrl}${path}`, {
    headers: { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
  })
  expect(again.status).toBe(304)
})

it.each([
  '/package/..%2f..%2fpackage.json',
  '/package/%2e%2e/%2e%2e/package.json',
  '/host/..%2fserver%2fmain.js',
  '/client/%00',
  '/package/%E0%A4%A',
  '/package/nothing.json',
  '/host/.compile.js',
])('serves nothing else: %s', async (path) => {
  expect((await page(path)).status).toBe(404)
})

it('follows an applink into the client, and refuses one whose path is not encoded', async () => {
  const open = (kind: string, query: string) =>
    fetch(`${feishu.sandbox.applinkUrl}/client/${kind}/open?${query}`, { redirect: 'manual' })
  const detail = await open('mini_program', 'appId=cli_1&path=pages%2Fdetail%3Fid%3Dinstance-1')
  expect(detail.headers.get('location')).toBe(
    `${feishu.sandbox.controlUrl}/?page=pages%2Fdetail%3Fid%3Dinstance-1`,
  )
  const web = await open('web_app', 'appId=cli_1&lk_target_url=http%3A%2F%2Fa.test%2Fm%2Fpages%2Fdetail')
  expect(web.headers.get('location')).toBe(
    `${feishu.sandbox.controlUrl}/?web=http%3A%2F%2Fa.test%2Fm%2Fpages%2Fdetail`,
  )
  expect((await open('mini_program', 'appId=cli_1&path=pages/detail?id=instance-1')).status).toBe(400)
})

it('offers what a person may start', async () => {
  const answer: unknown = await feishu.control('GET', 'people/u_dev/startable?locale=zh-CN')
  const [leave] = answer as unknown[]
  expect(leave).toMatchObject({ name: '请假', pcLink: expect.stringContaining('create-form') as string })
})

it('tells a client at once, and again when something changed', async () => {
  const stop = new AbortController()
  const response = await fetch(`${feishu.sandbox.controlUrl}/_sandbox/events`, { signal: stop.signal })
  const reader = response.body!.getReader()
  const read = async () => new TextDecoder().decode((await reader.read()).value)
  const first = await read()
  await feishu.control('POST', 'people/u_dev', { name: '新名' })
  expect(await read()).not.toBe(first)
  stop.abort()
})

it('logs callbacks beside the requests, without their token', async () => {
  await feishu.control('POST', 'press', { userId: 'u_lead', via: 'list', taskId: 'task-1', force: true })
  const answer: unknown = await feishu.control('GET', 'log?api=callback')
  const log = answer as {
    request: Record<string, unknown>
    status: number
  }[]
  expect(log.at(-1)?.request).toMatchObject({
    action_type: 'APPROVE',
    user_id: 'u_lead',
    token: '[redacted]',
  })
})

it('refuses requests of other sites', async () => {
  const response = await fetch(`${feishu.sandbox.controlUrl}/_sandbox/down`, {
    method: 'POST',
    headers: { origin: 'https://evil.test' },
    body: '{"down":true}',
  })
  expect(response.status).toBe(403)
})

it('answers bad input of the control API in words', async () => {
  expect(await feishu.control('POST', 'clock', { forward: 1 })).toMatchObject({
    error: { code: 'bad_request' },
  })
  expect(await feishu.control('POST', 'settings', { speed: 1 })).toMatchObject({
    error: { message: expect.stringContaining('no such setting') as string },
  })
  expect(await feishu.control('GET', 'people/u_nobody/lists')).toMatchObject({
    error: { code: 'person_not_found' },
  })
  expect(await feishu.control('GET', 'nowhere')).toMatchObject({ error: { code: 'not_found' } })
})
