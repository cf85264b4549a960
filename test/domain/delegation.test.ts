import { describe, expect, it } from 'vitest'
import type { ActContext } from '../../server/domain/act.ts'
import { delegatesIn } from '../../server/domain/engine/delegation.ts'
import { messagesOf } from '../../server/domain/messages.ts'
import { runForward } from '../../server/domain/preview.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import { mayView, type Instance } from '../../server/domain/instance.ts'
import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { resubmit } from '../../server/domain/verbs/resubmit.ts'
import { submit } from '../../server/domain/verbs/submit.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { aRouteNode, aContext, aSubmission, given, T0 } from '../support/builders.ts'

const HOUR_MS = 3_600_000

/** `u_bob→u_dan`: until an hour from T0, unless said otherwise. */
function delegations(
  pairs: readonly string[],
  more: { from?: number; until?: number; definitions?: string[] } = {},
) {
  return delegatesIn(
    pairs.map((pair) => {
      const [userId = '', to = ''] = pair.split('→')
      const person = { openId: to.replace('u_', 'ou_'), name: to }
      return { userId, muted: [], delegation: { to, person, from: T0, until: T0 + HOUR_MS, ...more } }
    }),
  )
}

type DelegateOf = ActContext['delegateOf']
const contextOf = (by: string, delegateOf: DelegateOf, at = T0) => aContext({ by, at, delegateOf })

function begin(delegateOf: DelegateOf, route = aSubmission().route, at = T0) {
  return submit(aSubmission({ route }), contextOf('u_alice', delegateOf, at)).instance
}

const approve = (instance: Instance, taskId: string, context: ReturnType<typeof contextOf>) =>
  act(instance, 'approve', { taskId, ...given() }, context)

function toldAtStart(delegateOf: DelegateOf) {
  const { instance, act: submitted } = submit(aSubmission(), contextOf('u_alice', delegateOf))
  return submitted && messagesOf(submitted, instance)
}

/** `t1 manager u_dan for u_bob: PENDING`, without the instance's id. */
const tasks = ({ tasks: all }: Instance) =>
  all.map(
    ({ nodeId, assignee, consignedBy, status }) =>
      `${nodeId} ${assignee}${consignedBy === undefined ? '' : ` for ${consignedBy}`}: ${status}`,
  )

const toDan = delegations(['u_bob→u_dan'])

describe('a task that opens while its person delegates', () => {
  it('lies with the delegate, who decides it; the seat stays the principal’s, who sees it all', () => {
    const begun = begin(toDan)
    expect(tasks(begun)).toEqual(['manager u_dan for u_bob: PENDING'])
    // In the lists of what they are told of, and nothing rings for that.
    expect(begun.cc.map(({ userId }) => userId)).toEqual(['u_bob'])
    expect(toldAtStart(toDan)).toEqual([])
    expect([begun.tasks[0]?.seat, begun.people['u_dan']?.openId]).toEqual(['u_bob', 'ou_dan'])
    expect([mayView(begun, 'u_bob'), mayView(begun, 'u_dan'), mayView(begun, 'u_hr')]).toEqual([
      true,
      true,
      false,
    ])
    expect(() => approve(begun, 'i1_t1', contextOf('u_bob', toDan))).toThrow(
      expect.objectContaining({ code: 'task_not_found' }),
    )
    const { instance, act: done } = approve(begun, 'i1_t1', contextOf('u_dan', toDan))
    expect(tasks(instance)).toEqual(['manager u_dan for u_bob: APPROVED', 'hr u_carol: PENDING'])
    expect(done).toMatchObject({ by: 'u_dan' })
  })

  it('replays to the same, also when the delegation is long over', () => {
    const { act: submitted, instance } = submit(aSubmission(), contextOf('u_alice', toDan))
    expect(replay(submitted ? [submitted] : [])).toEqual(instance)
    expect(submitted).not.toHaveProperty('delegateOf')
  })

  it.each([
    ['before it begins', T0 - 1, {}, 'manager u_bob: PENDING'],
    ['when it begins', T0, {}, 'manager u_dan for u_bob: PENDING'],
    ['in its last moment', T0 + HOUR_MS - 1, {}, 'manager u_dan for u_bob: PENDING'],
    ['when it is over', T0 + HOUR_MS, {}, 'manager u_bob: PENDING'],
    ['of this definition', T0, { definitions: ['x', 'leave'] }, 'manager u_dan for u_bob: PENDING'],
    ['of others alone', T0, { definitions: ['expense'] }, 'manager u_bob: PENDING'],
  ])('%s', (_, at, more, expected) => {
    expect(tasks(begin(delegations(['u_bob→u_dan'], more), undefined, at))).toEqual([expected])
  })

  it('stays where it is when the delegation begins or ends later', () => {
    const { instance } = approve(begin(toDan), 'i1_t1', contextOf('u_dan', undefined, T0 + 2 * HOUR_MS))
    expect(instance.tasks[0]?.status).toBe('APPROVED')
  })
})

