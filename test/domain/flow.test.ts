import { describe, expect, it } from 'vitest'
import type { ReasonPolicy } from '../../shared/flow.ts'
import type { Instance, RouteNode } from '../../server/domain/instance.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { submit } from '../../server/domain/verbs/submit.ts'
import { given } from '../support/builders.ts'

const NOON = Date.UTC(2026, 10, 20, 4)

type Plan = Partial<RouteNode> & { id: string }

function begin(nodes: Plan[], cc: { start?: string[]; end?: string[] } = {}): Instance {
  return submit(
    {
      id: 'i1',
      definition: { code: 'leave', version: 1 },
      initiator: { userId: 'me', openId: 'ou_me', name: '我', department: null },
      people: { ada: { openId: 'ou_ada', name: '艾达' }, ben: { openId: 'ou_ben', name: '本' } },
      form: {},
      route: nodes.map((node) => ({
        mode: 'any',
        reason: 'optional',
        approvers: [],
        skipped: null,
        status: 'waiting',
        ...node,
      })),
      ccAtStart: cc.start ?? [],
      ccAtEnd: cc.end ?? [],
    },
    { at: NOON, by: 'me', via: 'api' },
  ).instance
}

function decide(
  instance: Instance,
  by: string,
  verdict: 'APPROVED' | 'REJECTED' = 'APPROVED',
  reason: string | null = null,
) {
  const task = instance.tasks.findLast(({ assignee }) => assignee === by)
  const input = { taskId: task?.id ?? '?', ...given({ reason }) }
  const verb = verdict === 'APPROVED' ? 'approve' : 'reject'
  return act(instance, verb, input, { at: NOON + 1, by, via: 'card' }).instance
}

const tasksOf = (instance: Instance) =>
  instance.tasks.map(({ nodeId, assignee, status, completeReason }) =>
    [nodeId, assignee, status, completeReason].join(' '),
  )

describe('modes', () => {
  it('any: one approval passes the node, the others become DONE', () => {
    const after = decide(begin([{ id: 'a', approvers: ['ada', 'ben'] }]), 'ben')

    expect(tasksOf(after)).toEqual(['a ada DONE others', 'a ben APPROVED approved'])
    expect(after.status).toBe('APPROVED')
  })

  it('all: everybody has to approve', () => {
    const one = decide(begin([{ id: 'a', mode: 'all', approvers: ['ada', 'ben'] }]), 'ada')
    expect(one.status).toBe('PENDING')

    expect(decide(one, 'ben').status).toBe('APPROVED')
  })

  it('sequential: one after another', () => {
    const first = begin([{ id: 'a', mode: 'sequential', approvers: ['ada', 'ben'] }])
    expect(tasksOf(first)).toEqual(['a ada PENDING '])

    const second = decide(first, 'ada')
    expect(tasksOf(second)).toEqual(['a ada APPROVED approved', 'a ben PENDING '])
    expect(decide(second, 'ben').status).toBe('APPROVED')
  })

  it.each(['any', 'all', 'sequential'] as const)(
    '%s: a rejection ends the instance and every open task',
    (mode) => {
      const after = decide(
        begin([
          { id: 'a', mode, approvers: ['ada', 'ben'] },
          { id: 'b', approvers: ['cat'] },
        ]),
        'ada',
        'REJECTED',
      )

      expect(after).toMatchObject({ status: 'REJECTED', endedAt: NOON + 1 })
      expect(after.tasks.map(({ status }) => status)).toEqual(
        mode === 'sequential' ? ['REJECTED'] : ['REJECTED', 'DONE'],
      )
      expect(after.route.map(({ status }) => status)).toEqual(['stopped', 'waiting'])
    },
  )
})

describe('the same person twice in a row', () => {
  it.each(['any', 'all', 'sequential'] as const)('%s: need not approve again (auto_skip)', (mode) => {
    const after = decide(
      begin([
        { id: 'a', approvers: ['ada'] },
        { id: 'b', mode, approvers: ['ada'] },
      ]),
      'ada',
    )

    expect(tasksOf(after)).toEqual(['a ada APPROVED approved', 'b ada APPROVED auto_skip'])
    expect(after.status).toBe('APPROVED')
  })

  it('has to approve again when somebody else came in between', () => {
    const nodes = [
      { id: 'a', approvers: ['ada'] },
      { id: 'b', approvers: ['ben'] },
      { id: 'c', approvers: ['ada'] },
    ]
    const after = decide(decide(begin(nodes), 'ada'), 'ben')

    expect(tasksOf(after).at(-1)).toBe('c ada PENDING ')
  })

  it('all: only their own part is skipped', () => {
    const after = decide(
      begin([
        { id: 'a', approvers: ['ada'] },
        { id: 'b', mode: 'all', approvers: ['ben', 'ada'] },
      ]),
      'ada',
    )

    expect(tasksOf(after).slice(1)).toEqual(['b ben PENDING ', 'b ada APPROVED auto_skip'])
  })
})

