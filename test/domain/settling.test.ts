import { expect, it } from 'vitest'
import { cardStatusOf } from '../../server/domain/outbox/card-status.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { act } from '../../server/domain/verbs/index.ts'
import type { Channel } from '../../shared/status.ts'
import { aRecord, aRouteNode, aContext, delivered, given } from '../support/builders.ts'

const CHANNELS: Channel[] = ['card', 'list', 'search', 'api']

it.each(CHANNELS)(
  'a decision from %s settles the card of who decided, where next_status may have failed, and everybody else’s',
  (via) => {
    const open = delivered(aRecord({ route: [aRouteNode({ approvers: ['u_bob', 'u_carol', 'u_dan'] })] }))
    const input = { taskId: 'i1_t1', ...given() }
    const { effects } = toRecord(open, act(open.instance, 'approve', input, aContext({ by: 'u_bob', via })))

    const settled = effects.filter(({ kind }) => kind === 'settle_card').map(({ taskId }) => taskId)
    expect(settled).toEqual(['i1_t1', 'i1_t2', 'i1_t3'])
  },
)

it.each([
  ['APPROVED', 'APPROVED'],
  ['REJECTED', 'REJECTED'],
  ['TRANSFERRED', 'FORWARDED'],
  ['DONE', 'PROCESSED'],
] as const)(
  'another system’s task that ended %s, and does not say why, has a card that says %s',
  (status, card) => {
    expect(cardStatusOf({ status, completeReason: null }, { status: 'APPROVED' })).toBe(card)
  },
)
