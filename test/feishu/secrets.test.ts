import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { CANARY, clientOf, leave, pictured, snapshot, snapshotSaying } from './samples.ts'
import { ok, openFakeFeishu, refuse, token, type Reply } from './fake-feishu.ts'

const card = {
  taskId: 'i1_t1',
  uuid: 'i1_t1',
  firstTriedAt: 1,
  messageId: null,
  sentAt: null,
  settledAs: null,
}
const everything = (value: unknown) =>
  inspect(value, { depth: null, maxStringLength: null, maxArrayLength: null, showHidden: true })

const SECRETS = [
  ...Object.values(CANARY),
  ...['t-canary-bearer', 'canary-login-code', 'canary-verifier', 'canary-verification', 'canary-encryption'],
]

const RESET: Reply = (response) => response.socket?.resetAndDestroy()
const ECHO: Reply = (response, { body, headers }) => {
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ code: 1390001, msg: `cannot take ${JSON.stringify(body)} of ${headers.authorization}` }),
  )
}

it.each([
  ['when all is well', ok({ message_id: '1', approval_code: 'X' })],
  ['when it is refused', refuse(1390001)],
  ['when the connection breaks', RESET],
  ['when Feishu repeats what it got', ECHO],
])('no secret is logged, answered or kept %s', async (_, reply) => {
  const fake = await openFakeFeishu()
  fake.script('/tenant_access_token/internal', token('t-canary-bearer'))
  for (const path of [
    '/external_approvals',
    '/external_instances',
    '/send',
    '/update',
    '/oauth/token',
    '/config',
  ])
    fake.script(path, reply)
  const { feishu, logged } = clientOf(fake.url)
  const secretForm = snapshotSaying('canary-form-value')
  const seen = [
    await feishu.definitions.apply(leave, 'live', null),
    await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE'),
    await feishu.delivery.sendCard(pictured(snapshot()), card),
    await feishu.delivery.settleCard('1', 'APPROVED'),
    await feishu.people.login('canary-login-code', 'requestAccess'),
    await feishu.people.login('canary-login-code', 'redirect', {
      uri: 'https://a',
      verifier: 'canary-verifier',
    }),
    await feishu.setup.change({
      step: 'encryption',
      verificationToken: 'canary-verification',
      encryptKey: 'canary-encryption',
    }),
  ]
  await feishu.delivery.syncInstance(pictured(secretForm), 'UPDATE')

  const logs = everything(logged)
  expect(logged.length).toBeGreaterThan(5)
  for (const word of [...SECRETS, 'canary-form-value']) {
    expect(logs).not.toContain(word)
  }
  const answers = everything(seen)
  for (const word of SECRETS) {
    expect(answers).not.toContain(word)
  }
})

it('no secret is logged when the token is refused or cannot be asked for', async () => {
  const fake = await openFakeFeishu()
  fake.script('/tenant_access_token/internal', ECHO, RESET)
  const { feishu, logged } = clientOf(fake.url)
  const seen = [await feishu.doctor.token(), await feishu.doctor.token()]
  expect(everything([logged, seen])).not.toContain(CANARY.secret)
})

it('the payload for the operator is what was sent, without what would let him decide for others', async () => {
  const fake = await openFakeFeishu()
  const { feishu } = clientOf(fake.url)
  const { payload } = await feishu.delivery.sendCard(pictured(snapshot()), card)
  const [sent] = fake.at('/send').map(({ body }) => body)
  expect(sent.action_callback).toMatchObject({ action_callback_token: CANARY.callbackToken })
  expect(payload).toEqual({
    ...sent,
    action_callback: { action_callback_url: sent.action_callback.action_callback_url },
  })

  const sync = await feishu.delivery.syncInstance(pictured(snapshot()), 'UPDATE')
  expect(JSON.stringify(sync.payload)).not.toContain(CANARY.context)
  expect(sync.payload).toMatchObject({ instance_id: 'i1', task_list: [{ task_id: 'i1_t1' }] })
})