describe('whoever cannot stand in leaves the task with its person', () => {
  const two = (mode: 'all' | 'any' | 'sequential' = 'all') => [
    aRouteNode({ mode, approvers: ['u_bob', 'u_carol'] }),
  ]

  it.each([
    ['the initiator', ['u_bob→u_alice'], ['manager u_bob: PENDING', 'manager u_carol: PENDING']],
    ['somebody at the node', ['u_bob→u_carol'], ['manager u_bob: PENDING', 'manager u_carol: PENDING']],
    [
      'somebody who stands in there already',
      ['u_bob→u_dan', 'u_carol→u_dan'],
      ['manager u_dan for u_bob: PENDING', 'manager u_carol: PENDING'],
    ],
    [
      'a delegate’s own delegate',
      ['u_bob→u_dan', 'u_dan→u_hr'],
      ['manager u_dan for u_bob: PENDING', 'manager u_carol: PENDING'],
    ],
  ])('%s', (_, pairs, expected) => {
    expect(tasks(begin(delegations(pairs), two()))).toEqual(expected)
  })

  it('one who stood in at the node before, in a row', () => {
    const both = delegations(['u_bob→u_dan', 'u_carol→u_dan'])
    const begun = begin(both, two('sequential'))
    expect(tasks(approve(begun, 'i1_t1', contextOf('u_dan', both)).instance)).toEqual([
      'manager u_dan for u_bob: APPROVED',
      'manager u_carol: PENDING',
    ])
  })
})

