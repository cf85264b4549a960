import { describe, expect, it } from 'vitest'
import { toShown } from '../../miniprogram/features/detail/instance-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'
import { INSTANCE_VERBS } from '../../server/cli/instance-commands.ts'
import type { Operator } from '../../server/cli/operator.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import { reportInstance } from '../../server/usecases/report-instance.ts'
import { LOCALES, type Language } from '../../shared/languages.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { T0 } from '../support/builders.ts'
import { openDoor } from '../support/services.ts'

async function setUp() {
  const world = await openDoor()
  const { call, start, erp, login } = world
  const { body } = await start(erp)
  const say = (verb: string, more: object) =>
    call('POST', `/api/v1/instances/${body.id}/${verb}`, { token: erp, body: more })
  const alice = await login('u_alice')
  const read = async (): Promise<InstanceView> =>
    (await call('GET', `/api/v1/instances/${body.id}`, { token: alice })).body
  return { ...world, id: body.id as string, say, alice, read }
}

const shownIn = (instance: InstanceView, locale: Language) =>
  toShown(instance, { locale, now: T0, say: sayIn(locale), urlOf: (url) => url })

const OF_ERP: Record<Language, string> = {
  'zh-CN': '系统“erp”',
  'en-US': 'The system “erp”',
  'ja-JP': 'システム「erp」',
}

describe('what a system did', () => {
  it('is an act of nobody, by way of a service, and says which', async () => {
    const { say, read, store, id } = await setUp()
    await say('comment', { text: '货已到', mentions: ['u_bob'] })
    await say('withdraw', { reason: '订单取消' })
    const { history, comments, ended, service, initiator } = await read()
    const told = { by: null, via: 'service', service: 'erp' }
    expect(history).toMatchObject([
      { verb: 'submit', ...told },
      { verb: 'comment', ...told },
      { verb: 'withdraw', ...told, reason: '订单取消', ended: 'CANCELED' },
    ])
    expect(comments).toMatchObject([
      { by: null, service: 'erp', text: '货已到', mentions: [{ userId: 'u_bob' }] },
    ])
    expect(ended).toMatchObject({ how: 'withdrawn', by: null, service: 'erp', reason: '订单取消' })
    expect([service, initiator.userId]).toEqual(['erp', 'u_alice'])
    const record = await store.instances.read(id)
    expect(replay(record!.history)).toEqual(record!.instance)
  })

  it('of what people start and say, nothing of a system is told', async () => {
    const { call, alice } = await setUp()
    const body = { definition: 'leave', form: { kind: 'annual', days: 1 } }
    const { id } = (await call('POST', '/api/v1/instances', { token: alice, body })).body
    const said = await call('POST', `/api/v1/instances/${id}/comment`, { token: alice, body: { text: '好' } })
    expect(said.text).not.toContain('service')
  })

  it.each(Object.keys(OF_ERP) as Language[])('is told in %s on the page', async (locale) => {
    const { say, read } = await setUp()
    await say('comment', { text: '货已到' })
    await say('withdraw', { reason: '订单取消' })
    const { nodes, history, comments } = shownIn(await read(), locale)
    expect(history.map(({ text }) => text.startsWith(OF_ERP[locale]))).toEqual([true, true, true])
    expect(history[0]?.text).toContain('爱丽丝')
    expect(history[2]?.reason).toBe('订单取消')
    expect(comments[0]?.name).toBe(OF_ERP[locale])
    expect(nodes[0]?.people[0]).toMatchObject({ name: '爱丽丝', note: expect.stringContaining('erp') })
    expect(nodes.at(-1)?.people[0]).toMatchObject({ name: OF_ERP[locale], reason: '订单取消' })
    for (const { text } of history) expect(text).not.toContain('{')
  })

  it('has its words in every language that there is', () => {
    expect(Object.keys(OF_ERP).sort()).toEqual([...LOCALES].sort())
  })

  it('is told to operators and in the log', async () => {
    const { say, ctx, id } = await setUp()
    await say('withdraw', { reason: '订单取消' })
    const report = await reportInstance(ctx, id)
    const operator = { showInstance: async () => report } as unknown as Operator
    const told = (await INSTANCE_VERBS['instances show']?.run(operator, [id], {}))?.lines.join('\n') ?? ''
    expect(told).toContain('started by 爱丽丝 (u_alice) by way of the service erp')
    expect(told).toContain('CANCELED by the service erp by way of service')
    expect(told).toMatch(/withdraw {2}service erp, CANCELED: 订单取消/)
  })
})

describe('what people are told of it', () => {
  const toldIn = async ({ store, id }: Awaited<ReturnType<typeof setUp>>) => {
    const record = await store.instances.read(id)
    return record!.effects.flatMap(({ message, by }) =>
      message ? [`${by} ${message.kind} ${message.to}`] : [],
    )
  }

  it('a comment reaches whom it mentions and whose approval it is', async () => {
    const world = await setUp()
    await world.say('comment', { text: '货已到', mentions: ['u_hr'] })
    expect(await toldIn(world)).toEqual(['service:erp mentioned u_hr', 'service:erp commented u_alice'])
  })

  it('a withdrawal reaches those who had to decide, and whose approval it is', async () => {
    const world = await setUp()
    await world.say('withdraw', {})
    expect(await toldIn(world)).toEqual(['service:erp withdrawn u_bob', 'service:erp withdrawn u_alice'])
  })

  it('what systems say takes no room from people', async () => {
    const world = await setUp()
    const statuses: number[] = []
    for (let n = 0; n < 103; n += 1) statuses.push((await world.say('comment', { text: `第${n}批` })).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(100)
    expect((await world.say('comment', { text: '又' })).body.error.code).toBe('too_much_said')
    const { call, alice, id } = world
    const said = await call('POST', `/api/v1/instances/${id}/comment`, { token: alice, body: { text: '好' } })
    expect(said.status).toBe(200)
  })
})
