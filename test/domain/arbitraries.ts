import fc from 'fast-check'
import { Definition, type NodeMode } from '../../shared/definition.ts'
import { decide } from '../../server/domain/decide.ts'
import { start } from '../../server/domain/start.ts'
import { withdraw } from '../../server/domain/withdraw.ts'
import type { Outcome } from '../../server/domain/recorder.ts'
import { delegatesIn } from '../../server/domain/delegation.ts'
import { AppError } from '../../server/domain/errors.ts'
import { addSign } from '../../server/domain/add-sign.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { isOpen, ownerOf, type Instance, type Stamp } from '../../server/domain/instance.ts'
import { handOver } from '../../server/domain/hand-over.ts'
import { terminate } from '../../server/domain/terminate.ts'
import { resubmit } from '../../server/domain/resubmit.ts'
import { rollback, rollbackTargets } from '../../server/domain/rollback.ts'
import type { PersonSettings } from '../../server/domain/settings.ts'
import { tell } from '../../server/domain/tell.ts'
import { timeOut } from '../../server/domain/time-out.ts'
import { transfer } from '../../server/domain/transfer.ts'
import { urge } from '../../server/domain/urge.ts'
import { comment, type Remark } from '../../server/domain/comment.ts'
import { postpone } from '../../server/domain/postpone.ts'
import { readCc } from '../../server/domain/read-cc.ts'
import { planRoute } from '../../server/domain/route.ts'

/** Eight people; `me` starts everything. */
export const PEOPLE = ['me', 'ada', 'ben', 'cat', 'dan', 'eva', 'fay', 'gus'] as const
const person = fc.constantFrom(...PEOPLE)
const text = (name: string) => ({ 'zh-CN': name })

const node = fc.record({
  approvers: fc.array(person, { maxLength: 4 }),
  mode: fc.constantFrom<NodeMode>('any', 'all', 'sequential', { atLeast: 2 }, { share: 0.5 }),
  reason: fc.constantFrom('required', 'optional', 'none'),
  repeatedApprover: fc.constantFrom(undefined, 'skip', 'ask'),
  above: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
  /** Of the group of nodes that run side by side, if it is in it. */
  branch: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 2 }),
})

/** A flow, the form it is started with, and the people its rules find (possibly nobody). */
export const aFlow = fc
  .record({
    nodes: fc.array(node, { minLength: 1, maxLength: 5 }),
    days: fc.integer({ min: 0, max: 10 }),
    managers: fc.uniqueArray(person, { minLength: 1, maxLength: 3 }),
    selfApproval: fc.constantFrom('skip', 'allow', 'manager'),
    initiatorManager: fc.option(person, { nil: null }),
    ccAtStart: fc.array(person, { maxLength: 3 }),
    ccAtEnd: fc.array(person, { maxLength: 3 }),
    ccIfApproved: fc.option(fc.array(person, { maxLength: 3 }), { nil: undefined }),
    delegations: fc.array(fc.tuple(person, person), { maxLength: 4 }),
  })
  .map(
    ({
      nodes,
      days,
      managers,
      selfApproval,
      initiatorManager,
      ccAtStart,
      ccAtEnd,
      ccIfApproved,
      delegations,
    }) => {
      const definition = Definition.parse({
        code: 'leave',
        name: text('请假'),
        group: { code: 'hr', name: text('人事') },
        viewers: [{ type: 'TENANT' }],
        managers,
        selfApproval,
        form: [{ key: 'days', type: 'number', label: text('天数') }],
        flow: nodes.map(({ mode, reason, repeatedApprover, above }, at) => ({
          id: `n${at}`,
          name: text(`节点${at}`),
          approvers: { initiatorChoice: true },
          mode,
          reason,
          ...(repeatedApprover && { repeatedApprover }),
          ...(above !== undefined && { when: { field: 'days', op: 'gt', value: above } }),
        })),
      })
      const approvers = Object.fromEntries(nodes.map(({ approvers: found }, at) => [`n${at}`, found]))
      const form = { days }
      const lanes = nodes.map(({ branch }) => (branch === undefined ? undefined : { group: 'g', branch }))
      const planned = planRoute(definition, form, 'me', { approvers, managers, initiatorManager })
      const route = planned.map((node, at) => (lanes[at] ? { ...node, lane: lanes[at] } : node))
      return {
        definition,
        form,
        route,
        ccAtStart,
        ccAtEnd,
        ccIfApproved,
        delegateOf: delegatesIn(delegations.map(aDelegation)),
      }
    },
  )
export type Flow = typeof aFlow extends fc.Arbitrary<infer T> ? T : never

export const NOON = Date.UTC(2026, 10, 20, 4)

/** For half a day before and after noon. */
function aDelegation([userId, to]: readonly [string, string]): PersonSettings {
  const [person, from, until] = [{ openId: `ou_${to}`, name: to }, NOON - 43_200_000, NOON + 43_200_000]
  return { userId, muted: [], ...(userId !== to && { delegation: { to, person, from, until } }) }
}

export function begin(
  { form, route, ccAtStart, ccAtEnd, ccIfApproved, delegateOf }: Flow,
  at = NOON,
): Outcome {
  return start(
    {
      id: 'i1',
      definition: { code: 'leave', version: 1 },
      initiator: { userId: 'me', openId: 'ou_me', name: 'Me', department: null },
      people: {},
      form,
      route,
      ccAtStart,
      ccAtEnd,
      ccIfApproved,
    },
    { at, by: 'me', via: 'api', delegateOf },
  )
}

