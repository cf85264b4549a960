import { expect, it } from 'vitest'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'

const label = { 'zh-CN': '字段' }
const definition = aDefinition({
  form: [
    {
      key: 'rows',
      type: 'table',
      label,
      columns: [
        { key: 'who', type: 'contact', label, maxCount: 20 },
        { key: 'team', type: 'department', label, maxCount: 20 },
      ],
    },
  ],
  flow: [{ id: 'manager', name: label, approvers: { manager: 1 } }],
})

async function setUp() {
  const { ctx, people, dump } = await createHarness({ definitions: [definition] })
  const submit = (rows: object[]) =>
    submitInstance(ctx, {
      definition: 'leave',
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: undefined,
      form: { rows },
    })
  return { submit, people, dump }
}
const twenty = (name: string, row: number) => Array.from({ length: 20 }, (_, at) => `${name}${row}x${at}`)

it('a hundred rows of invented people and departments cost a few calls, and are refused where the first stands', async () => {
  const { submit, people, dump } = await setUp()
  const before = dump()
  const invented = Array.from({ length: 100 }, (_, row) => ({ who: twenty('u_', row) }))
  await expect(submit(invented)).rejects.toMatchObject({
    code: 'person_not_found',
    details: expect.arrayContaining([expect.objectContaining({ field: 'rows[0].who' })]),
  })
  expect(people.calls.person.length).toBeLessThan(20)
  const nowhere = Array.from({ length: 100 }, (_, row) => ({ team: twenty('od-', row) }))
  await expect(submit(nowhere)).rejects.toMatchObject({
    code: 'form_invalid',
    details: [{ field: 'rows[0].team', rule: 'not_an_option' }],
  })
  expect(people.calls.department.length).toBeLessThan(20)
  expect(dump()).toBe(before)
})

it('whoever stands in many rows is asked for once, by user_id or open_id, and is stored by user_id', async () => {
  const { submit, people } = await setUp()
  const { form, names } = await submit(
    Array.from({ length: 100 }, () => ({ who: ['ou_hr', 'u_bob'], team: ['od-hr'] })),
  )
  expect(people.calls.person.filter((id) => id === 'ou_hr')).toHaveLength(1)
  expect(people.calls.department.filter((id) => id === 'od-hr').length).toBeLessThan(3)
  expect(form['rows']).toEqual(
    Array.from({ length: 100 }, () => ({ who: ['u_hr', 'u_bob'], team: ['od-hr'] })),
  )
  expect(names).toMatchObject({ u_hr: '韩人事', 'od-hr': '人事部' })
})
