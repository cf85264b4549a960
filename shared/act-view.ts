import { z } from 'zod'
import { Instant } from './instant.ts'
import { Channel, InstanceStatus } from './status.ts'
import { AttachmentView, PersonView } from './views.ts'

/** What is told of every act. */
export const Done = z.object({
  at: Instant,
  /** null: another system (`service`), this one, time, or an operator. */
  by: PersonView.nullable(),
  via: Channel,
  /** The id of the system, of what came `via: service`. */
  service: z.string().optional(),
  /** Who did not have to decide at a node that it came to, as they had approved just before. */
  repeats: z.array(z.object({ nodeId: z.string(), person: PersonView })),
  /** How the approval ended with it. */
  ended: InstanceStatus.exclude(['PENDING']).nullable(),
})

/** The task that an act was done on, and in whose place its person acts. */
export const ActedTask = z.object({
  id: z.string(),
  nodeId: z.string(),
  assignee: PersonView,
  consignedBy: PersonView.nullable(),
})

export const DoneWithReason = Done.extend({ reason: z.string().nullable() })
export const DoneOnTask = DoneWithReason.extend({ task: ActedTask, attachments: z.array(AttachmentView) })
