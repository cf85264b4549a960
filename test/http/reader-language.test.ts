import { describe, expect, it } from 'vitest'
import { createHarness, startHttp } from '../support/http-server.ts'

/** Of a request that fails: by whom it was sent is somebody with a task. */
type Fault = { method: string; path: string; body?: unknown; raw?: string; headers?: Record<string, string> }

const UPLOAD = { method: 'POST', path: '/api/v1/attachments' }
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=b' }
const NO_FILE = '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n'
const FAR = 365 * 86_400_000

const FAULTS: Record<string, (at: { task: string; now: number }) => Fault> = {
  'a method that the route has not': () => ({ method: 'PUT', path: '/api/v1/instances', body: {} }),
  'a route that is not there': () => ({ method: 'GET', path: '/api/v1/nothing' }),
  'a cursor that is none': () => ({ method: 'GET', path: '/api/v1/instances?box=todo&cursor=nonsense' }),
  'a box that is none': () => ({ method: 'GET', path: '/api/v1/instances?box=all' }),
  'a page of somebody else': () => ({ method: 'GET', path: '/api/v1/jssdk?url=https%3A%2F%2Fevil.example' }),
  'an upload that is no multipart': () => ({ ...UPLOAD, raw: '{}' }),
  'an upload without a boundary': () => ({
    ...UPLOAD,
    raw: 'x',
    headers: { 'content-type': 'multipart/form-data; charset=utf-8' },
  }),
  'an upload that ends too early': () => ({ ...UPLOAD, raw: '--b\r\n', headers: MULTIPART }),
  'an upload without a file': () => ({ ...UPLOAD, raw: NO_FILE, headers: MULTIPART }),
  'a time that is past': ({ task, now }) => ({
    method: 'POST',
    path: `/api/v1/tasks/${task}/postpone`,
    body: { until: now - 1 },
  }),
  'a time too far away': ({ task, now }) => ({
    method: 'POST',
    path: `/api/v1/tasks/${task}/postpone`,
    body: { until: now + FAR },
  }),
  'a key with a space': () => ({
    method: 'POST',
    path: '/api/v1/instances',
    body: { definition: 'leave', form: {} },
    headers: { 'idempotency-key': 'a b' },
  }),
}

const LETTERS = { 'zh-CN': /\p{Script=Han}/u, ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, en: /[a-z]/ }

async function setUp() {
  const harness = await createHarness()
  const { call, login } = await startHttp(harness)
  const form = { kind: 'annual', days: 1 }
  const submitted = await call('POST', '/api/v1/instances', {
    token: await login('u_alice'),
    body: { definition: 'leave', form },
  })
  const [{ id: task }] = submitted.body.tasks
  const token = await login('u_bob')
  const said = async (fault: Fault, language?: string): Promise<string[]> => {
    const headers = { ...fault.headers, ...(language !== undefined && { 'accept-language': language }) }
    const { status, body } = await call(fault.method, fault.path, { ...fault, token, headers })
    expect(status).toBeGreaterThanOrEqual(400)
    const { message, details } = body.error as { message: string; details: { message?: string }[] }
    return [message, ...details.flatMap((one) => one.message ?? [])]
  }
  return { said, at: { task, now: harness.ctx.now() } }
}

describe.each(Object.entries(FAULTS))('%s is told', (_, faultAt) => {
  it('in the language of its reader', async () => {
    const { said, at } = await setUp()
    for (const [language, letters] of Object.entries(LETTERS)) {
      for (const words of await said(faultAt(at), language))
        expect([language, words]).toEqual([language, expect.stringMatching(letters)])
    }
    for (const words of await said(faultAt(at), 'en')) expect(words).not.toMatch(/^[a-z]+: /)
  })

  it('to a program, which names no language, as a sentence in English', async () => {
    const { said, at } = await setUp()
    for (const words of await said(faultAt(at))) expect(words).toMatch(/^[\x20-\x7e]*[a-z][\x20-\x7e]*$/)
  })
})
