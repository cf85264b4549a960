import type { ServiceRight } from '../../shared/services.ts'
import type { HttpDeps } from '../../server/http/deps.ts'
import { ServiceRight as Right } from '../../shared/services.ts'
import { aDefinition } from './builders.ts'
import { createHarness, OPERATOR, startHttp } from './http-server.ts'

const REASON = [{ key: 'reason', type: 'text', label: { 'zh-CN': '事由' } }]
const BOSS = [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }]

/** Two kinds of approvals, of which a system is let in for one, and one that only carol may start. */
export const aTrip = aDefinition({
  code: 'trip',
  name: { 'zh-CN': '出差' },
  form: REASON,
  flow: BOSS,
  cc: [],
})
export const anOffer = aDefinition({
  code: 'offer',
  name: { 'zh-CN': '录用' },
  form: [...REASON, { key: 'letter', type: 'attachment', label: { 'zh-CN': '附件' } }],
  flow: [{ id: 'hr', name: { 'zh-CN': '人事' }, approvers: { users: ['u_hr'] } }],
  cc: [],
  viewers: [{ type: 'USER', id: 'u_carol' }],
})

export const LEAVE = { kind: 'annual', days: 1 }

type Options = { may?: readonly ServiceRight[]; http?: Partial<HttpDeps> }

/** A server with a system that was let in for `leave`, and people. */
export async function openDoor({ may = Right.options, http = {} }: Options = {}) {
  const definitions = [aDefinition({ cc: [] }), aTrip, anOffer]
  const harness = await createHarness({ definitions })
  const limits = { admin: { attempts: 1_000, windowMs: 60_000 }, ...http.limits }
  const server = await startHttp(harness, { ...http, limits })
  const { call } = server
  const add = async (id: string, codes: readonly string[], rights?: readonly ServiceRight[]) => {
    const body = { id, definitions: codes, ...(rights && { may: rights }) }
    const answer = await call('POST', '/admin/v1/services', { token: OPERATOR, body })
    if (answer.status !== 201) throw new Error(`${id}: ${answer.text}`)
    return answer.body.token as string
  }
  const remove = (id: string) => call('DELETE', `/admin/v1/services/${id}`, { token: OPERATOR })
  const erp = await add('erp', ['leave'], may)
  /** Starts one as a system. */
  const start = (token: string | undefined, more: object = {}, headers: Record<string, string> = {}) => {
    const body = { definition: 'leave', form: LEAVE, initiator: 'u_alice', ...more }
    return call('POST', '/api/v1/instances', { token, body, headers })
  }
  return { ...harness, ...server, add, remove, erp, start }
}
