import { expect, it } from 'vitest'
import { ok, openFakeFeishu } from './fake-feishu.ts'
import { clientOf, failureOf, pictured, snapshot } from './samples.ts'

it.each([500, 502, 503, 504])(
  'a %i with code 0 is unclear: a gateway speaks for a service that may have done nothing',
  async (status) => {
    const fake = await openFakeFeishu()
    fake.script('/external_instances', { status, body: { code: 0, msg: 'success' } }, ok({}))
    const { delivery } = clientOf(fake.url).feishu

    expect(failureOf(await delivery.syncInstance(pictured(snapshot()), 'UPDATE'))).toMatchObject({
      class: 'unclear',
      httpStatus: status,
    })
    expect(await delivery.syncInstance(pictured(snapshot()), 'UPDATE')).toMatchObject({ ok: true })
  },
)
