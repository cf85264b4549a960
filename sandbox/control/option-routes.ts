import { z } from 'zod'
import { takeLeave } from '../options/leave-taken.ts'
import { OptionFault } from '../options/option-faults.ts'
import type { ControlRoute } from './control-route.ts'

const LeaveBody = z.object({
  userId: z.string(),
  kind: z.enum(['annual', 'sick']),
  days: z.number().positive(),
})

/** The sources of options of the sample company (`/company/options/<source>`). */
export const OPTION_ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/_sandbox/options/asked',
    what: 'what the sources of options were asked, without the token',
    handle: ({ world }) => world.optionDesk.asked(),
  },
  {
    method: 'POST',
    path: '/_sandbox/options/faults',
    what: 'what goes wrong with a source: {source, kind, times, to}',
    handle: ({ world }, { body }) => {
      world.optionDesk.add(OptionFault.parse(body))
      return {}
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/options/faults',
    what: 'ends all of these',
    handle: ({ world }) => {
      world.optionDesk.endFaults()
      return {}
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/options/leave-taken',
    what: 'leave was approved: {userId, kind: annual or sick, days} go off the balance',
    handle: ({ world }, { body }) => {
      const { userId, kind, days } = LeaveBody.parse(body)
      return takeLeave(world.state, userId, kind, days)
    },
  },
]
