import { z } from 'zod'
import { Instant } from '../instant.ts'
import { Channel, CompleteReason, InstanceStatus, TaskStatus } from '../status.ts'
import { PersonView } from '../views.ts'

/** What other systems are told of. */
export const EventType = z.enum([
  'instance.started',
  'instance.approved',
  'instance.rejected',
  'instance.withdrawn',
  'instance.terminated',
  'instance.resubmitted',
  'instance.reverted',
  'task.opened',
  'task.ended',
  'comment.added',
])
export type EventType = z.infer<typeof EventType>

/** What each means, for whoever reads the document. */
export const EVENT_MEANINGS: Readonly<Record<EventType, string>> = {
  'instance.started': 'Somebody started it.',
  'instance.approved': 'It ended: approved.',
  'instance.rejected': 'It ended: rejected.',
  'instance.withdrawn': 'It ended: whoever started it took it back.',
  'instance.terminated': 'It ended: an operator ended it.',
  'instance.resubmitted': 'After a rollback it was submitted again, with the form as it is now.',
  'instance.reverted': 'Somebody sent it back, to an earlier node or to whoever started it.',
  'task.opened': 'It is somebody’s turn.',
  'task.ended': 'Somebody decided, or need not any more.',
  'comment.added': 'Somebody said something.',
}

const FileOf = z.object({ id: z.string(), name: z.string(), size: z.int(), type: z.string() })

/** A cell, or a field that is no table: its value as it is stored, and as a person reads it. */
const FormCell = z.object({
  key: z.string(),
  type: z.string(),
  label: z.string(),
  value: z.unknown().describe('As in the form; null: nothing.'),
  text: z.string(),
})
const FormEntry = FormCell.extend({
  rows: z.array(z.array(FormCell)).optional().describe('Of a table, with the cells of each row.'),
})

const TaskData = z.object({
  id: z.string(),
  node: z.object({ id: z.string(), name: z.string() }),
  assignee: PersonView,
  status: TaskStatus,
  reason: z.string().nullable(),
  completeReason: CompleteReason.nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
})

/** Of an approval as it stood right after the act, texts in the first language of its definition. */
const EventData = z.object({
  sequence: z.int().positive().describe('1, 2, 3 … within this approval, whatever an endpoint takes of it.'),
  id: z.string(),
  number: z.string(),
  definition: z.object({ code: z.string(), version: z.int(), name: z.string() }),
  title: z.string(),
  status: InstanceStatus,
  initiator: PersonView.extend({ department: z.string().nullable() }),
  form: z.array(FormEntry),
  cause: z
    .object({
      verb: z.string(),
      by: PersonView.nullable(),
      via: Channel,
      service: z.string().optional(),
      at: Instant,
      reason: z.string().nullable(),
      files: z.array(FileOf),
    })
    .describe(
      'The entry of the history that brought it about; by null: another system (service), time, an operator, or this server itself.',
    ),
  tasks: z.array(TaskData),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  task: TaskData.optional().describe('Of task.opened and task.ended: the task that it is about.'),
  comment: z
    .object({ id: z.string(), text: z.string(), mentions: z.array(PersonView) })
    .optional()
    .describe('Of comment.added.'),
})
export type EventData = z.infer<typeof EventData>

/** The body of a webhook (Standard Webhooks 1.0.0, "Payload structure"). */
export const WebhookEvent = z.object({
  type: EventType,
  timestamp: z.iso.datetime().describe('When it happened, not when it was sent.'),
  data: EventData,
})
export type WebhookEvent = z.infer<typeof WebhookEvent>
