import { describe, expect, it } from 'vitest'
import { act } from '../../server/domain/verbs/index.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { MOST_LINKED } from '../../server/usecases/linked-approvals.ts'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { listInstances } from '../../server/usecases/list-instances.ts'
import { resubmitInstance } from '../../server/usecases/resubmit-instance.ts'
import { handOverPerson } from '../../server/usecases/hand-over.ts'
import { renamePerson } from '../../server/domain/rename.ts'
import { aContext, given, T0 } from '../support/builders.ts'
import { createLinking, EXPENSE } from '../support/linking.ts'
import { anActor } from '../support/people.ts'

const ALICE = { userId: 'u_alice', locale: 'zh-CN' } as const
const INVALID = (...fields: string[]) => ({
  code: 'form_invalid',
  details: fields.map((field) => ({ field, rule: 'not_an_option', message: expect.any(String) })),
})

/** Sends it back to Alice, as Bob. */
async function rollBack({ ctx }: Awaited<ReturnType<typeof createLinking>>, id: string, taskId: string) {
  await ctx.store.instances.change(id, (current) => {
    const input = { taskId, toNode: '_initiator', ...given({ reason: '请补充' }) }
    const next = toRecord(current, act(current!.instance, 'rollback', input, aContext({ by: 'u_bob' })))
    return { next, result: next }
  })
}

