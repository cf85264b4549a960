import fc from 'fast-check'
import type { NodeMode } from '../../shared/flow.ts'
import { Definition } from '../../shared/definition.ts'
import type { Verb } from '../../shared/verbs/index.ts'
import type { ActContext, Outcome, PersonContext } from '../../server/domain/act.ts'
import { delegatesIn } from '../../server/domain/engine/delegation.ts'
import { AppError } from '../../server/domain/errors.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { isOpen, ownerOf, type Instance, type People } from '../../server/domain/instance.ts'
import type { PersonSettings } from '../../server/domain/settings.ts'
import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { resubmit } from '../../server/domain/verbs/resubmit.ts'
import { rollbackTargets } from '../../server/domain/verbs/rollback.ts'
import { submit } from '../../server/domain/verbs/submit.ts'
import { terminate } from '../../server/domain/verbs/terminate.ts'
import { timeOut } from '../../server/domain/verbs/time-out.ts'
import { planRoute } from '../../server/domain/engine/route.ts'

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
  { id = 'i1', version = 1, people = {} }: { id?: string; version?: number; people?: People } = {},
): Outcome {
  return submit(
    {
      id,
      definition: { code: 'leave', version },
      initiator: { userId: 'me', openId: 'ou_me', name: 'Me', department: null },
      people,
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

/** Of the moves that are not called after their verb. */
export const VERB_OF: Readonly<Partial<Record<string, Verb>>> = {
  before: 'add-sign',
  after: 'add-sign',
  parallel: 'add-sign',
  tell: 'cc',
  handOver: 'hand-over',
  escalate: 'time-out',
  approveInTime: 'time-out',
  rejectInTime: 'time-out',
}

/** Plays one move; what the rules refuse changes nothing and comes back as the error's code. */
export function play(instance: Instance, move: Move, flow: Flow): Outcome | string {
  const task = chosenTask(instance, move)
  const isInitiators = ['withdraw', 'resubmit', 'urge'].includes(move.kind)
  const by = move.by ?? (isInitiators ? ownerOf(instance) : (task?.assignee ?? 'me'))
  const { delegateOf } = flow
  const context = { at: NOON + move.skew, by, via: 'api', delegateOf } as const
  try {
    const chosen = { ...move, taskId: task?.id ?? 'none', nodeId: task?.nodeId ?? 'none' }
    return command(instance, chosen, flow, context)
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

type Chosen = Move & { taskId: string; nodeId: string }

/** Whether files come along. */
export const hasFiles = ({ task }: Pick<Move, 'task'>): boolean => task % 3 === 0

const FILES = { f1: { name: 'a.pdf', size: 1, type: 'application/pdf' } }

function command(instance: Instance, move: Chosen, flow: Flow, context: PersonContext): Outcome {
  const { kind, taskId, nodeId, to, reason, task } = move
  const known = { [to]: { openId: `ou_${to}`, name: to } }
  const input = { taskId, reason, files: hasFiles(move) ? FILES : {}, known }
  const byTime: ActContext = { ...context, by: null, via: 'system' }
  switch (kind) {
    case 'approve':
    case 'reject':
    case 'withdraw':
    case 'read':
    case 'urge':
      return act(instance, kind, input, context)
    case 'comment':
      return act(instance, 'comment', { ...input, text: '看一下', mentions: ['ada'] }, context)
    case 'postpone':
      return act(
        instance,
        'postpone',
        { ...input, until: reason === null ? context.at + 1 + task : null },
        context,
      )
    case 'transfer':
      return act(instance, 'transfer', { ...input, to }, context)
    case 'before':
    case 'after':
    case 'parallel':
      return act(instance, 'add-sign', { ...input, users: [to], position: kind }, context)
    case 'rollback': {
      const targets = instance.route.some(({ id }) => id === nodeId) ? rollbackTargets(instance, nodeId) : []
      const toNode = targets[task % (targets.length + 1)] ?? INITIATOR_NODE
      return act(instance, 'rollback', { ...input, toNode }, context)
    }
    case 'tell':
      return act(instance, 'cc', { ...input, users: [to] }, context)
    case 'resubmit': {
      const { form, route, ccAtEnd, ccIfApproved } = flow
      return resubmit(instance, { form, route, ccAtEnd, ccIfApproved, people: {} }, context)
    }
    case 'terminate':
      return terminate(instance, reason ?? 'closed', { ...context, by: null, via: 'admin' })
    case 'handOver': {
      const from = move.by ?? ownerOf(instance)
      const hasLeft = task % 2 === 0
      const completeReason = hasLeft ? 'forward_resign' : 'admin_forward'
      const input = { from, candidates: [to, 'gus'], completeReason, hasLeft, reason, people: known } as const
      return handOver(instance, input, { ...byTime, via: hasLeft ? 'system' : 'admin' })
    }
    case 'escalate':
      return timeOut(instance, { taskId, action: 'escalate', candidates: [to, 'gus'], people: known }, byTime)
    case 'approveInTime':
      return timeOut(instance, { taskId, action: 'approve' }, byTime)
    case 'rejectInTime':
      return timeOut(instance, { taskId, action: 'reject' }, byTime)
  }
}
