import { describe, expect, it } from 'vitest'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { aDefinition, aDefinitionRecord } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'
import { putDefinition } from '../support/put.ts'
import { anActor } from '../support/people.ts'

const NAME = { 'zh-CN': '字段' }
const EVERYTHING = aDefinition({
  form: [
    { key: 'text', type: 'text', label: NAME, required: true, maxLength: 5 },
    { key: 'amount', type: 'money', label: NAME, max: 100 },
    { key: 'people', type: 'contact', label: NAME, maxCount: 2 },
    { key: 'team', type: 'department', label: NAME },
    { key: 'file', type: 'attachment', label: NAME },
  ],
  flow: [{ id: 'manager', name: NAME, approvers: { manager: 1 } }],
  cc: [{ field: 'people', at: 'start' }],
})

const INPUT = { definition: 'leave', approvers: {}, cc: [] as string[], userId: 'u_alice', locale: undefined }
const LEAVE = { kind: 'annual', days: 5 }

async function setUp(definition = EVERYTHING) {
  const harness = await createHarness({ definitions: [definition] })
  const submit = (input: Partial<Parameters<typeof submitInstance>[1]>) =>
    submitInstance(harness.ctx, { ...INPUT, form: { text: 'x' }, ...input })
  return { ...harness, submit }
}

describe('a form that does not fit', () => {
  it('is not told of every approver that no node asks for, if a request is full of them', async () => {
    const { submit } = await setUp()
    const approvers = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`n${at}`, ['u_bob']]))
    const refused = await submit({ approvers }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'form_invalid' })
    expect(refused).toHaveProperty('details.length', 100)
  })

  it.each([
    ['required', { text: '' }, 'text', {}],
    ['too_long', { text: 'xxxxxx' }, 'text', { limit: 5 }],
    ['too_large', { text: 'x', amount: { amount: '100.01', currency: 'CNY' } }, 'amount', { limit: 100 }],
    ['currency', { text: 'x', amount: { amount: '1', currency: 'USD' } }, 'amount', {}],
    ['unknown', { text: 'x', other: 'y' }, 'other', {}],
    ['too_many', { text: 'x', people: ['u_hr', 'u_bob', 'u_carol'] }, 'people', { limit: 2 }],
    ['not_an_option', { text: 'x', file: ['some-id'] }, 'file', {}],
    ['not_an_option', { text: 'x', team: ['od-none'] }, 'team', {}],
  ])('%s %j: refused with field, rule and words, nothing stored', async (rule, form, field, more) => {
    const { submit, dump } = await setUp()
    const before = dump()
    await expect(submit({ form, locale: 'en-US' })).rejects.toMatchObject({
      code: 'form_invalid',
      details: [{ field, rule, message: expect.any(String), ...more }],
    })
    expect(dump()).toBe(before)
  })

  it('names every fault, in the language of whoever asks', async () => {
    const { submit } = await setUp()
    await expect(submit({ form: { text: 'too long', nothing: 1 }, locale: 'ja-JP' })).rejects.toMatchObject({
      details: [
        { field: 'nothing', message: 'このフォームにない項目です' },
        { field: 'text', message: '5 文字以内です' },
      ],
    })
  })
})

describe('people', () => {
  it('may be given as open_id, and are stored as user_id with their names', async () => {
    const { submit, store } = await setUp()
    const view = await submit({ form: { text: 'x', people: ['ou_hr'] }, cc: ['ou_carol', 'u_hr'] })
    expect(view.form).toEqual({ text: 'x', people: ['u_hr'] })
    expect(view.cc.map(({ person }) => person.userId)).toEqual(['u_carol', 'u_hr'])
    const record = await store.instances.read(view.id)
    expect(Object.keys(record?.instance.people ?? {}).sort()).toEqual(['u_alice', 'u_bob', 'u_carol', 'u_hr'])
    expect(record?.instance.initiator.department).toEqual({
      departmentId: 'd_sales_east',
      openDepartmentId: 'od-sales-east',
      name: '华东销售',
    })
  })

  it.each([
    ['people', { form: { text: 'x', people: ['u_nobody'] } }],
    ['people', { form: { text: 'x', people: ['u_gone'] } }],
    ['cc', { cc: ['ou_nobody'] }],
  ])('who are not there are refused, naming %s', async (field, input) => {
    const { submit, dump } = await setUp()
    const before = dump()
    await expect(submit(input)).rejects.toMatchObject({ code: 'person_not_found', details: [{ field }] })
    expect(dump()).toBe(before)
  })

  it('cannot be asked for while Feishu is away: nothing is stored', async () => {
    const { submit, dump, people } = await setUp()
    const before = dump()
    people.fail({})
    await expect(submit({})).rejects.toMatchObject({ code: 'feishu_unavailable' })
    expect(dump()).toBe(before)
  })

  it('a decision needs no outside call', async () => {
    const { submit, people, ctx } = await setUp()
    const view = await submit({})
    people.fail({})
    const reader = { userId: 'u_bob', locale: undefined }
    const approval = { verb: 'approve', id: view.tasks[0]?.id ?? '', body: {} } as const
    const decided = await doVerb(ctx, approval, anActor('u_bob'))
    expect(decided.status).toBe('APPROVED')
    expect(await readInstance(ctx, { ...reader, id: view.id })).toEqual(decided)
  })

  it('who have left cannot submit with a session that still lives', async () => {
    const { submit } = await setUp()
    await expect(submit({ userId: 'u_gone' })).rejects.toMatchObject({ code: 'unauthorized' })
  })
})

