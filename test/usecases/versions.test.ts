import { expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { applyDefinitions } from '../../server/definitions/apply.ts'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { readWeekdays } from '../../server/domain/calendar.ts'
import { createTimeouts } from '../../server/timeouts/timeouts.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { resubmitInstance } from '../../server/usecases/resubmit-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { timeOutTask } from '../../server/usecases/time-out-task.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { createHarness } from '../support/http-server.ts'
import { anActor } from '../support/people.ts'

const HEAD = `code: leave
group: { code: hr, name: { zh-CN: 人事 } }
viewers: [{ type: TENANT }]
managers: [u_admin]`

const FIRST = `${HEAD}
name: { zh-CN: 请假 }
form: [{ key: days, type: number, label: { zh-CN: 天数 }, required: true }]
flow:
  - { id: hr, name: { zh-CN: 人事 }, approvers: { users: [u_hr] } }
  - { id: head, name: { zh-CN: 负责人 }, approvers: { users: [u_carol] }, timeout: { approve: 2 } }
`

const SECOND = `${HEAD}
name: { zh-CN: 新请假 }
form: [{ key: until, type: text, label: { zh-CN: 截止 }, required: true }]
flow: [{ id: payroll, name: { zh-CN: 工资 }, approvers: { users: [u_payroll] } }]
`

async function setUp() {
  const { ctx, advance } = await createHarness({ definitions: [] })
  const feishu = {
    hash: (definition: Definition) => JSON.stringify(definition),
    apply: async () => ({ ok: true, value: { approvalCode: 'A-1' } }) as const,
  }
  const apply = async (yaml: string) => {
    const { content } = parseYaml(yaml, 'leave.yaml', Definition)
    const { definitions: store, instances } = ctx.store
    const deps = { store, instances, feishu, now: ctx.now }
    return applyDefinitions(deps, [content!], { retire: true, createAgain: true })
  }
  const { run: letTimeDecide } = createTimeouts({
    store: ctx.store,
    now: ctx.now,
    log: { info: () => undefined, warn: () => undefined },
    calendar: async () => ({
      timeZone: 'Asia/Shanghai',
      weekdays: readWeekdays('1-5'),
      holidays: new Set(),
      workdays: new Set(),
      hours: [{ from: 9 * 60, to: 18 * 60 }],
    }),
    act: (due) => timeOutTask(ctx, due),
  })
  const submit = (form: object) =>
    submitInstance(ctx, {
      definition: 'leave',
      form: form as Record<string, number>,
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: undefined,
    })
  return { ctx, advance, apply, submit, letTimeDecide }
}

it('editing a definition leaves running approvals alone', async () => {
  const { ctx, advance, apply, submit, letTimeDecide } = await setUp()
  await apply(FIRST)
  const { id } = await submit({ days: 2 })
  expect(await apply(SECOND)).toMatchObject([{ code: 'leave', change: 'update', error: null }])
  const alice = { userId: 'u_alice', locale: undefined }
  const standing = async () => {
    const view = await readInstance(ctx, { id, ...alice })
    expect(view).toMatchObject({
      title: '爱丽丝提交的请假',
      definition: { version: 1 },
      fields: [{ key: 'days' }],
    })
    expect(view.nodes.map((node) => node.id).filter((one) => one !== INITIATOR_NODE)).toEqual(['hr', 'head'])
    const { assignee, status } = view.tasks.at(-1)!
    return `${view.status}: ${assignee.userId} ${status}`
  }

  await doVerb(ctx, { verb: 'approve', id: `${id}_t1`, body: {} }, anActor('u_hr'))
  expect(await standing()).toBe('PENDING: u_carol PENDING')
  const back = { verb: 'rollback', id: `${id}_t2`, body: { toNode: INITIATOR_NODE } } as const
  await doVerb(ctx, back, anActor('u_carol'))
  expect(await standing()).toBe('PENDING: u_alice PENDING')
  const again = { id, approvers: {}, ...alice }
  await expect(resubmitInstance(ctx, { ...again, form: { until: '周五' } })).rejects.toMatchObject({
    code: 'form_invalid',
  })
  await resubmitInstance(ctx, { ...again, form: { days: 3 } })
  expect(await standing()).toBe('PENDING: u_hr PENDING')
  await doVerb(ctx, { verb: 'transfer', id: `${id}_t4`, body: { to: 'u_lead' } }, anActor('u_hr'))
  expect(await standing()).toBe('PENDING: u_lead PENDING')
  await doVerb(ctx, { verb: 'approve', id: `${id}_t5`, body: {} }, anActor('u_lead'))
  expect(await standing()).toBe('PENDING: u_carol PENDING')
  advance(2 * 3_600_000)
  await letTimeDecide()
  expect(await standing()).toBe('APPROVED: u_carol APPROVED')

  const next = await submit({ until: '周五' })
  expect(next).toMatchObject({
    title: '爱丽丝提交的新请假',
    definition: { version: 2 },
    nodes: [{ id: 'payroll' }],
  })
})
