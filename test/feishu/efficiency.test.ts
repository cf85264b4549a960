import { expect, it } from 'vitest'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { resubmit } from '../../server/domain/verbs/resubmit.ts'
import { toInstanceBody } from '../../server/feishu/payloads/instance.ts'
import { aDefinition, aDefinitionRecord, aRecord, aRouteNode, aContext, given } from '../support/builders.ts'
import { parts, pictured } from './samples.ts'

// What Feishu's efficiency board lives on (同步三方审批实例, task_list).

const ROUTE = [
  aRouteNode({ id: 'manager', mode: 'all', approvers: ['bob', 'carol'] }),
  aRouteNode({ id: 'hr', approvers: ['carol'] }),
]
const begin = () => aRecord({ route: ROUTE }).instance
const by = (who: string) => aContext({ by: who })
const people = {}
const task = ({ tasks }: Instance, who: string) => ({
  taskId: tasks.findLast(({ assignee }) => assignee === who)?.id ?? '?',
  ...given(),
})
const approve = (instance: Instance, who: string) =>
  act(instance, 'approve', task(instance, who), by(who)).instance
const add = (position: 'before' | 'after' | 'parallel') =>
  act(begin(), 'add-sign', { ...task(begin(), 'bob'), users: ['gus'], position }, by('bob')).instance
const back = () =>
  act(begin(), 'rollback', { ...task(begin(), 'bob'), toNode: INITIATOR_NODE }, by('bob')).instance

const NAMES: Record<string, string> = {
  '@i18n@node_manager': '直属上级',
  '@i18n@node_hr': '人事',
  '@i18n@node__initiator': '发起人',
}

function shownOf(instance: Instance): string[] {
  const definition = aDefinitionRecord({ definition: aDefinition() })
  const { task_list = [] } = toInstanceBody(pictured({ instance, definition }), 'CODE', 'UPDATE', parts)
  return task_list.map((one) => {
    const { complete_reason = '-' } = JSON.parse(one.extra ?? '{}') as { complete_reason?: string }
    const facts = [one.user_id, one.status, complete_reason, one.node_id, NAMES[one.node_name ?? ''] ?? '?']
    return [...facts, one.exclude_statistics ? 'not counted' : 'counted'].join(' · ')
  })
}

it.each<[string, Instance, string[]]>([
  [
    'approve, then skipped at the next node',
    approve(approve(begin(), 'bob'), 'carol'),
    [
      'bob · APPROVED · approved · manager · 直属上级 · counted',
      'carol · APPROVED · approved · manager · 直属上级 · counted',
      'carol · APPROVED · auto_skip · hr · 人事 · not counted',
    ],
  ],
  [
    'transfer',
    act(begin(), 'transfer', { ...task(begin(), 'bob'), to: 'gus' }, by('bob')).instance,
    [
      'bob · TRANSFERRED · forward · manager · 直属上级 · counted',
      'carol · PENDING · - · manager · 直属上级 · counted',
      'gus · PENDING · - · manager · 直属上级 · counted',
    ],
  ],
  [
    'add-sign before',
    add('before'),
    [
      'bob · TRANSFERRED · add_pre · manager · 直属上级 · counted',
      'carol · PENDING · - · manager · 直属上级 · counted',
      'gus · PENDING · - · manager · 直属上级 · counted',
    ],
  ],
  [
    'add-sign after',
    add('after'),
    [
      'bob · APPROVED · add_post · manager · 直属上级 · counted',
      'carol · PENDING · - · manager · 直属上级 · counted',
      'gus · PENDING · - · manager · 直属上级 · counted',
    ],
  ],
  [
    'add-sign beside',
    add('parallel'),
    [
      'bob · PENDING · - · manager · 直属上级 · counted',
      'carol · PENDING · - · manager · 直属上级 · counted',
      'gus · PENDING · - · manager · 直属上级 · counted',
    ],
  ],
  [
    'rollback to the initiator',
    back(),
    [
      'bob · REJECTED · specific_rollback · manager · 直属上级 · counted',
      'carol · DONE · others · manager · 直属上级 · counted',
      'u_alice · PENDING · - · _initiator · 发起人 · not counted',
    ],
  ],
  [
    'resubmit',
    resubmit(back(), { form: { days: 1 }, route: ROUTE, ccAtEnd: [], people }, by('u_alice')).instance,
    [
      'bob · REJECTED · specific_rollback · manager · 直属上级 · counted',
      'carol · DONE · others · manager · 直属上级 · counted',
      'u_alice · APPROVED · submit_again · _initiator · 发起人 · not counted',
      'bob · PENDING · - · manager · 直属上级 · counted',
      'carol · PENDING · - · manager · 直属上级 · counted',
    ],
  ],
  [
    'hand over by an operator',
    handOver(
      begin(),
      {
        from: 'bob',
        candidates: ['gus'],
        completeReason: 'admin_forward',
        hasLeft: false,
        reason: null,
        people,
      },
      aContext({ by: null, via: 'admin' }),
    ).instance,
    [
      'bob · TRANSFERRED · admin_forward · manager · 直属上级 · counted',
      'carol · PENDING · - · manager · 直属上级 · counted',
      'gus · PENDING · - · manager · 直属上级 · counted',
    ],
  ],
])('%s', (_, instance, expected) => {
  expect(shownOf(instance)).toEqual(expected)
})