describe('decisions', () => {
  const open = begin([{ id: 'a', approvers: ['ada', 'ben'] }])

  it('somebody else’s task is as absent as none at all', () => {
    const context = { at: NOON, by: 'cat', via: 'api' } as const
    const approve = (taskId: string) => () => act(open, 'approve', { taskId, ...given() }, context)

    expect(approve(open.tasks[0]?.id ?? '')).toThrow(expect.objectContaining({ code: 'task_not_found' }))
    expect(approve('none')).toThrow(expect.objectContaining({ code: 'task_not_found' }))
  })

  it('R10: the same decision again changes nothing, the opposite is refused in words', () => {
    const after = decide(open, 'ada')

    expect(decide(after, 'ada')).toBe(after)
    expect(() => decide(after, 'ada', 'REJECTED')).toThrow(
      expect.objectContaining({
        code: 'task_already_ended',
        words: expect.objectContaining({ 'zh-CN': '该审批已由艾达处理：已同意' }),
      }),
    )
  })

  it('R9: who comes second is told who was first', () => {
    expect(() => decide(decide(open, 'ada', 'REJECTED'), 'ben')).toThrow(
      expect.objectContaining({ details: [{ status: 'REJECTED', by: 'ada' }] }),
    )
  })

  it('a decision after a withdrawal is refused with the state of the whole', () => {
    const gone = act(open, 'withdraw', given(), { at: NOON, by: 'me', via: 'api' }).instance

    expect(() => decide(gone, 'ada')).toThrow(
      expect.objectContaining({ details: [{ status: 'CANCELED', by: null }] }),
    )
  })

  it.each<[ReasonPolicy, string | null, string | null | Error]>([
    ['required', '  ', new Error()],
    ['required', ' 同意 ', '同意'],
    ['optional', null, null],
    ['none', 'ignored', null],
  ])('a reason that is %s, given %j', (reason, words, stored) => {
    const instance = begin([{ id: 'a', reason, approvers: ['ada'] }])
    const decided = () => decide(instance, 'ada', 'APPROVED', words)

    if (stored instanceof Error) expect(decided).toThrow(expect.objectContaining({ code: 'reason_required' }))
    else expect(decided().tasks[0]?.reason).toBe(stored)
  })
})

describe('withdrawing', () => {
  const open = begin([{ id: 'a', mode: 'all', approvers: ['ada', 'ben'] }], { end: ['pay'] })

  it('cancels the instance, recalls every task and tells those who are told at the end', () => {
    const after = act(open, 'withdraw', given({ reason: '改期' }), {
      at: NOON,
      by: 'me',
      via: 'api',
    }).instance

    expect(after.status).toBe('CANCELED')
    expect(tasksOf(after)).toEqual(['a ada DONE recall', 'a ben DONE recall'])
    expect(after.cc.map(({ userId }) => userId)).toEqual(['pay'])
  })

  it('is for the initiator only, and only while it is pending', () => {
    const ended = decide(open, 'ada', 'REJECTED')

    expect(() => act(open, 'withdraw', given(), { at: NOON, by: 'ada', via: 'api' })).toThrow(
      expect.objectContaining({ code: 'instance_not_found' }),
    )
    expect(() => act(ended, 'withdraw', given(), { at: NOON, by: 'me', via: 'api' })).toThrow(
      expect.objectContaining({ code: 'instance_already_ended' }),
    )
  })
})

it('skipped nodes leave a trace, and cc at the start is told at once', () => {
  const instance = begin(
    [
      { id: 'a', skipped: 'condition' },
      { id: 'b', approvers: ['ada'] },
    ],
    { start: ['pay', 'pay'] },
  )

  expect(instance.route.map(({ status }) => status)).toEqual(['skipped', 'active'])
  expect(instance.cc.map(({ userId }) => userId)).toEqual(['pay'])
})
