import { expect, it } from 'vitest'
import type { Operator } from '../../server/cli/operator.ts'
import { RECONCILE } from '../../server/cli/reconcile-command.ts'
import { ReconcileRequest, type ReconcileResponse } from '../../shared/operator-api.ts'

const run = async (answer: ReconcileResponse, options = {}) => {
  const asked: unknown[] = []
  const reconcile = async (request: ReconcileRequest) => {
    asked.push(request)
    return answer
  }
  const outcome = await RECONCILE.run({ reconcile } as unknown as Operator, [], options)
  return { asked, ...outcome }
}

const compared = { checked: 3, repaired: ['i1'], waiting: 1 }
const unknown = [
  { instance: 'lost1', definition: 'leave', status: 'PENDING', tasks: 2 },
  { instance: 'lost2', definition: 'leave', status: 'APPROVED', tasks: 1 },
]

it('says what it compared, and asks for no more than it was told to', async () => {
  const { asked, lines, ok } = await run(compared)
  expect(asked).toEqual([{ all: false, retire: false }])
  expect([lines, ok]).toEqual([
    ['3 compared, 1 to repair, 1 wait for their own deliveries first.', 'repair   i1'],
    true,
  ])
})

it('names what nobody here knows, and what can be done', async () => {
  const { lines } = await run({ ...compared, unknown }, { all: true })
  expect(lines.slice(2, 4)).toEqual([
    'unknown  lost1  leave PENDING, 2 tasks',
    'unknown  lost2  leave APPROVED, 1 task',
  ])
  expect(lines.at(-1)).toContain('reconcile --all --retire')
})

it('names what was retired and what was not, with the reason, and is no success then', async () => {
  const notRetired = [{ instance: 'lost2', reason: 'refused 1390001: param is invalid' }]
  const answer = { ...compared, unknown, retired: ['lost1'], notRetired }
  const { asked, lines, ok } = await run(answer, { all: true, retire: true })
  expect(asked).toEqual([{ all: true, retire: true }])
  expect(lines.slice(2)).toEqual([
    'retired  lost1  leave PENDING, 2 tasks',
    'refused  lost2  leave APPROVED, 1 task  refused 1390001: param is invalid',
  ])
  expect(ok).toBe(false)
})

it('refuses to retire without looking at everything', async () => {
  await expect(run(compared, { retire: true })).rejects.toThrow('--retire goes with --all')
  expect(ReconcileRequest.safeParse({ retire: true }).success).toBe(false)
  expect(ReconcileRequest.parse({ all: true, retire: true })).toEqual({ all: true, retire: true })
})
