import { describe, expect, it } from 'vitest'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { findInstances } from '../../server/usecases/find-instances.ts'
import { listInstances } from '../../server/usecases/list-instances.ts'
import { instanceIdOf } from '../../server/usecases/instance-number.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { resubmitInstance } from '../../server/usecases/resubmit-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { saveSettings } from '../../server/usecases/save-settings.ts'
import { aDefinition, aDefinitionRecord } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'
import { anActor } from '../support/people.ts'
import { putDefinition } from '../support/put.ts'

const NUMBERED = aDefinition({ number: 'QJ-{yyyyMM}-{0000}' })
const FORM = { kind: 'annual', days: 5 }
const HOUR = 3_600_000

async function setUp(definitions = [NUMBERED]) {
  const harness = await createHarness({ definitions })
  const submit = (more: Partial<Parameters<typeof submitInstance>[1]> = {}) =>
    submitInstance(harness.ctx, {
      definition: 'leave',
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: undefined,
      form: FORM,
      ...more,
    })
  return { ...harness, submit }
}

describe('a number', () => {
  it('is given at the start, and is another one for whoever submits at the same time', async () => {
    const { submit } = await setUp()
    const views = await Promise.all(Array.from({ length: 20 }, () => submit()))
    const expected = Array.from({ length: 20 }, (_, at) => `QJ-202611-${String(at + 1).padStart(4, '0')}`)
    expect(views.map(({ number }) => number).sort()).toEqual(expected)
  })

  it('is the same for whoever repeats a submission, also twice at once', async () => {
    const { submit } = await setUp()
    const idempotencyKey = 'a-key'
    const twice = await Promise.all([submit({ idempotencyKey }), submit({ idempotencyKey })])
    expect(twice.map(({ number }) => number)).toEqual(['QJ-202611-0001', 'QJ-202611-0001'])
    expect((await submit({ idempotencyKey })).number).toBe('QJ-202611-0001')
    expect((await submit()).number).toBe('QJ-202611-0002')
  })

  it('is taken by nobody whose submission is refused', async () => {
    const { submit, dump } = await setUp()
    const before = dump()
    await expect(submit({ form: { kind: 'none' } })).rejects.toMatchObject({ code: 'form_invalid' })
    expect(dump()).toBe(before)
    expect((await submit()).number).toBe('QJ-202611-0001')
  })

  it('is one while the delegates of those who are asked are read', async () => {
    const { ctx, submit } = await setUp()
    const delegation = { to: 'u_carol', from: ctx.now() - HOUR, until: ctx.now() + HOUR }
    await saveSettings(ctx, { userId: 'u_bob', muted: [], delegation })
    expect([(await submit()).number, (await submit()).number]).toEqual(['QJ-202611-0001', 'QJ-202611-0002'])
  })

  it('stays when its approval is sent back and submitted again', async () => {
    const { ctx, store, submit } = await setUp()
    const { id, number } = await submit()
    const back = { verb: 'rollback', id: `${id}_t1`, body: { toNode: INITIATOR_NODE, reason: 'x' } } as const
    await doVerb(ctx, back, anActor('u_bob'))
    const again = await resubmitInstance(ctx, {
      id,
      userId: 'u_alice',
      locale: undefined,
      approvers: {},
      form: { ...FORM, days: 2 },
    })
    expect([again.status, again.number]).toEqual(['PENDING', number])
    expect((await store.instances.read(id))?.instance.number?.count).toBe(1)
    expect((await submit()).number).toBe('QJ-202611-0002')
  })

  it('is of the day it is in the company, whatever day it is elsewhere', async () => {
    const { submit, jump } = await setUp()
    // T0 is 20 November, 10:00 in Shanghai.
    jump(10 * 24 * HOUR + 13 * HOUR)
    expect((await submit()).number).toBe('QJ-202611-0001')
    jump(2 * HOUR)
    expect((await submit()).number).toBe('QJ-202612-0001')
    jump(-2 * HOUR)
    expect((await submit()).number).toBe('QJ-202611-0002')
  })

  it('goes on when the file writes it otherwise, and older approvals keep theirs', async () => {
    const { ctx, store, submit } = await setUp()
    const { id } = await submit()
    const renamed = aDefinition({ number: 'L{yyyyMM}{000}' })
    await putDefinition(store, aDefinitionRecord({ definition: renamed, version: 2, approvalCode: 'A' }))
    expect((await submit()).number).toBe('L202611002')
    expect((await readInstance(ctx, { id, userId: 'u_alice', locale: undefined })).number).toBe(
      'QJ-202611-0001',
    )
  })

  it('is not there without a format: the start of the id stands for it', async () => {
    const { store, submit } = await setUp([aDefinition()])
    const { id, number } = await submit()
    expect(number).toBe(id.slice(0, 8))
    expect((await store.instances.read(id))?.instance).not.toHaveProperty('number')
  })
})

describe('whoever looks for it', () => {
  it('finds it in their lists, whole or in part, in any letters', async () => {
    const { ctx, submit } = await setUp()
    for (let n = 0; n < 11; n += 1) await submit()
    const found = async (q: string) => {
      const query = {
        userId: 'u_alice',
        locale: undefined,
        box: 'started',
        postponed: 'without',
        limit: 50,
        q,
      } as const
      return (await listInstances(ctx, query)).items.map(({ number }) => number).sort()
    }
    expect(await found('qj-202611-0003')).toEqual(['QJ-202611-0003'])
    expect(await found('ＱＪ-202611-001')).toEqual(['QJ-202611-0010', 'QJ-202611-0011'])
  })

  it('finds it as an operator: by all of it, also where a longer one begins so', async () => {
    const definition = aDefinition({ number: 'Q{0}' })
    const { ctx, submit } = await setUp([definition])
    const ids: string[] = []
    for (let n = 0; n < 12; n += 1) ids.push((await submit()).id)
    expect(await instanceIdOf(ctx, ' q1 ')).toBe(ids[0])
    expect((await findInstances(ctx, { q: 'Q1', limit: 20 })).items.map(({ id }) => id)).toEqual([ids[0]])
    await expect(instanceIdOf(ctx, 'Q')).rejects.toMatchObject({ code: 'instance_not_found' })
  })

  it('finds it as an operator by how it begins, and is told of several', async () => {
    const { ctx, submit } = await setUp([aDefinition({ number: 'QJ-{yyyy}.{00}' })])
    const [first] = [await submit(), await submit()]
    expect(await instanceIdOf(ctx, 'qj-2026.01')).toBe(first.id)
    await expect(instanceIdOf(ctx, 'qj-2026')).rejects.toMatchObject({ code: 'instance_ambiguous' })
    const { items } = await findInstances(ctx, { q: 'QJ-2026.0', limit: 20 })
    expect(items.map(({ number }) => number).sort()).toEqual(['QJ-2026.01', 'QJ-2026.02'])
    expect((await findInstances(ctx, { q: `${first.id}_t1`, limit: 20 })).items).toHaveLength(1)
  })

  it('finds the title, whose words come from the form', async () => {
    const title = { 'zh-CN': '{initiator}休{kind}{days}天' }
    const { ctx, submit } = await setUp([aDefinition({ title })])
    const { id } = await submit()
    expect((await findInstances(ctx, { q: '爱丽丝休年假5天', limit: 20 })).items).toMatchObject([
      { id, title: '爱丽丝休年假5天', definition: { name: '请假' } },
    ])
  })
})
