import { describe, expect, it } from 'vitest'
import type { Viewer } from '../../shared/flow.ts'
import { listAdminDefinitions } from '../../server/usecases/list-admin-definitions.ts'
import { listDefinitions } from '../../server/usecases/list-definitions.ts'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import { readDefinition } from '../../server/usecases/read-definition.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition, aDefinitionRecord } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'
import { putDefinition } from '../support/put.ts'

const LEAVE = { kind: 'annual', days: 1 }

/** Who sees what: alice is in sales-east, below sales, below company. */
const CASES: [string, Viewer[], string[], string[]][] = [
  ['everyone', [{ type: 'TENANT' }], ['u_alice', 'u_orphan'], []],
  ['one person', [{ type: 'USER', id: 'u_alice' }], ['u_alice'], ['u_bob']],
  ['nobody', [{ type: 'NONE' }], [], ['u_alice', 'u_admin']],
  ['a department', [{ type: 'DEPARTMENT', id: 'od-hr' }], ['u_carol'], ['u_alice', 'u_orphan', 'u_yin']],
  ['one above theirs', [{ type: 'DEPARTMENT', id: 'od-company' }], ['u_alice', 'u_carol'], ['u_orphan']],
  ['a department by its custom id', [{ type: 'DEPARTMENT', id: 'd_sales' }], ['u_alice'], ['u_carol']],
  [
    'a person or a department',
    [
      { type: 'USER', id: 'u_yin' },
      { type: 'DEPARTMENT', id: 'od-hr' },
    ],
    ['u_yin', 'u_hr'],
    ['u_alice'],
  ],
]

describe.each(CASES)('viewers: %s', (_, viewers, seeing, blind) => {
  const setUp = async () => (await createHarness({ definitions: [aDefinition({ viewers })] })).ctx

  it.each(seeing.map((userId) => [userId]))('%s sees it', async (userId) => {
    const ctx = await setUp()
    expect(await listDefinitions(ctx, { userId, locale: undefined })).toHaveLength(1)
    expect(await readDefinition(ctx, { userId, code: 'leave', locale: undefined })).toMatchObject({
      code: 'leave',
    })
  })

  it.each(blind.map((userId) => [userId]))('for %s it is as if there were none', async (userId) => {
    const ctx = await setUp()
    const who = { userId, locale: undefined }
    const ways = (code: string) => [
      readDefinition(ctx, { ...who, code }),
      previewInstance(ctx, { ...who, definition: code, form: LEAVE, approvers: {} }),
      submitInstance(ctx, { ...who, definition: code, form: LEAVE, approvers: {}, cc: [] }),
    ]
    expect(await listDefinitions(ctx, who)).toEqual([])
    const answers = await Promise.allSettled([...ways('leave'), ...ways('absent')])
    const texts = answers.map((one) =>
      one.status === 'rejected'
        ? `${one.reason.code} ${one.reason.message.replace(/leave|absent/, '?')}`
        : 'ok',
    )
    expect(new Set(texts)).toEqual(new Set(['definition_not_found Definition ? does not exist.']))
  })
})

it('a retired one is hidden from everyone, but operators see it', async () => {
  const { ctx, store } = await createHarness({ definitions: [] })
  await putDefinition(store, aDefinitionRecord({ state: 'retired', approvalCode: 'A1' }))
  await putDefinition(store, aDefinitionRecord({ definition: aDefinition({ code: 'new' }) }))
  await putDefinition(
    store,
    aDefinitionRecord({ definition: aDefinition({ code: 'on' }), approvalCode: 'A2' }),
  )
  const seen = await listDefinitions(ctx, { userId: 'u_alice', locale: undefined })
  expect(seen.map(({ code }) => code)).toEqual(['new', 'on'])
  const registrationErrors = new Map([['new', '1390001 param is invalid']])
  expect(await listAdminDefinitions(ctx, { locale: 'en-US', registrationErrors })).toEqual(
    expect.arrayContaining([
      { code: 'leave', version: 1, name: 'Leave', approvalCode: 'A1', state: 'retired', lastError: null },
      expect.objectContaining({ code: 'new', state: 'waiting', lastError: '1390001 param is invalid' }),
      expect.objectContaining({ code: 'on', state: 'live', approvalCode: 'A2' }),
    ]),
  )
})

it('asks contacts only where a department decides', async () => {
  const { ctx, people } = await createHarness()
  people.fail({})
  expect(await listDefinitions(ctx, { userId: 'u_alice', locale: 'en-US' })).toMatchObject([
    { name: 'Leave' },
  ])
})

it('speaks the language of whoever asks, else its own', async () => {
  const { ctx } = await createHarness()
  const nameIn = async (locale: 'en-US' | 'ja-JP' | undefined) =>
    (await readDefinition(ctx, { userId: 'u_alice', code: 'leave', locale })).name
  expect([await nameIn('en-US'), await nameIn('ja-JP'), await nameIn(undefined)]).toEqual([
    'Leave',
    '休暇',
    '请假',
  ])
})

it('a preview needs no complete form, stores nothing, and names everyone', async () => {
  const { ctx, dump } = await createHarness()
  const before = dump()
  const who = { userId: 'u_alice', locale: 'zh-CN', definition: 'leave', approvers: {} } as const
  expect(await previewInstance(ctx, { ...who, form: {} })).toMatchObject({
    nodes: [
      { id: 'manager', name: '直属上级', status: 'waiting', approvers: [{ userId: 'u_bob', name: '鲍勃' }] },
      { id: 'hr', skipped: 'condition', approvers: [] },
    ],
    cc: [{ userId: 'u_payroll', name: '工资组' }],
  })
  expect((await previewInstance(ctx, { ...who, form: { days: 5 } })).nodes[1]).toMatchObject({
    skipped: null,
    approvers: [{ userId: 'u_hr' }],
  })
  await expect(previewInstance(ctx, { ...who, form: { days: 99 } })).rejects.toMatchObject({
    code: 'form_invalid',
    details: [{ field: 'days', rule: 'too_large', limit: 60 }],
  })
  expect(dump()).toBe(before)
})
