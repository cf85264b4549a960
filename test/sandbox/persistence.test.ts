import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openJournal, type Op } from '../../sandbox/store/journal.ts'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { body } from './support/bodies.ts'
import { openLeave, type Leave } from './support/leave.ts'
import { SEND, UPDATE } from './support/routes.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sandbox-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

const snapshot = async (feishu: Pick<Leave, 'control'>) => ({
  instances: await feishu.control('GET', 'instances'),
  one: await feishu.control('GET', 'instances/instance-1'),
  cards: await feishu.control('GET', 'cards'),
  people: await feishu.control('GET', 'people'),
  lists: await feishu.control('GET', 'people/u_lead/lists'),
  definitions: await feishu.control('GET', 'definitions'),
  settings: await feishu.control('GET', 'settings'),
})

async function live(feishu: Leave): Promise<void> {
  await feishu.push()
  const card = await feishu.post(SEND, body('card'))
  await feishu.post(UPDATE, {
    message_id: card.body.data['message_id'],
    status: 'APPROVED',
    i18n_resources: [{ locale: 'zh-CN', is_default: true, texts: {} }],
  })
  await feishu.control('POST', 'people/u_qa', { resigned: true })
  await feishu.control('POST', 'clock', { advanceMs: 3_000 })
  await feishu.control('POST', 'settings', { duplicateUuid: 'no_id' })
}

it('goes on where it ended, with the same app and the same message ids', async () => {
  const first = await openLeave({ dir })
  await live(first)
  const before = await snapshot(first)
  await first.close()

  const sandbox = await openSandbox({ dir })
  const control = async (_method: string, path: string): Promise<never> =>
    (await (await fetch(`${sandbox.controlUrl}/_sandbox/${path}`)).json()) as never
  expect(await snapshot({ control })).toEqual(before)
  expect(sandbox.info.appSecret).toBe(first.sandbox.info.appSecret)
  expect(sandbox.world.clock.offsetMs()).toBe(3_000)
  await sandbox.close()
})

it('reads only by its owner', async () => {
  await (await openLeave({ dir: join(dir, 'state') })).close()
  expect(statSync(join(dir, 'state')).mode & 0o777).toBe(0o700)
  expect(statSync(join(dir, 'state', 'journal.jsonl')).mode & 0o777).toBe(0o600)
})

it('drops a line that a crash cut off, and writes on cleanly', async () => {
  const first = await openLeave({ dir })
  await first.push()
  await first.close()
  appendFileSync(join(dir, 'journal.jsonl'), '[["instances","half","{')

  const second = await openSandbox({ dir })
  expect([...second.world.state.instances.values()]).toHaveLength(1)
  second.world.state.meta.put('after', 1)
  await second.close()

  const third = await openSandbox({ dir })
  expect(third.world.state.meta.get('after')).toBe(1)
  await third.close()
})

it('folds a long journal into a snapshot without losing a word', () => {
  const open = (rows: Map<string, unknown>) =>
    openJournal(
      dir,
      ([, key, value]) => {
        if (value === null) rows.delete(key)
        else rows.set(key, value)
      },
      function* () {
        for (const [key, value] of rows) yield ['t', key, value]
      },
    )
  const rows = new Map<string, unknown>()
  const journal = open(rows)
  const padding = 'x'.repeat(100_000)
  for (let at = 0; at < 400; at += 1) {
    const op: Op = ['t', String(at % 7), { at, padding }]
    rows.set(op[1], op[2])
    journal.append([op])
  }
  journal.close()

  const again = new Map<string, unknown>()
  open(again).close()
  expect(again).toEqual(rows)
  expect(readFileSync(join(dir, 'journal.jsonl')).length).toBeLessThan(34 * 1024 * 1024)
  expect(statSync(join(dir, 'snapshot.jsonl')).size).toBeGreaterThan(0)
})