describe('every way a task opens', () => {
  const input = { taskId: 'i1_t1', ...given() }

  it('transfer: to the delegate of whom it goes to; not back to whoever hands it on', () => {
    const toHr = delegations(['u_hr→u_dan'])
    const sent = act(begin(toHr), 'transfer', { ...input, to: 'u_hr' }, contextOf('u_bob', toHr))
    expect(tasks(sent.instance).at(-1)).toBe('manager u_dan for u_hr: PENDING')
    const back = delegations(['u_bob→u_dan', 'u_hr→u_dan'])
    const kept = act(begin(back), 'transfer', { ...input, to: 'u_hr' }, contextOf('u_dan', back))
    expect(tasks(kept.instance).at(-1)).toBe('manager u_hr: PENDING')
  })

  it('the delegate may hand it back to the principal, who keeps it then', () => {
    const back = act(begin(toDan), 'transfer', { ...input, to: 'u_bob' }, contextOf('u_dan', toDan))
    expect(tasks(back.instance)).toEqual(['manager u_dan for u_bob: TRANSFERRED', 'manager u_bob: PENDING'])
  })

  it.each([
    ['transfer to the delegate themselves', 'u_dan', undefined],
    ['add the delegate themselves', 'u_dan', 'parallel'],
    ['add the principal, whose place it is', 'u_bob', 'before'],
  ] as const)('nobody may %s', (_, to, position) => {
    const attempt = () =>
      position
        ? act(begin(toDan), 'add-sign', { ...input, users: [to], position }, contextOf('u_dan', toDan))
        : act(begin(toDan), 'transfer', { ...input, to }, contextOf('u_dan', toDan))
    expect(attempt).toThrow(expect.objectContaining({ code: 'person_not_allowed' }) as Error)
  })

  it('add-sign before: the signer’s delegate, and then the delegate again who asked', () => {
    const all = delegations(['u_bob→u_dan', 'u_hr→u_eve'])
    const asked = act(
      begin(all),
      'add-sign',
      { ...input, users: ['u_hr'], position: 'before' },
      contextOf('u_dan', all),
    )
    expect(tasks(asked.instance)).toEqual([
      'manager u_dan for u_bob: TRANSFERRED',
      'manager u_eve for u_hr: PENDING',
    ])
    expect(tasks(approve(asked.instance, 'i1_t2', contextOf('u_eve', all)).instance).at(-1)).toBe(
      'manager u_dan for u_bob: PENDING',
    )
  })

  it('rollback to a node, and after a rollback to the initiator: whoever stands in then', () => {
    const begun = begin(undefined)
    const half = approve(begun, 'i1_t1', contextOf('u_bob', undefined)).instance
    const carol = contextOf('u_carol', toDan)
    const again = act(half, 'rollback', { taskId: 'i1_t2', toNode: 'manager', ...given() }, carol)
    expect(tasks(again.instance).at(-1)).toBe('manager u_dan for u_bob: PENDING')

    // The initiator's own step is nobody else's.
    const away = delegations(['u_alice→u_dan', 'u_bob→u_dan'])
    const own = act(
      half,
      'rollback',
      { taskId: 'i1_t2', toNode: INITIATOR_NODE, ...given() },
      contextOf('u_carol', away),
    )
    expect(tasks(own.instance).at(-1)).toBe(`${INITIATOR_NODE} u_alice: PENDING`)
    const { form, route, ccAtEnd } = aSubmission()
    const anew = resubmit(own.instance, { form, route, ccAtEnd, people: {} }, contextOf('u_alice', away))
    expect(tasks(anew.instance).at(-1)).toBe('manager u_dan for u_bob: PENDING')
  })

  it('hand-over: the delegate of whoever takes over', () => {
    const toHr = delegations(['u_hr→u_dan'])
    const command = {
      from: 'u_bob',
      candidates: ['u_hr'],
      completeReason: 'forward_resign',
      hasLeft: true,
      reason: null,
      people: {},
    } as const
    const { instance } = handOver(begin(undefined), command, aContext({ by: null, delegateOf: toHr }))
    expect(tasks(instance).at(-1)).toBe('manager u_dan for u_hr: PENDING')
  })

  it('what a delegate approved is the principal’s approval at the next node, not their own', () => {
    const route = [aRouteNode(), aRouteNode({ id: 'hr', mode: 'all', approvers: ['u_bob', 'u_dan'] })]
    const { instance } = approve(begin(toDan, route), 'i1_t1', contextOf('u_dan', toDan))
    expect(tasks(instance)).toEqual([
      'manager u_dan for u_bob: APPROVED',
      'hr u_bob: APPROVED',
      'hr u_dan: PENDING',
    ])
  })
})

it('a preview names whoever would stand in, by the same rules', () => {
  const route = [aRouteNode({ mode: 'all', approvers: ['u_bob', 'u_carol', 'u_hr'] })]
  const delegateOf = delegations(['u_bob→u_dan', 'u_carol→u_dan', 'u_hr→u_alice'])
  const end = runForward(aSubmission({ route }), aContext({ by: 'u_alice', delegateOf }))
  expect(tasks(end)).toEqual([
    'manager u_dan for u_bob: APPROVED',
    'manager u_carol: APPROVED',
    'manager u_hr: APPROVED',
  ])
  expect(end.status).toBe('APPROVED')
})
