import { describe, expect, it } from 'vitest'
import type { ApproverRule } from '../../shared/flow.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import { aDefinition } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'

const NAME = { 'zh-CN': '节点' }
const FORM = [
  { key: 'days', type: 'number', label: NAME },
  { key: 'boss', type: 'contact', label: NAME, maxCount: 5 },
  { key: 'team', type: 'department', label: NAME },
]

function withRule(approvers: ApproverRule, more: object = {}) {
  const node = { id: 'one', name: NAME, approvers, ...more }
  return aDefinition({ form: FORM, flow: [node], cc: [], managers: ['u_admin'] })
}

async function approversOf(
  rule: ApproverRule,
  { by = 'u_alice', form = {}, approvers = {}, definition = withRule(rule) }: Partial<Given> = {},
) {
  const { ctx } = await createHarness({ definitions: [definition] })
  const asked = { form, approvers, cc: [], locale: undefined }
  const view = await submitInstance(ctx, { ...asked, definition: definition.code, userId: by })
  return view.nodes.map((node) => node.approvers.map(({ userId }) => userId))
}

type Given = {
  by: string
  form: Record<string, string[] | number>
  approvers: Record<string, string[]>
  definition: ReturnType<typeof aDefinition>
}

describe('who decides', () => {
  const rules: [string, ApproverRule, Partial<Given>, string[]][] = [
    ['these people', { users: ['u_hr', 'u_carol'] }, {}, ['u_hr', 'u_carol']],
    ['of whom one has left', { users: ['u_gone', 'u_hr'] }, {}, ['u_hr']],
    ['of whom one never was', { users: ['u_nobody', 'u_hr'] }, {}, ['u_hr']],
    ['who have all left: the managers', { users: ['u_gone'] }, {}, ['u_admin']],
    ['the manager', { manager: 1 }, {}, ['u_bob']],
    ["the manager's manager", { manager: 2 }, {}, ['u_lead']],
    ['the third manager up', { manager: 3 }, {}, ['u_cto']],
    ['one above the top: the managers', { manager: 4 }, {}, ['u_admin']],
    ['no manager at all: the managers', { manager: 1 }, { by: 'u_cto' }, ['u_admin']],
    ['a manager who has left: the managers', { manager: 1 }, { by: 'u_orphan' }, ['u_admin']],
    ['the one above a manager who has left', { manager: 2 }, { by: 'u_orphan' }, ['u_bob']],
    ['managers in a circle', { manager: 2 }, { by: 'u_yin' }, ['u_admin']],
    ["the main department's leader", { departmentLeader: 1 }, { by: 'u_carol' }, ['u_hr']],
    ['the leader of the department above', { departmentLeader: 2 }, {}, ['u_lead']],
    ['a department above the top', { departmentLeader: 9 }, {}, ['u_admin']],
    ['a department without leader', { departmentLeader: 1 }, { by: 'u_orphan' }, ['u_admin']],
    ['a leader who has left', { departmentLeader: 2 }, { by: 'u_orphan' }, ['u_admin']],
    ['departments in a circle', { departmentLeader: 20 }, { by: 'u_orphan' }, ['u_admin']],
    ['someone without department', { departmentLeader: 1 }, { by: 'u_yin' }, ['u_admin']],
    ['a field', { field: 'boss' }, { form: { boss: ['u_hr', 'ou_carol'] } }, ['u_hr', 'u_carol']],
    ['an empty field: the managers', { field: 'boss' }, {}, ['u_admin']],
    ['a choice', { initiatorChoice: true }, { approvers: { one: ['u_hr', 'ou_hr'] } }, ['u_hr']],
  ]
  it.each(rules)('%s', async (_, rule, given, expected) => {
    expect(await approversOf(rule, given)).toEqual([expected])
  })

  it('the operator hears of a node for which nobody is found, when an approval starts, not when it is looked at', async () => {
    const { ctx, unfound } = await createHarness({ definitions: [withRule({ users: ['u_nobody'] })] })
    const asked = {
      definition: 'leave',
      form: {},
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: undefined,
    }
    await previewInstance(ctx, asked)
    expect(unfound).toEqual([])

    const { nodes } = await submitInstance(ctx, asked)
    expect(nodes[0]?.approvers).toMatchObject([{ userId: 'u_admin' }])
    expect(unfound).toEqual(['leave 1 one'])
  })

  it('nobody finds an approver and every manager has left: refused, not approved', async () => {
    const definition = aDefinition({
      form: FORM,
      cc: [],
      managers: ['u_gone'],
      flow: withRule({ manager: 4 }).flow,
    })
    await expect(approversOf({ manager: 4 }, { definition })).rejects.toMatchObject({
      code: 'person_not_found',
      details: [{ field: 'managers' }],
    })
  })

  it('asks for each person and department once, whatever names them', async () => {
    const flow = ['a', 'b', 'c'].map((id) => ({ id, name: NAME, approvers: { manager: 2 } }))
    const definition = aDefinition({ form: FORM, flow, cc: [{ users: ['u_lead'], at: 'start' }] })
    const { ctx, people } = await createHarness({ definitions: [definition] })
    await submitInstance(ctx, {
      definition: 'leave',
      form: {},
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: undefined,
    })
    expect(people.calls.person.length).toBe(new Set(people.calls.person).size)
    expect(people.calls.department).toEqual(['od-sales-east'])
  })
})

