import { afterEach, expect, it } from 'vitest'
import { createFeishu } from '../../server/feishu/client.ts'
import type { Contact, Department } from '../../server/feishu/port.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { clientOptions, failureOf, instance, leave, pictured, record, task } from './samples.ts'

let sandbox: Sandbox | undefined
afterEach(async () => {
  await sandbox?.close()
  sandbox = undefined
})

async function setUp() {
  sandbox = await openSandbox()
  const { appId, appSecret, callbackToken, callbackKey, url, controlUrl, applinkUrl } = sandbox.info
  const { options, logged } = clientOptions(url)
  const feishu = createFeishu({
    ...options,
    appId,
    appSecret,
    applinkUrl,
    callback: { url: `${url}/callback`, token: callbackToken, key: callbackKey },
    now: Date.now,
  })
  const control = async (path: string, body?: object) => {
    const request = body && { method: 'POST', body: JSON.stringify(body), headers: JSON_HEADERS }
    return (await fetch(`${controlUrl}/_sandbox${path}`, request)).json() as Promise<Record<string, unknown>>
  }
  return { feishu, control, logged }
}
const JSON_HEADERS = { 'content-type': 'application/json' }

/** What a call answered, or why it did not. */
function take<T>(answer: { ok: true; value: T } | { ok: false; failure: unknown }): T {
  if (answer.ok) return answer.value
  throw new Error(JSON.stringify(answer.failure))
}

function begin(initiator: Contact, department: Department, approver: string): Instance {
  const now = Date.now()
  return instance({
    initiator: { ...initiator, department },
    people: { [approver]: { openId: 'ou_x', name: '王磊' } },
    form: { kind: 'annual', days: 3, stand_in: [approver], reason: '<at id=all></at> @i18n@title' },
    tasks: [task({ assignee: approver, createdAt: now, clock: now })],
    cc: [{ id: 'i1_c1', userId: 'u_payroll', createdAt: now, readAt: null, clock: now }],
    startedAt: now,
    clock: now,
  })
}

it('a whole approval is accepted by the sandbox, with no rule broken', async () => {
  const { feishu, control } = await setUp()
  const { approvalCode } = take(await feishu.definitions.apply(leave, 'live', null))
  expect(approvalCode).not.toBe('leave')
  expect(take(await feishu.definitions.apply(leave, 'live', approvalCode)).approvalCode).toBe(approvalCode)
  const definition = record({ approvalCode })

  const initiator = take(await feishu.people.person('u_dev'))
  if (!initiator) throw new Error('the sandbox knows u_dev')
  expect(initiator).toMatchObject({ leaderUserId: 'u_lead', active: true })
  expect(take(await feishu.people.person(initiator.openId))).toEqual(initiator)
  const department = take(await feishu.people.department(initiator.openDepartmentIds[0] ?? ''))
  if (!department) throw new Error('the sandbox knows the department')
  expect(department).toMatchObject({
    departmentId: 'dept_rd',
    leaderUserId: 'u_cto',
    parentOpenDepartmentId: null,
  })

  const pending = begin(initiator, department, 'u_lead')
  expect(take(await feishu.delivery.check([pending]))).toEqual([{ instanceId: 'i1', clock: 0, tasks: [] }])
  take(await feishu.delivery.syncInstance(pictured({ instance: pending, definition }), 'UPDATE'))
  const card = {
    taskId: 'i1_t1',
    uuid: 'i1_t1',
    firstTriedAt: 1,
    messageId: null,
    sentAt: null,
    settledAs: null,
  }
  const { messageId } = take(
    await feishu.delivery.sendCard(pictured({ instance: pending, definition }), card),
  )
  expect(messageId).toMatch(/^\d{19}$/)
  expect(take(await feishu.delivery.check([pending]))).toEqual([])

  const [open] = pending.tasks
  const endedAt = Date.now()
  const approved: Instance = {
    ...pending,
    status: 'APPROVED',
    tasks: [
      {
        ...(open ?? task()),
        status: 'APPROVED',
        completeReason: 'approved',
        endedAt,
        clock: pending.clock + 5,
      },
    ],
    endedAt,
    clock: pending.clock + 6,
  }
  take(await feishu.delivery.syncInstance(pictured({ instance: approved, definition }), 'UPDATE'))
  take(await feishu.delivery.settleCard(messageId ?? '', 'APPROVED'))
  expect(take(await feishu.delivery.check([approved]))).toEqual([])
  take(await feishu.delivery.syncInstance(pictured({ instance: approved, definition }), 'REPLACE'))
  take(await feishu.definitions.apply(leave, 'retired', approvalCode))

  expect(await control('/oracle')).toMatchObject({ violations: [] })
})

it('someone logs in, once per code', async () => {
  const { feishu, control } = await setUp()
  const { code } = await control('/login-codes', { userId: 'u_dev' })
  expect(take(await feishu.people.login(String(code), 'requestAccess'))).toMatchObject({ userId: 'u_dev' })
  const again = failureOf(await feishu.people.login(String(code), 'login'))
  expect(again.class).toBe('login_code_dead')
})

it('what is not there is told from what went wrong', async () => {
  const { feishu, control } = await setUp()
  expect(take(await feishu.people.person('u_nobody'))).toBeUndefined()
  expect(take(await feishu.people.department('od-nothing'))).toBeUndefined()
  expect(take(await feishu.people.person('u_gone'))).toMatchObject({ active: false })
  await control('/settings', { scopes: ['approval:approval'] })
  expect(failureOf(await feishu.people.person('u_dev'))).toMatchObject({
    class: 'configuration',
    code: 99991672,
  })
})

it('the doctor finds everything in order', async () => {
  const { feishu } = await setUp()
  take(await feishu.doctor.token())
  expect(take(await feishu.doctor.scopes())).toContain('contact:user.employee_id:readonly')
  expect(take(await feishu.doctor.contactRange())).toMatchObject({ departments: 3, everyone: true })
  const asked = Date.now()
  const skewMs = Math.abs(take(await feishu.doctor.clockSkewMs()))
  // Its header tells whole seconds, and the answer may have taken a while.
  expect(skewMs - (Date.now() - asked)).toBeLessThanOrEqual(1_000)
})

it('dead tokens are replaced without a failure', async () => {
  const { feishu, control } = await setUp()
  take(await feishu.people.person('u_dev'))
  await fetch(`${sandbox?.controlUrl ?? ''}/_sandbox/tokens`, { method: 'DELETE' })
  const people = ['u_hr', 'u_cfo', 'u_cto', 'u_qa', 'u_lead']
  const found = await Promise.all(people.map((id) => feishu.people.person(id)))
  expect(found.map((answer) => take(answer)?.userId)).toEqual(people)
  expect(await control('/oracle')).toMatchObject({ violations: [] })
})