describe('an Idempotency-Key', () => {
  const withKey = { form: LEAVE, idempotencyKey: 'k1' }

  it('again answers the same instance, also while Feishu is away', async () => {
    const { submit, people, dump } = await setUp(aDefinition())
    const first = await submit(withKey)
    const stored = dump()
    people.fail({})
    expect(await submit({ form: { days: 5, kind: 'annual' }, idempotencyKey: 'k1' })).toEqual(first)
    expect(dump()).toBe(stored)
  })

  it('many times at once starts one', async () => {
    const { submit, store } = await setUp(aDefinition())
    const views = await Promise.all(Array.from({ length: 32 }, () => submit(withKey)))
    expect(new Set(views.map(({ id }) => id)).size).toBe(1)
    const started = await store.instances.list({ userId: 'u_alice', box: 'started', limit: 100 })
    expect(started.items).toHaveLength(1)
    const record = await store.instances.read(started.items[0]?.id ?? '')
    expect(record?.history.filter(({ verb }) => verb === 'submit')).toHaveLength(1)
  })

  it('twice at once with different forms starts one and refuses the other', async () => {
    const { submit } = await setUp(aDefinition())
    const outcomes = await Promise.allSettled([
      submit(withKey),
      submit({ ...withKey, form: { ...LEAVE, days: 6 } }),
    ])
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'idempotency_mismatch' } },
    ])
  })

  it('with another form or definition is refused', async () => {
    const { submit, store } = await setUp(aDefinition())
    await putDefinition(store, aDefinitionRecord({ definition: aDefinition({ code: 'other' }) }))
    await submit(withKey)
    await expect(submit({ ...withKey, form: { ...LEAVE, days: 6 } })).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    })
    await expect(submit({ ...withKey, definition: 'other' })).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    })
  })

  it('is the person’s own: somebody else’s starts another', async () => {
    const { submit } = await setUp(aDefinition())
    const first = await submit(withKey)
    const second = await submit({ ...withKey, userId: 'u_carol' })
    expect(second.id).not.toBe(first.id)
  })

  it('counts a person given as open_id as the same', async () => {
    const { submit } = await setUp()
    const form = (person: string) => ({ text: 'x', people: [person] })
    const first = await submit({ form: form('ou_hr'), idempotencyKey: 'k' })
    expect((await submit({ form: form('u_hr'), idempotencyKey: 'k' })).id).toBe(first.id)
    expect((await submit({ form: form('ou_hr'), idempotencyKey: 'k' })).id).toBe(first.id)
  })

  it('stands for the copies as well, in whatever order and by whichever id', async () => {
    const { submit } = await setUp(aDefinition())
    const first = await submit({ ...withKey, cc: ['ou_hr', 'u_carol'] })
    for (const cc of [
      ['u_carol', 'u_hr'],
      ['ou_hr', 'u_carol'],
      ['u_hr', 'ou_hr', 'u_carol'],
    ]) {
      expect((await submit({ ...withKey, cc })).id).toBe(first.id)
    }
    for (const cc of [[], ['u_hr'], ['u_hr', 'u_bob']]) {
      await expect(submit({ ...withKey, cc })).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    }
  })

  it('with the very same request is the instance, also when that names a person twice', async () => {
    const { submit } = await setUp()
    const request = { form: { text: 'x', people: ['ou_hr', 'u_hr'] }, idempotencyKey: 'k' }
    expect((await submit(request)).id).toBe((await submit(request)).id)
  })

  it('with the first request is the instance, also after it was submitted again with another form', async () => {
    const { submit, store } = await setUp(aDefinition())
    const { id } = await submit(withKey)
    await store.instances.change(id, (record) => {
      if (!record) throw new Error('it was stored')
      const instance = { ...record.instance, form: { kind: 'annual', days: 9 } }
      return { next: { ...record, instance }, result: undefined }
    })
    expect((await submit(withKey)).id).toBe(id)
    const later = { ...withKey, form: { kind: 'annual', days: 9 } }
    await expect(submit(later)).rejects.toMatchObject({ code: 'idempotency_mismatch' })
  })

  it('of an instance that was stored before requests were kept compares its form', async () => {
    const { submit, store } = await setUp(aDefinition())
    const { id } = await submit(withKey)
    await store.instances.change(id, (record) => {
      if (!record) throw new Error('it was stored')
      return { next: { ...record, request: undefined }, result: undefined }
    })
    expect((await submit(withKey)).id).toBe(id)
  })
})

it('keeps the version that an instance started with', async () => {
  const { submit, store, ctx } = await setUp(aDefinition())
  const first = await submit({ form: LEAVE })
  const form = [{ key: 'a', type: 'text', label: NAME }]
  const renamed = aDefinition({ name: { 'zh-CN': '新请假' }, form, flow: EVERYTHING.flow })
  await putDefinition(store, aDefinitionRecord({ definition: renamed, version: 2 }))
  const view = await readInstance(ctx, { id: first.id, userId: 'u_alice', locale: undefined })
  expect(view).toMatchObject({
    title: '爱丽丝提交的请假',
    definition: { version: 1 },
    fields: aDefinition().form,
  })
  expect(await submit({ form: { a: 'x' } })).toMatchObject({
    title: '爱丽丝提交的新请假',
    definition: { version: 2 },
  })
})
