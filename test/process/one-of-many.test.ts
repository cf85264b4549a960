import { afterEach, describe, expect, it } from 'vitest'
import { operator, request } from '../support/api.ts'
import { closeStages, openCardOf, openStage, openTaskOf, submitted, tell, until } from './stage.ts'

const MANY = 100

afterEach(closeStages)

describe("trouble of one is nobody else's", () => {
  it('R8: an instance whose delivery hangs delays none of a hundred others', async () => {
    const stage = await openStage()
    await stage.start()
    const cast = await stage.enterCast()
    await submitted(cast.u_dev)
    await operator(stage.url).quiet()
    await stage.control.faults({ api: 'instance.sync', kind: 'timeout', times: 1 })
    const poisoned = await submitted(cast.u_dev)
    const begun = Date.now()
    const others = await Promise.all(Array.from({ length: MANY }, () => submitted(cast.u_dev)))
    const wait = async () => (await operator(stage.url).outbox('pending')).map(({ instance }) => instance)
    await until(async () => (await wait()).every((id) => id === poisoned.id), 'all others are delivered')
    const deliveredMs = Date.now() - begun
    expect(await wait()).toContain(poisoned.id)
    tell(`R8: ${others.length} delivered ${deliveredMs} ms after they were submitted, while 1 hung`)
    expect(await stage.faults(cast, 30_000)).toEqual([])
  })

  it('R14: a token that has expired costs one refresh, however many deliveries need it', async () => {
    const stage = await openStage()
    await stage.start()
    const cast = await stage.enterCast()
    await submitted(cast.u_dev)
    await operator(stage.url).quiet()
    const { seq } = (await stage.control.log()).at(-1) ?? { seq: 0 }
    await stage.control.killTokens()
    await Promise.all(Array.from({ length: MANY }, () => submitted(cast.u_dev)))
    expect(await stage.faults(cast)).toEqual([])
    const asked = await stage.control.log(seq)
    const refreshes = asked.filter(({ api }) => api === 'token')
    expect(refreshes).toHaveLength(1)
    tell(`R14: ${asked.length} requests on an expired token, ${refreshes.length} refresh`)
  })

  it('R14: a wrong secret does not spin, and is said in /readyz', async () => {
    const stage = await openStage()
    await stage.start({ env: { FEISHU_APP_SECRET: 'wrong' }, alive: true })
    const begun = Date.now()
    const readyz = async () => JSON.stringify((await request(`${stage.url}/readyz`)).body)
    await until(async () => /10014|secret/i.test(await readyz()), 'the refusal is named')
    await until(() => Date.now() > begun + 3_000, 'it had the time to ask again and again')
    const asked = await stage.control.log()
    // The definitions ask together, and again after 1, 2, 4 … seconds.
    expect(asked.length).toBeLessThan(20)
    tell(`R14: ${asked.length} requests with a wrong secret in 3 s`)
  })
})

describe('the callback secrets change with a restart', () => {
  it('an open card of before still works, and new cards and lists use the new ones', async () => {
    const stage = await openStage()
    const { sandbox, control } = stage
    await stage.start()
    const cast = await stage.enterCast()
    const before = await submitted(cast.u_dev)
    await operator(stage.url).quiet()
    await stage.stop()

    const env = { FEISHU_CALLBACK_TOKEN: 'another token', FEISHU_CALLBACK_KEY: 'another key' }
    await stage.start({ env })
    const after = await submitted(cast.u_dev)
    const inList = await submitted(cast.u_dev)
    expect(await stage.faults(cast)).toEqual([])
    const oldCard = await openCardOf(control, 'u_lead', before.id)
    const newCard = await openCardOf(control, 'u_lead', after.id)
    const secretsOf = ({ messageId }: { messageId: string }) =>
      sandbox.world.state.cards.get(messageId)?.callback
    expect(secretsOf(oldCard)).toMatchObject({
      token: sandbox.info.callbackToken,
      key: sandbox.info.callbackKey,
    })
    expect(secretsOf(newCard)).toMatchObject({ token: 'another token', key: 'another key' })

    const targets = [
      { via: 'card', messageId: oldCard.messageId },
      { via: 'card', messageId: newCard.messageId },
      { via: 'list', taskId: openTaskOf(inList) },
    ]
    for (const target of targets) {
      const { responses } = await control.press({ userId: 'u_lead', action: 'APPROVE', ...target })
      expect(responses).toMatchObject([{ status: 200 }])
    }
    expect(await stage.faults(cast)).toEqual([])
    for (const { id } of [before, after, inList]) {
      expect((await cast.u_dev.read(id)).body.status).toBe('APPROVED')
    }
  })
})