describe("the initiator's choice", () => {
  const rule = { initiatorChoice: true } as const
  const choose = (approvers: Record<string, string[]>, more: Partial<Given> = {}) =>
    approversOf(rule, { approvers, ...more })

  it('is required for a node in play, and only there', async () => {
    await expect(choose({})).rejects.toMatchObject({
      code: 'form_invalid',
      details: [{ field: 'approvers.one', rule: 'required' }],
    })
    const when = { field: 'days', op: 'gt', value: 3 }
    const definition = withRule(rule, { when })
    expect(await choose({}, { definition, form: { days: 1 } })).toEqual([[], ['u_admin']])
    await expect(choose({}, { definition, form: { days: 4 } })).rejects.toMatchObject({
      code: 'form_invalid',
    })
  })

  it.each([['two'], ['constructor'], ['_managers']])('of a node %s is refused', async (node) => {
    await expect(choose({ one: ['u_hr'], [node]: ['u_hr'] })).rejects.toMatchObject({
      code: 'form_invalid',
      details: [{ field: `approvers.${node}`, rule: 'unknown' }],
    })
  })

  it('of a node with another rule is refused', async () => {
    await expect(approversOf({ manager: 1 }, { approvers: { one: ['u_hr'] } })).rejects.toMatchObject({
      details: [{ field: 'approvers.one', rule: 'unknown' }],
    })
  })

  it.each([['u_nobody'], ['ou_nobody'], ['u_gone']])('of %s is refused, naming the field', async (person) => {
    await expect(choose({ one: ['u_hr', person] })).rejects.toMatchObject({
      code: 'person_not_found',
      details: [{ field: 'approvers.one', person }],
    })
  })

  it('not yet made shows nobody in a preview', async () => {
    const { ctx } = await createHarness({ definitions: [withRule(rule)] })
    const input = { definition: 'leave', form: {}, userId: 'u_alice', locale: 'zh-CN' } as const
    const preview = await previewInstance(ctx, { ...input, approvers: {} })
    expect(preview.nodes).toMatchObject([{ id: 'one', approvers: [] }])
    const chosen = await previewInstance(ctx, { ...input, approvers: { one: ['ou_hr'] } })
    expect(chosen.nodes).toMatchObject([{ approvers: [{ userId: 'u_hr', name: '韩人事' }] }])
  })
})

describe('limits of one instance', () => {
  const many = Array.from({ length: 101 }, (_, at) => `u_${at}`)

  it('at most 300 tasks', async () => {
    const flow = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      name: NAME,
      approvers: { initiatorChoice: true },
    }))
    const chosen = flow.map(({ id }) => [id, many.slice(0, 100)])
    const definition = aDefinition({ form: FORM, flow, cc: [] })
    const harness = await createHarness({ definitions: [definition] })
    harness.people.person = async (id) => ({ ok: true, value: anyone(id) })
    const input = {
      definition: 'leave',
      form: {},
      approvers: Object.fromEntries(chosen),
      cc: [],
      userId: 'u_alice',
      locale: undefined,
    }
    await expect(submitInstance(harness.ctx, input)).rejects.toMatchObject({
      code: 'form_invalid',
      details: [{ field: 'approvers', rule: 'too_many', limit: 300 }],
    })
  })

  it('at most 200 cc', async () => {
    const cc = [0, 1].map((part) => ({
      users: many.slice(0, 80).map((id) => `${id}_${part}`),
      at: part === 0 ? 'start' : 'end',
    }))
    const harness = await createHarness({ definitions: [aDefinition({ form: FORM, cc })] })
    harness.people.person = async (id) => ({ ok: true, value: anyone(id) })
    const input = {
      definition: 'leave',
      form: {},
      approvers: {},
      cc: many.slice(0, 41),
      userId: 'u_alice',
      locale: undefined,
    }
    await expect(submitInstance(harness.ctx, input)).rejects.toMatchObject({
      details: [{ field: 'cc', rule: 'too_many', limit: 200 }],
    })
  })

  const anyone = (userId: string) => ({
    userId,
    openId: `o${userId}`,
    name: userId,
    leaderUserId: null,
    openDepartmentIds: [],
    active: true,
  })
})