describe('a form that names other approvals', () => {
  it('keeps what they are called, in every language, with their numbers', async () => {
    const { submit, trip, ctx } = await createLinking()
    const { id } = await trip()
    const form = { any: [id], trip: [id], items: [{ what: '机票', trip: [id] }, { what: '打车' }] }
    const view = await submit(form)
    expect(view.form).toEqual(form)
    const number = id.slice(0, 8)
    expect(view.names).toEqual({ [id]: `爱丽丝提交的出差 · ${number}` })
    for (const [locale, name] of [
      ['en-US', `Business trip by 爱丽丝 · ${number}`],
      ['ja-JP', `爱丽丝さんの出張 · ${number}`],
    ] as const) {
      const read = await readInstance(ctx, { userId: 'u_bob', locale, id: view.id })
      expect(read.names[id]).toBe(name)
      const { items } = await listInstances(ctx, {
        box: 'todo',
        postponed: 'without',
        limit: 20,
        userId: 'u_bob',
        locale,
        q: number,
      })
      expect(items.map(({ summary }) => summary)).toEqual([[{ label: '关联审批', value: name }]])
    }
  })

  it.each([
    ['of somebody else', 'any', (other: string) => ({ any: [other] })],
    [
      'of somebody else, in a row',
      'items[1].trip',
      (other: string) => ({ items: [{ what: 'a' }, { trip: [other] }] }),
    ],
    ['that is not there', 'any', () => ({ any: ['0123456789abcdef'] })],
    ['that cannot be one', 'any', () => ({ any: ['../definitions/trip.1'] })],
    ['called like what every object has', 'any', () => ({ any: ['constructor'] })],
  ])('refuses one %s, in the same words', async (_, field, form) => {
    const { submit, trip, dump, ctx } = await createLinking()
    const { id: other } = await trip('u_carol')
    const before = dump()
    const refused = {
      ...INVALID(field),
      details: [{ field, rule: 'not_an_option', message: '不在可选范围内' }],
    }
    await expect(submit(form(other))).rejects.toMatchObject(refused)
    const preview = { ...ALICE, definition: 'expense', form: form(other), approvers: {} }
    await expect(previewInstance(ctx, preview)).rejects.toMatchObject(refused)
    expect(dump()).toBe(before)
  })

  it('names every field with one that it cannot name', async () => {
    const { submit, trip } = await createLinking()
    const { id: own } = await trip()
    const { id: other } = await trip('u_carol')
    const form = { any: [own, other], items: [{ trip: [own] }, { trip: [other] }] }
    await expect(submit(form)).rejects.toMatchObject(INVALID('any', 'items[1].trip'))
  })

  it('refuses what its field does not take, and what was deleted', async () => {
    const { submit, trip, become } = await createLinking()
    const expense = await submit({})
    await expect(submit({ trip: [expense.id] })).rejects.toMatchObject(INVALID('trip'))
    expect((await submit({ any: [expense.id] })).names).toHaveProperty(expense.id)
    const { id } = await trip()
    await become(id, 'DELETED')
    await expect(submit({ trip: [id] })).rejects.toMatchObject(INVALID('trip'))
  })

  it.each(['APPROVED', 'REJECTED', 'CANCELED', 'TERMINATED'] as const)(
    'takes one that is %s',
    async (status) => {
      const { submit, trip, become } = await createLinking()
      const { id } = await trip()
      await become(id, status)
      expect((await submit({ trip: [id] })).form).toEqual({ trip: [id] })
    },
  )

  it('takes one that its person decides on, decided or was told of, and no more of it', async () => {
    const { submit, trip, ctx } = await createLinking()
    const todo = await trip('u_alice')
    expect((await submit({ any: [todo.id] }, { userId: 'u_bob' })).names).toHaveProperty(todo.id)
    const copied = await submit({ city: '北京' }, { userId: 'u_carol', cc: ['u_hr'] }, 'trip')
    const { id } = await submit({ any: [copied.id] }, { userId: 'u_hr' })
    // Who decides on the outer one sees what the inner one is called, and cannot open it.
    const outer = await readInstance(ctx, { userId: 'u_lead', locale: 'en-US', id })
    expect(outer.names[copied.id]).toBe(`Business trip by 卡罗尔 · ${copied.id.slice(0, 8)}`)
    await expect(
      readInstance(ctx, { userId: 'u_payroll', locale: 'en-US', id: copied.id }),
    ).rejects.toMatchObject({ code: 'instance_not_found' })
  })

  it('may name one that names another', async () => {
    const { submit, trip } = await createLinking()
    const first = await trip()
    const second = await submit({ any: [first.id] })
    const third = await submit({ any: [second.id, first.id] })
    expect(Object.keys(third.names)).toEqual([second.id, first.id])
  })

  it('names so many at most, and reads no more than those', async () => {
    const { submit, store, ctx } = await createLinking()
    let reads = 0
    const read = store.instances.read
    store.instances.read = (id) => {
      reads += 1
      return read(id)
    }
    const items = Array.from({ length: 100 }, (_, row) => ({ trip: [`a${row}`, `b${row}`] }))
    const form = { trip: ['c1'], items }
    await expect(submit(form)).rejects.toMatchObject({
      code: 'form_invalid',
      details: [{ field: 'items[99].trip', rule: 'too_many', limit: MOST_LINKED }],
    })
    const preview = { ...ALICE, definition: 'expense', form, approvers: {} }
    await expect(previewInstance(ctx, preview)).rejects.toMatchObject({ code: 'form_invalid' })
    expect(reads).toBe(0)
    await expect(submit({ items })).rejects.toMatchObject({ code: 'form_invalid' })
    expect(reads).toBe(MOST_LINKED)
  })
})

