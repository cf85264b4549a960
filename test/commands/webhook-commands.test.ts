import { expect, it } from 'vitest'
import type { EndpointView } from '../../shared/webhooks/operator.ts'
import { VERBS } from '../../server/cli/commands.ts'
import type { Operator } from '../../server/cli/operator.ts'
import type { Options } from '../../server/cli/command.ts'
import { NO_WEBHOOKS } from '../support/http-server.ts'

const AT = Date.UTC(2026, 10, 20, 8)
const OFF: EndpointView = {
  id: 'erp',
  url: 'https://erp.example.com/in',
  events: null,
  definitions: ['purchase'],
  state: 'off',
  since: AT,
  why: 'failing',
  restsUntil: AT + 3_600_000,
  lastAnswer: { at: AT, status: 503, error: 'answers 503' },
  waiting: { events: 7, instances: 3 },
}

async function run(name: string, args: string[], options: Options, webhooks: Partial<Operator['webhooks']>) {
  const operator = { webhooks: { ...NO_WEBHOOKS, ...webhooks } } as unknown as Operator
  const outcome = await VERBS[name]?.run(operator, args, options)
  if (!outcome) throw new Error(`there is no verb ${name}`)
  return outcome
}

it('webhooks list says how each is, and that all is not well while one is off', async () => {
  const { lines, ok } = await run('webhooks list', [], {}, { list: async () => ({ items: [OFF] }) })
  expect(ok).toBe(false)
  expect(lines).toEqual([
    'off      erp since 2026-11-20T08:00:00.000Z (failing)  7 events of 3 approvals wait, last answers 503 at 2026-11-20T08:00:00.000Z, rests until 2026-11-20T09:00:00.000Z',
  ])
  expect((await run('webhooks list', [], {}, {})).lines).toEqual(['webhooks.yaml names no endpoint.'])
})

it('webhooks show has the tries and what waits', async () => {
  const show = async () => ({
    ...OFF,
    attempts: [
      {
        at: AT,
        event: 'a1.e2',
        type: 'task.opened' as const,
        instance: 'a1',
        status: null,
        error: 'erp.example.com did not answer in time',
        ms: 20_000,
      },
    ],
    queues: [
      { instance: 'a1', events: ['a1.e2', 'a1.e3'], attempts: 4, lastError: 'answers 503', nextTryAt: AT },
    ],
    nextCursor: 'more',
  })
  const { lines } = await run('webhooks show', ['erp'], {}, { show })
  expect(lines.slice(1)).toEqual([
    'https://erp.example.com/in, events: all, definitions: purchase',
    'tries',
    '  2026-11-20T08:00:00.000Z  a1.e2 task.opened  erp.example.com did not answer in time, 20000 ms',
    'waits',
    '  a1.e2, a1.e3  4 tries, next 2026-11-20T08:00:00.000Z  answers 503',
    '  and more',
  ])
})

it('webhooks replay takes an event or a time, and one of them', async () => {
  const asked: object[] = []
  const replay: Operator['webhooks']['replay'] = async (_, request) => {
    asked.push(request)
    return { events: 3 }
  }
  const { lines } = await run('webhooks replay', ['erp'], { since: '2026-11-20T08:00:00Z' }, { replay })
  await run('webhooks replay', ['erp'], { event: 'a1.e2' }, { replay })
  expect(lines).toEqual(['3 events are told again.'])
  expect(asked).toEqual([{ since: AT }, { event: 'a1.e2' }])
  for (const options of [{}, { since: 'yesterday' }, { event: 'a1.e2', since: '2026-11-20' }])
    await expect(run('webhooks replay', ['erp'], options, { replay })).rejects.toThrow(/--since/)
})
