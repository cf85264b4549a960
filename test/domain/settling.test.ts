import { expect, it } from 'vitest'
import { decide } from '../../server/domain/decide.ts'
import { toRecord } from '../../server/domain/effects.ts'
import type { Channel } from '../../shared/status.ts'
import { aRecord, aRouteNode, aContext, delivered } from '../support/builders.ts'

const CHANNELS: Channel[] = ['card', 'list', 'search', 'api']

it.each(CHANNELS)(
  'a decision from %s settles the card of who decided, where next_status may have failed, and everybody else’s',
  (via) => {
    const open = delivered(aRecord({ route: [aRouteNode({ approvers: ['u_bob', 'u_carol', 'u_dan'] })] }))
    const decision = { taskId: 'i1_t1', verdict: 'APPROVED', reason: null } as const
    const { effects } = toRecord(open, decide(open.instance, decision, aContext({ by: 'u_bob', via })))

    const settled = effects.filter(({ kind }) => kind === 'settle_card').map(({ taskId }) => taskId)
    expect(settled).toEqual(['i1_t1', 'i1_t2', 'i1_t3'])
  },
)
