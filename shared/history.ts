import { z } from 'zod'
import { TimeoutAction } from './flow.ts'
import { Instant } from './instant.ts'
import { Channel, InstanceStatus } from './status.ts'
import { SignerPosition } from './verbs/add-sign.ts'
import { AttachmentView, PersonView } from './views.ts'

const Act = z.object({
  at: Instant,
  /** null: the system, time, or an operator. */
  by: PersonView.nullable(),
  via: Channel,
  /** Who did not have to decide at a node that it came to, as they had approved just before. */
  repeats: z.array(z.object({ nodeId: z.string(), person: PersonView })),
  /** How the approval ended with it. */
  ended: InstanceStatus.exclude(['PENDING']).nullable(),
})

/** The task that it was done on, and in whose place its person acts. */
const ActedTask = z.object({
  id: z.string(),
  nodeId: z.string(),
  assignee: PersonView,
  consignedBy: PersonView.nullable(),
})

const Said = Act.extend({ reason: z.string().nullable() })
const OnTask = Said.extend({ task: ActedTask, attachments: z.array(AttachmentView) })

/** A place at a node that somebody had: `to` null when nobody came there in their stead. */
const HandedPlace = z.object({ nodeId: z.string(), task: ActedTask.nullable(), to: PersonView.nullable() })

/** One act, with all that is told of it. */
export const HistoryView = z.discriminatedUnion('verb', [
  Act.extend({ verb: z.literal('submit') }),
  OnTask.extend({ verb: z.literal('approve') }),
  OnTask.extend({ verb: z.literal('reject') }),
  OnTask.extend({ verb: z.literal('transfer'), to: PersonView }),
  OnTask.extend({ verb: z.literal('add-sign'), position: SignerPosition, people: z.array(PersonView) }),
  OnTask.extend({ verb: z.literal('rollback'), toNodeId: z.string(), round: z.int() }),
  Act.extend({ verb: z.literal('resubmit') }),
  /** Only for whoever did it. `until` null: back among the to-dos. */
  Act.extend({ verb: z.literal('postpone'), taskId: z.string(), until: Instant.nullable() }),
  Said.extend({ verb: z.literal('withdraw') }),
  Said.extend({ verb: z.literal('urge') }),
  Said.extend({ verb: z.literal('cc'), people: z.array(PersonView) }),
  Act.extend({ verb: z.literal('read') }),
  /** What was said stands among the comments. */
  Act.extend({ verb: z.literal('comment'), commentId: z.string() }),
  Said.extend({ verb: z.literal('terminate') }),
  Said.extend({
    verb: z.literal('hand-over'),
    from: PersonView,
    /** They are gone; else an operator took them off. */
    hasLeft: z.boolean(),
    places: z.array(HandedPlace),
    /** Who decides in their place from now on; null: nobody else had to be found. */
    next: PersonView.nullable(),
  }),
  Act.extend({
    verb: z.literal('time-out'),
    action: TimeoutAction,
    task: ActedTask,
    /** Of `escalate`: who has it now. */
    to: PersonView.nullable(),
  }),
])
export type HistoryView = z.infer<typeof HistoryView>
export type ViewOf<Name extends HistoryView['verb']> = Extract<HistoryView, { verb: Name }>
