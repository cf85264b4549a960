import { z } from 'zod'
import { EffectView } from './operator-api.ts'
import { HistoryView, PersonView } from './responses.ts'
import { Instant } from './instant.ts'
import { Channel, CompleteReason, InstanceStatus, TaskStatus } from './status.ts'

/* How operators find approvals, people and departments, and look at one approval. */

/** `q`: the beginning of a number, a person's id, or words of a title, a name or a summary. */
export const FindInstancesQuery = z.strictObject({
  q: z.string().trim().min(1).max(200),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type FindInstancesQuery = z.infer<typeof FindInstancesQuery>

export const FoundInstance = z.object({
  id: z.string(),
  /** What it was given as it started; where its definition gives no numbers, how its id begins. */
  number: z.string(),
  definition: z.object({ code: z.string(), name: z.string() }),
  title: z.string(),
  status: InstanceStatus,
  initiator: PersonView,
  /** Whose turn it is. */
  waitsFor: z.array(PersonView),
  createdAt: Instant,
  updatedAt: Instant,
})
export type FoundInstance = z.infer<typeof FoundInstance>

/** A page looks at a bounded number of approvals: it may hold few, or none, and there is a next one. */
export const FoundInstances = z.object({ items: z.array(FoundInstance), nextCursor: z.string().nullable() })
export type FoundInstances = z.infer<typeof FoundInstances>

/** Who decided, when, from where. `by` null: time, this system, or another one (`service`). */
const Decision = z.object({
  by: PersonView.nullable(),
  via: Channel,
  service: z.string().optional(),
  at: Instant,
  reason: z.string().nullable(),
})

const ReportedTask = z.object({
  id: z.string(),
  nodeId: z.string(),
  assignee: PersonView,
  consignedBy: PersonView.nullable(),
  status: TaskStatus,
  completeReason: CompleteReason.nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  ended: Decision.nullable(),
  /** Feishu's update_time of it, as it is sent. */
  clock: z.int(),
})

const ReportedCard = z.object({
  task: z.string(),
  uuid: z.string(),
  /** null: not sent, or Feishu named none. */
  messageId: z.string().nullable(),
  sentAt: Instant.nullable(),
  /** What it was last changed to show; null: still as it was sent. */
  shows: z.string().nullable(),
})

/** One approval as operators see it; the form is left out. */
export const InstanceReport = z.object({
  ...FoundInstance.shape,
  definition: z.object({ code: z.string(), name: z.string(), version: z.int() }),
  /** Bytes of the record as it is stored: all of it is read and written at each act. */
  size: z.int(),
  /** The system that started it in the initiator's name. */
  service: z.string().optional(),
  /** Who took it over. */
  successor: PersonView.nullable(),
  endedAt: Instant.nullable(),
  /** Who ended it and how; null while it goes on. */
  ended: Decision.nullable(),
  nodes: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
  tasks: z.array(ReportedTask),
  cc: z.array(z.object({ person: PersonView, createdAt: Instant, readAt: Instant.nullable() })),
  history: z.array(HistoryView),
  /** What Feishu was told, and what it is still to be told. */
  feishu: z.object({
    approvalCode: z.string().nullable(),
    /** Feishu's update_time of the approval: as it is, and as Feishu took it last. */
    clock: z.int(),
    pushedClock: z.int().nullable(),
    cards: z.array(ReportedCard),
    waiting: z.array(EffectView),
  }),
})
export type InstanceReport = z.infer<typeof InstanceReport>

export const FindContactsQuery = z.strictObject({ name: z.string().trim().min(1).max(100) })

const FoundPerson = z.object({
  userId: z.string(),
  openId: z.string(),
  name: z.string(),
  /** Has not left and is not frozen. */
  active: z.boolean(),
})
/** `isWhole`: everybody whom the app may see was looked at. */
export const FoundPeople = z.object({ items: z.array(FoundPerson), isWhole: z.boolean() })
export type FoundPeople = z.infer<typeof FoundPeople>

const FoundDepartment = z.object({
  openDepartmentId: z.string(),
  departmentId: z.string(),
  name: z.string(),
  leaderUserId: z.string().nullable(),
})
export const FoundDepartments = z.object({ items: z.array(FoundDepartment), isWhole: z.boolean() })
export type FoundDepartments = z.infer<typeof FoundDepartments>
