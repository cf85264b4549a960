import { expect, it } from 'vitest'
import { toHistory } from '../../miniprogram/features/detail/history-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'
import type { NodeMode } from '../../shared/flow.ts'
import { aDefinition, T0 } from '../support/builders.ts'
import { upload } from '../support/files.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const REASON = '同意，请尽快'

/** Bob approves with a reason and a file; at the same millisecond Carol leaves, and Lead takes her place. */
async function setUp(mode: NodeMode, users: string[]) {
  const board = { id: 'board', name: { 'zh-CN': '评审' }, mode, approvers: { users } }
  const harness = await createHarness({ definitions: [aDefinition({ flow: [board], cc: [] })] })
  const { url, call, login } = await startHttp(harness)
  const [alice, bob] = [await login('u_alice'), await login('u_bob')]
  const form = { kind: 'annual', days: 1 }
  const asked = { definition: 'leave', form }
  const { body } = await call('POST', '/api/v1/instances', { token: alice, body: asked })
  const { body: file } = await upload(url, bob)
  const approval = { reason: REASON, attachments: [file.id] }
  const path = `/api/v1/tasks/${body.tasks[0].id}/approve`
  expect((await call('POST', path, { token: bob, body: approval })).status).toBe(200)
  await harness.leavers.note({ userId: 'u_carol', manager: 'u_lead' })
  await harness.leavers.run()
  const { body: view } = await call('GET', `/api/v1/instances/${body.id}`, { token: alice })
  const reading = { locale: 'en-US' as const, now: T0, say: sayIn('en-US'), urlOf: (one: string) => one }
  const lines = toHistory(view, reading).map(({ text, reason, files }) => ({
    text,
    reason,
    files: files.map(({ id }) => id),
  }))
  return { history: view.history, lines, file }
}

const place = { nodeId: 'board', task: { assignee: { userId: 'u_carol' } }, to: { userId: 'u_lead' } }

it.each<[string, NodeMode, string[], object[], string]>([
  ['has a task', 'all', ['u_bob', 'u_carol'], [place], '卡罗尔 has left; 李德 took over'],
  [
    'has her turn still to come',
    'sequential',
    ['u_bob', 'u_hr', 'u_carol'],
    [{ ...place, task: null }],
    '李德 will decide in place of 卡罗尔',
  ],
])(
  'who approved and who left are told apart, each with their own words and files, when the leaver %s',
  async (_, mode, users, places, text) => {
    const { history, lines, file } = await setUp(mode, users)
    expect(history).toHaveLength(3)
    const [, approval, handOver] = history
    expect(approval).toMatchObject({
      verb: 'approve',
      by: { userId: 'u_bob' },
      task: { assignee: { userId: 'u_bob' } },
      reason: REASON,
      attachments: [{ id: file.id, name: '发票.pdf' }],
    })
    expect(handOver).toMatchObject({
      verb: 'hand-over',
      by: null,
      reason: null,
      from: { userId: 'u_carol' },
      hasLeft: true,
      places,
      next: { userId: 'u_lead' },
    })
    for (const theirs of [REASON, file.id, 'u_bob'])
      expect(JSON.stringify(handOver)).not.toContain(theirs as string)
    expect(lines.slice(1)).toEqual([
      { text: '鲍勃 approved', reason: REASON, files: [file.id] },
      { text, reason: '', files: [] },
    ])
  },
)