describe('submitting again', () => {
  it('keeps what was named, whatever became of it, also in another field, and never names itself', async () => {
    const linking = await createLinking()
    const { submit, trip, ctx, become } = linking
    const { id: inner } = await trip()
    const view = await submit({ trip: [inner] })
    const { id } = view
    await rollBack(linking, id, view.tasks[0]!.id)
    await become(inner, 'DELETED')
    const again = (form: object) => resubmitInstance(ctx, { ...ALICE, id, form: { ...form }, approvers: {} })
    await expect(again({ trip: [inner], any: [id] })).rejects.toMatchObject(INVALID('any'))
    const preview = { ...ALICE, definition: 'expense', approvers: {}, instance: id }
    await expect(previewInstance(ctx, { ...preview, form: { any: [id] } })).rejects.toMatchObject(
      INVALID('any'),
    )
    await previewInstance(ctx, { ...preview, form: { trip: [inner] } })
    const { id: other } = await trip()
    const moved = await again({ any: [inner], trip: [other] })
    expect(moved.form).toEqual({ any: [inner], trip: [other] })
    expect(Object.keys(moved.names).sort()).toEqual([inner, other].sort())
    await expect(submit({ trip: [inner] })).rejects.toMatchObject(INVALID('trip'))
  })

  it('holds what was named against what each field takes', async () => {
    const linking = await createLinking()
    const { submit, ctx } = linking
    const { id: expense } = await submit({})
    const view = await submit({ any: [expense] })
    await rollBack(linking, view.id, view.tasks[0]!.id)
    const form = { trip: [expense] }
    await expect(resubmitInstance(ctx, { ...ALICE, id: view.id, form, approvers: {} })).rejects.toMatchObject(
      INVALID('trip'),
    )
  })

  it('as another one keeps it as well, and may name the one that came to nothing', async () => {
    const linking = await createLinking()
    const { submit, trip, ctx, become } = linking
    const { id: inner } = await trip()
    const { id } = await submit({ trip: [inner] })
    await doVerb(ctx, { verb: 'withdraw', id, body: {} }, anActor('u_alice'))
    await become(inner, 'DELETED')
    const view = await submit({ trip: [inner], any: [id] }, { from: id })
    expect(view.form).toEqual({ trip: [inner], any: [id] })
    await expect(submit({ trip: [inner] })).rejects.toMatchObject(INVALID('trip'))
  })

  it('without any names none', async () => {
    const linking = await createLinking()
    const { submit, trip, ctx, store } = linking
    const { id: inner } = await trip()
    const view = await submit({ trip: [inner] })
    await rollBack(linking, view.id, view.tasks[0]!.id)
    const again = await resubmitInstance(ctx, { ...ALICE, id: view.id, form: {}, approvers: {} })
    expect(again.names).toEqual({})
    expect((await store.instances.read(view.id))?.instance.linked).toBeUndefined()
  })
})

describe('what happens to people', () => {
  it('changes nothing of what was named', async () => {
    const { submit, trip, store } = await createLinking()
    const { id: inner } = await trip()
    const view = await submit({ any: [inner], items: [{ trip: [inner] }] })
    const record = (await store.instances.read(view.id))!
    const renaming = { from: 'u_alice', to: 'u_alice2', openId: 'ou_alice' }
    const renamed = renamePerson(record, renaming, EXPENSE.form, T0)
    const { linked, form } = record.instance
    expect(renamed?.instance).toMatchObject({ initiator: { userId: 'u_alice2' }, linked, form })
  })

  it('leaves it to whoever takes over, who may submit it again without seeing what it names', async () => {
    const linking = await createLinking()
    const { submit, trip, store, ctx, people, become } = linking
    const { id: inner } = await trip()
    const { id: other } = await trip()
    // What has ended is nobody’s to take over.
    for (const id of [inner, other]) await become(id, 'APPROVED')
    const view = await submit({ trip: [inner] })
    await rollBack(linking, view.id, view.tasks[0]!.id)
    people.change('u_alice', { active: false, absence: 'left' })
    await handOverPerson(ctx, { from: 'u_alice', to: 'u_carol', reason: '已离职' })
    const { instance } = (await store.instances.read(view.id))!
    expect(instance.successor).toBe('u_carol')
    const again = { userId: 'u_carol', locale: 'zh-CN', id: view.id, approvers: {} } as const
    await expect(resubmitInstance(ctx, { ...again, form: { trip: [other] } })).rejects.toMatchObject(
      INVALID('trip'),
    )
    const { names } = await resubmitInstance(ctx, { ...again, form: { trip: [inner] } })
    expect(Object.keys(names)).toEqual([inner])
  })
})
