import { expect, it } from 'vitest'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'

const label = { 'zh-CN': '字段' }
const isHr = { field: 'who', op: 'contains', value: 'u_hr' }
const definition = aDefinition({
  form: [
    { key: 'who', type: 'contact', label, maxCount: 20 },
    { key: 'people', type: 'formula', label, formula: 'count(who)' },
    { key: 'proof', type: 'text', label, visible: isHr, required: true },
    { key: 'deputy', type: 'contact', label, visible: { field: 'proof', op: 'filled' } },
    { key: 'deputies', type: 'formula', label, formula: 'count(deputy)' },
    {
      key: 'rows',
      type: 'table',
      label,
      columns: [
        { key: 'who', type: 'contact', label, maxCount: 20 },
        { key: 'why', type: 'text', label, required: isHr },
        { key: 'people', type: 'formula', label, formula: 'count(who)' },
      ],
    },
  ],
  flow: [
    { id: 'manager', name: label, approvers: { manager: 1 } },
    {
      id: 'many',
      name: label,
      when: { field: 'people', op: 'gte', value: 2 },
      approvers: { users: ['u_cto'] },
    },
    { id: 'chosen', name: label, when: isHr, approvers: { initiatorChoice: true } },
  ],
})

async function setUp() {
  const { ctx } = await createHarness({ definitions: [definition] })
  const input = { definition: 'leave', userId: 'u_alice', locale: undefined }
  const submit = (form: object, approvers = {}) =>
    submitInstance(ctx, { ...input, cc: [], approvers, form: { ...form } })
  const preview = (form: object) => previewInstance(ctx, { ...input, approvers: {}, form: { ...form } })
  return { submit, preview }
}

it('somebody who is named twice, by user_id and open_id, is one, and so is the way', async () => {
  const { submit, preview } = await setUp()
  const who = ['ou_bob', 'u_bob']
  const { form, nodes } = await submit({ who, rows: [{ who }] })
  expect(form).toEqual({
    who: ['u_bob'],
    people: '1',
    deputies: '0',
    rows: [{ who: ['u_bob'], people: '1' }],
  })
  expect(nodes.map(({ skipped }) => skipped)).toEqual([null, 'condition', 'condition'])
  expect((await preview({ who })).nodes.map(({ skipped }) => skipped)).toEqual([
    null,
    'condition',
    'condition',
  ])
})

it('what is asked for because of somebody is asked for however they are named, in rows too', async () => {
  const { submit } = await setUp()
  const approvers = { chosen: ['u_carol'] }
  await expect(submit({ who: ['ou_hr'] }, approvers)).rejects.toMatchObject({
    code: 'form_invalid',
    details: [{ field: 'proof', rule: 'required' }],
  })
  await expect(submit({ rows: [{ who: ['ou_hr'] }] })).rejects.toMatchObject({
    code: 'form_invalid',
    details: [{ field: 'rows[0].why', rule: 'required' }],
  })
  await expect(submit({ who: ['ou_hr'], proof: 'x' })).rejects.toMatchObject({
    code: 'form_invalid',
    details: [{ field: 'approvers.chosen', rule: 'required' }],
  })
})

it('whoever is named in what is shown only because of somebody else is looked up as well', async () => {
  const { submit } = await setUp()
  const form = { who: ['ou_hr'], proof: 'x', deputy: ['ou_bob', 'u_bob', 'ou_carol'] }
  const stored = (await submit(form, { chosen: ['u_carol'] })).form
  expect(stored).toEqual({
    who: ['u_hr'],
    people: '1',
    proof: 'x',
    deputy: ['u_bob', 'u_carol'],
    deputies: '2',
  })
})
