import { afterEach, beforeEach, expect, it } from 'vitest'
import { body } from './support/bodies.ts'
import { openLeave, type Leave } from './support/leave.ts'
import { SEND } from './support/routes.ts'

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave()
  await feishu.push({ 'i18n_resources.0.texts.0.value': '<script>alert(1)</script>' })
})
afterEach(() => feishu.close())

const page = async (path: string) => {
  const response = await fetch(`${feishu.sandbox.controlUrl}${path}`)
  return { response, text: await response.text() }
}

it('shows a person’s to-dos with working buttons, everything escaped', async () => {
  const { text, response } = await page('/?user=u_lead&tab=todo')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).not.toContain('<script>alert')
  expect(text).toContain('data-to="/_sandbox/press"')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
})

it('shows cards in the chat, in the chosen language', async () => {
  await feishu.post(SEND, body('card'))
  expect((await page('/?user=u_lead&tab=chat')).text).toContain('张伟 的 请假 待你审批')
  expect((await page('/?user=u_lead&tab=chat&locale=en-US')).text).toContain('awaits your approval')
})

it('offers what a person may start', async () => {
  expect((await page('/?user=u_dev&tab=start')).text).toContain('create-form')
})

it('follows an applink to the simple pages, and refuses one whose path is not encoded', async () => {
  const open = (query: string) =>
    fetch(`${feishu.sandbox.applinkUrl}/client/mini_program/open?${query}`, { redirect: 'manual' })
  const detail = await open('appId=cli_1&path=pages%2Fdetail%3Fid%3Dinstance-1')
  expect(detail.headers.get('location')).toBe(`${feishu.sandbox.controlUrl}/detail?id=instance-1`)
  const start = await open('mode=appCenter&appId=cli_1&path=pc%2Fpages%2Fcreate-form%2Findex%3Fid%3Dleave')
  expect(start.headers.get('location')).toBe(`${feishu.sandbox.controlUrl}/start?definition=leave`)
  expect((await open('appId=cli_1&path=pages/detail?id=instance-1')).status).toBe(400)
})

it('says so when the approval server cannot be asked', async () => {
  expect((await page('/detail?id=instance-1&user=u_dev')).text).toContain('无法从三方系统取得数据')
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
