import { expect, it } from 'vitest'
import { resumeOutbox } from '../../server/usecases/resume-outbox.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

it('what waits for the quota is due at once, and nothing else', async () => {
  const harness = await createHarness()
  const { call, login } = await startHttp(harness)
  const body = { definition: 'leave', form: { kind: 'annual', days: 2 } }
  const { body: started } = await call('POST', '/api/v1/instances', { token: await login('u_alice'), body })
  const { store, now } = harness.ctx
  const later = now() + 600_000
  await store.instances.change(started.id, (current) => ({
    next: current && {
      ...current,
      effects: current.effects.map((effect, at) => ({
        ...effect,
        nextTryAt: later,
        lastError: at === 0 ? 'quota 99991403: used up' : 'not_sent: quota is a word of theirs',
      })),
    },
    result: undefined,
  }))
  expect(await resumeOutbox(harness.ctx)).toBe(1)
  const times = (await store.instances.read(started.id))?.effects.map(({ nextTryAt }) => nextTryAt)
  expect(times?.slice(0, 2)).toEqual([now(), later])
  expect(await resumeOutbox(harness.ctx)).toBe(0)
})

it('a person is told in their language that the quota is used up, not to try again', async () => {
  const harness = await createHarness()
  const { call, login } = await startHttp(harness)
  const token = await login('u_alice')
  harness.people.fail({ class: 'quota', code: 99991403, httpStatus: 429 })
  const body = { definition: 'leave', form: { kind: 'annual', days: 2 } }
  const inLanguage = async (language: string) =>
    (await call('POST', '/api/v1/instances', { token, body, headers: { 'accept-language': language } })).body
      .error
  expect((await inLanguage('zh-CN')).message).toContain('额度已用完')
  expect((await inLanguage('ja-JP')).message).toContain('呼び出し枠')
  expect(await inLanguage('en-US')).toMatchObject({ message: expect.stringContaining('used up') })
})
