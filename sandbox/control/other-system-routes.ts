import { z } from 'zod'
import { MOODS } from '../other-system/order.ts'
import { ControlError, type ControlRoute } from './control-route.ts'

const OrderBody = z.object({ initiator: z.string() })
const MoodBody = z.object({ mood: z.enum(MOODS) })
const SecretBody = z.object({ secret: z.string().min(1) })

/** A system outside that runs its own approvals and has them shown in Feishu. */
export const OTHER_SYSTEM_ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/_sandbox/other-system',
    what: 'its orders, what it was told of them, and how it answers',
    handle: ({ other }) => other.view(),
  },
  {
    method: 'POST',
    path: '/_sandbox/other-system/orders',
    what: 'a new purchase order of {initiator}, for their manager to release',
    handle: ({ world, other }, { body }) => {
      const { initiator } = OrderBody.parse(body)
      if (!world.state.people.get(initiator))
        throw new ControlError(404, 'person_not_found', `nobody has the user_id ${initiator}`)
      return other.order(initiator)
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/other-system/mood',
    what: 'what it answers to decisions: {mood: takes, silent or refuses}',
    handle: ({ other }, { body }) => {
      other.turn(MoodBody.parse(body).mood)
      return {}
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/other-system/secret',
    what: 'what it logs in with, of `approval-bridge sources secret buying`: {secret}',
    handle: ({ world }, { body }) => {
      world.changeApp({ otherSecret: SecretBody.parse(body).secret })
      return {}
    },
  },
]
