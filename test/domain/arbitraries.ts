import fc from 'fast-check'
import { Definition } from '../../shared/definition.ts'
import { decide, start, withdraw, type Outcome } from '../../server/domain/commands.ts'
import { AppError } from '../../server/domain/errors.ts'
import type { Instance } from '../../server/domain/instance.ts'
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
  mode: fc.constantFrom('any', 'all', 'sequential'),
  reason: fc.constantFrom('required', 'optional', 'none'),
  above: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
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
  })
  .map(({ nodes, days, managers, selfApproval, initiatorManager, ccAtStart, ccAtEnd }) => {
    const definition = Definition.parse({
      code: 'leave',
      name: text('请假'),
      group: { code: 'hr', name: text('人事') },
      viewers: [{ type: 'TENANT' }],
      managers,
      selfApproval,
      form: [{ key: 'days', type: 'number', label: text('天数') }],
      flow: nodes.map(({ mode, reason, above }, at) => ({
        id: `n${at}`,
        name: text(`节点${at}`),
        approvers: { manager: 1 },
        mode,
        reason,
        ...(above !== undefined && { when: { field: 'days', op: 'gt', value: above } }),
      })),
    })
    const approvers = Object.fromEntries(nodes.map(({ approvers: found }, at) => [`n${at}`, found]))
    const form = { days }
    const route = planRoute(definition, form, 'me', { approvers, managers, initiatorManager })
    return { definition, form, route, ccAtStart, ccAtEnd }
  })
export type Flow = typeof aFlow extends fc.Arbitrary<infer T> ? T : never

export const NOON = Date.UTC(2026, 10, 20, 4)

export function begin({ form, route, ccAtStart, ccAtEnd }: Flow, at = NOON): Outcome {
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
    },
    { at, by: 'me', via: 'api' },
  )
}

/** Somebody trying something; `task` and `by` pick among what there is, rightly or not. */
export type Move = {
  kind: 'approve' | 'reject' | 'withdraw' | 'comment' | 'postpone' | 'read'
  task: number
  by: string | null
  reason: string | null
  skew: number
}

export const aMove: fc.Arbitrary<Move> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Move['kind']>('approve') },
    { weight: 1, arbitrary: fc.constant<Move['kind']>('reject') },
    { weight: 1, arbitrary: fc.constant<Move['kind']>('withdraw') },
    { weight: 1, arbitrary: fc.constant<Move['kind']>('comment') },
    { weight: 1, arbitrary: fc.constant<Move['kind']>('postpone') },
    { weight: 1, arbitrary: fc.constant<Move['kind']>('read') },
  ),
  task: fc.nat(20),
  by: fc.option(person, { nil: null, freq: 4 }),
  reason: fc.constantFrom(null, 'fine'),
  skew: fc.integer({ min: -86_400_000, max: 86_400_000 }),
})

/** Plays one move; what the rules refuse changes nothing and comes back as the error's code. */
export function play(instance: Instance, move: Move): Outcome | string {
  const task = instance.tasks[move.task % instance.tasks.length]
  const by = move.by ?? (move.kind === 'withdraw' ? 'me' : (task?.assignee ?? 'me'))
  const stamp = { at: NOON + move.skew, by, via: 'api' } as const
  try {
    if (move.kind === 'withdraw') return withdraw(instance, move.reason, stamp)
    if (move.kind === 'comment') return comment(instance, aRemark(by), stamp)
    if (move.kind === 'read') return readCc(instance, stamp)
    if (move.kind === 'postpone') {
      const until = move.reason === null ? stamp.at + 1 + move.task : null
      return postpone(instance, { taskId: task?.id ?? 'none', until }, stamp)
    }
    const verdict = move.kind === 'approve' ? 'APPROVED' : 'REJECTED'
    return decide(instance, { taskId: task?.id ?? 'none', verdict, reason: move.reason }, stamp)
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

const aRemark = (by: string): Remark => ({
  text: '看一下',
  mentions: ['ada'],
  people: { [by]: { openId: `ou_${by}`, name: by } },
  files: { f1: { name: 'a.pdf', size: 1, type: 'application/pdf' } },
})