const KINDS = {
  approve: 12,
  reject: 1,
  withdraw: 1,
  comment: 1,
  postpone: 1,
  read: 1,
  transfer: 3,
  before: 2,
  after: 2,
  parallel: 2,
  rollback: 2,
  resubmit: 4,
  terminate: 1,
  handOver: 1,
  escalate: 1,
  approveInTime: 1,
  rejectInTime: 1,
  tell: 1,
  urge: 2,
} as const

/** Somebody trying something; `task`, `by` and `to` pick among what there is, rightly or not. */
export type Move = {
  kind: keyof typeof KINDS
  task: number
  by: string | null
  to: string
  reason: string | null
  skew: number
}

export const aMove: fc.Arbitrary<Move> = fc.record({
  kind: fc.oneof(
    ...(Object.keys(KINDS) as Move['kind'][]).map((kind) => ({
      weight: KINDS[kind],
      arbitrary: fc.constant(kind),
    })),
  ),
  task: fc.nat(20),
  by: fc.option(person, { nil: null, freq: 4 }),
  to: person,
  reason: fc.constantFrom(null, 'fine'),
  skew: fc.integer({ min: -86_400_000, max: 86_400_000 }),
})

/** Plays one move; what the rules refuse changes nothing and comes back as the error's code. */
export function play(instance: Instance, move: Move, flow: Flow): Outcome | string {
  const task = chosenTask(instance, move)
  const isInitiators = ['withdraw', 'resubmit', 'urge'].includes(move.kind)
  const by = move.by ?? (isInitiators ? ownerOf(instance) : (task?.assignee ?? 'me'))
  const { delegateOf } = flow
  const stamp = { at: NOON + move.skew, by, via: 'api', delegateOf } as const
  try {
    return command(
      instance,
      { ...move, taskId: task?.id ?? 'none', nodeId: task?.nodeId ?? 'none' },
      flow,
      stamp,
    )
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** Mostly one that is open: of those that ended there are many more. */
function chosenTask({ tasks }: Instance, { task, skew }: Move) {
  const open = tasks.filter(isOpen)
  const among = open.length > 0 && skew % 4 !== 0 ? open : tasks
  return among[task % among.length]
}

const BY_TIME = { by: null, via: 'system' } as const

function command(
  instance: Instance,
  { kind, taskId, nodeId, to, reason, task, ...move }: Move & { taskId: string; nodeId: string },
  flow: Flow,
  stamp: Stamp & { by: string },
): Outcome {
  const people = { [to]: { openId: `ou_${to}`, name: to } }
  switch (kind) {
    case 'withdraw':
      return withdraw(instance, reason, stamp)
    case 'comment':
      return comment(instance, aRemark(stamp.by), stamp)
    case 'read':
      return readCc(instance, stamp)
    case 'postpone':
      return postpone(instance, { taskId, until: reason === null ? stamp.at + 1 + task : null }, stamp)
    case 'transfer':
      return transfer(instance, { taskId, to, reason, people }, stamp)
    case 'before':
    case 'after':
    case 'parallel':
      return addSign(instance, { taskId, users: [to], position: kind, reason, people }, stamp)
    case 'rollback': {
      const targets = instance.route.some(({ id }) => id === nodeId) ? rollbackTargets(instance, nodeId) : []
      return rollback(
        instance,
        { taskId, toNode: targets[task % (targets.length + 1)] ?? INITIATOR_NODE, reason },
        stamp,
      )
    }
    case 'resubmit': {
      const { form, route, ccAtEnd, ccIfApproved } = flow
      return resubmit(instance, { form, route, ccAtEnd, ccIfApproved, people: {} }, stamp)
    }
    case 'terminate':
      return terminate(instance, reason ?? 'closed', { ...stamp, by: null, via: 'admin' })
    case 'handOver': {
      const from = move.by ?? ownerOf(instance)
      const hasLeft = task % 2 === 0
      const how = { completeReason: 'admin_forward', hasLeft, reason, people } as const
      return handOver(instance, { from, candidates: [to, 'gus'], ...how }, stamp)
    }
    case 'escalate':
      return timeOut(
        instance,
        { taskId, action: 'escalate', candidates: [to, 'gus'], people },
        { ...stamp, ...BY_TIME },
      )
    case 'approveInTime':
      return timeOut(instance, { taskId, action: 'approve' }, { ...stamp, ...BY_TIME })
    case 'rejectInTime':
      return timeOut(instance, { taskId, action: 'reject' }, { ...stamp, ...BY_TIME })
    case 'tell':
      return tell(instance, { users: [to], people }, stamp)
    case 'urge':
      return urge(instance, reason, stamp)
    case 'approve':
    case 'reject':
      return decide(
        instance,
        { taskId, verdict: kind === 'approve' ? 'APPROVED' : 'REJECTED', reason },
        stamp,
      )
  }
}

const aRemark = (by: string): Remark => ({
  text: '看一下',
  mentions: ['ada'],
  people: { [by]: { openId: `ou_${by}`, name: by } },
  files: { f1: { name: 'a.pdf', size: 1, type: 'application/pdf' } },
})
