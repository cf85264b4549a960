import { afterAll, describe, expect, it } from 'vitest'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { operator } from '../support/api.ts'
import { openCardOf, type Logged } from '../support/control.ts'
import { flowFiles, flowNode, FLOW_FORM } from '../support/flow-definitions.ts'
import { openHome } from '../support/server-home.ts'

/** 自建应用 API 调用量上限调整说明: contacts, logins and events are not counted, nor is what Feishu refuses. */
const FREE =
  /^(token|oauth|user|user_info|jsapi_ticket|user\..*|department\..*|contact\..*|event|registration)$/

const FILES = flowFiles({
  one: { name: '一人审批', flow: [flowNode('a', '审批人', ['u_lead'])] },
  two: { name: '两人依次', flow: [flowNode('a', '一', ['u_lead']), flowNode('b', '二', ['u_hr'])] },
  four: {
    name: '两人依次再会签',
    flow: [
      flowNode('a', '一', ['u_lead']),
      flowNode('b', '二', ['u_cto']),
      flowNode('c', '会签', ['u_accountant', 'u_cashier'], { mode: 'all' }),
    ],
  },
})

const isCounted = ({ api, path, code }: Logged): boolean =>
  code === 0 && path.startsWith('/open-apis/') && !FREE.test(api)

/** Who decides, one after the other. */
const WAYS: Record<string, readonly string[]> = {
  one: ['u_lead'],
  two: ['u_lead', 'u_hr'],
  four: ['u_lead', 'u_cto', 'u_accountant', 'u_cashier'],
}

type Table = Record<keyof typeof WAYS, number>
const measured: Record<string, Table> = {}

type Measured = { env: Record<string, string>; comparesAfterEach: boolean; hasCards: boolean }

/** Calls that count, of one approval of each way, from the sandbox's log. */
async function measure(name: string, { env, comparesAfterEach, hasCards }: Measured): Promise<Table> {
  const sandbox = await openSandbox()
  const home = await openHome(sandbox, { definitions: FILES, env })
  const { reconcile, quiet } = operator(home.url)
  try {
    await quiet()
    const cost: Table = {}
    for (const [code, deciders] of Object.entries(WAYS)) {
      const before = (await home.control.log()).at(-1)?.seq ?? 0
      const { id } = await home.submit('u_dev', code, FLOW_FORM)
      await quiet()
      if (comparesAfterEach) await reconcile()
      for (const who of deciders) {
        if (hasCards) {
          const { messageId } = await openCardOf(home.control, who, id)
          await home.control.press({ userId: who, via: 'card', action: 'APPROVE', messageId })
        } else {
          const { todo } = await home.control.lists(who)
          const taskId = todo.find(({ instanceId }) => instanceId === id)?.taskId
          await home.control.press({ userId: who, via: 'list', action: 'APPROVE', taskId })
        }
        await quiet()
        if (comparesAfterEach) await reconcile()
      }
      if (!comparesAfterEach) await reconcile()
      const log = await home.control.log(before)
      cost[code] = log.filter(isCounted).length
      const { todo } = await home.control.lists('u_lead')
      expect(todo).toEqual([])
      expect((await home.control.lists('u_dev')).started.map(({ status }) => status)).not.toContain('PENDING')
    }
    const { repaired, waiting } = await reconcile({ all: true })
    const { violations } = await home.control.oracle()
    expect({ repaired, waiting, violations }).toEqual({ repaired: [], waiting: 0, violations: [] })
    measured[name] = cost
    return cost
  } finally {
    await home.stop('SIGTERM')
    await sandbox.close()
    await home.leave()
  }
}

afterAll(() => {
  const rows = Object.entries(measured).map(
    ([name, { one, two, four }]) => `${name}: ${one}, ${two}, ${four}`,
  )
  console.log(`calls that count, of an approval that one, two, four people decide\n${rows.join('\n')}`)
})

/** Longer apart than RECONCILE_SECONDS, so each step is compared; once a day, all of them at once. */
describe('what an approval costs', () => {
  it('as it comes', async () => {
    const cost = await measure('as it comes', { env: {}, comparesAfterEach: true, hasCards: true })
    expect(cost).toEqual({ one: 7, two: 11, four: 19 })
  })

  it('with MESSAGES=off and RECONCILE_SECONDS=86400', async () => {
    const env = { MESSAGES: 'off', RECONCILE_SECONDS: '86400' }
    const cost = await measure('without messages', { env, comparesAfterEach: false, hasCards: true })
    expect(cost).toEqual({ one: 5, two: 8, four: 14 })
  })

  it('with CARDS=off as well, seven and less', async () => {
    const env = { MESSAGES: 'off', RECONCILE_SECONDS: '86400', CARDS: 'off' }
    const cost = await measure('without cards', { env, comparesAfterEach: false, hasCards: false })
    expect(cost).toEqual({ one: 3, two: 4, four: 6 })
    for (const calls of Object.values(cost)) expect(calls).toBeLessThanOrEqual(7)
  })
})
