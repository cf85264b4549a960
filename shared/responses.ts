import { z } from 'zod'
import { CcTime, NodeMode, ReasonPolicy, Timeout } from './flow.ts'
import { CellValue, Field, FormValues } from './form/field.ts'
import type { CheckedStep } from './form/read-form.ts'
import { CompanyTime } from './time/company-time.ts'
import { CompleteReason, InstanceStatus, TaskStatus } from './status.ts'
import { HistoryView } from './history.ts'
import { BUTTON_VERBS } from './verbs/index.ts'
import { Instant } from './instant.ts'
import { SignerPosition } from './verbs/add-sign.ts'
import { AttachmentView, PersonView } from './views.ts'

export { HistoryView } from './history.ts'
export { AttachmentView, PersonView } from './views.ts'

export const ApiError = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.array(z.unknown()) }),
})

export const SessionResponse = z.object({
  token: z.string(),
  expiresAt: Instant,
  user: z.object({ userId: z.string(), openId: z.string(), name: z.string() }),
})

const DefinitionName = z.object({ code: z.string(), name: z.string() })

export const DefinitionSummary = DefinitionName.extend({
  description: z.string().nullable(),
  group: DefinitionName,
})
export type DefinitionSummary = z.infer<typeof DefinitionSummary>

export const DefinitionListResponse = z.object({ items: z.array(DefinitionSummary) })

/** The nodes for which whoever submits names the approvers. */
const Choices = z.array(z.object({ nodeId: z.string(), name: z.string() }))

/** Made by the server for its own pages, which compute with them what it computes. */
const FormSteps = z.array(
  z.unknown().meta({
    description: 'The order in which fields become known, with what was made of their formulas and patterns.',
  }),
) as z.ZodType<CheckedStep[], unknown[]>

/** What a page needs to fill in a form besides its fields. */
export const FormBasis = z.object({
  steps: FormSteps,
  time: CompanyTime,
  /** What stands in fields at first, by their key, and in the columns of a new row as `items.date`. */
  defaults: z.record(z.string(), CellValue),
  /** Of the people and departments in the defaults. */
  names: z.record(z.string(), z.string()),
})
export type FormBasis = z.infer<typeof FormBasis>

export const DefinitionView = DefinitionSummary.extend({
  version: z.int(),
  form: z.array(Field),
  basis: FormBasis,
  choices: Choices,
})
export type DefinitionView = z.infer<typeof DefinitionView>

export const NodeStatus = z.enum(['waiting', 'active', 'passed', 'skipped', 'stopped'])
export type NodeStatus = z.infer<typeof NodeStatus>

export const NodeView = z.object({
  id: z.string(),
  name: z.string(),
  mode: NodeMode,
  reason: ReasonPolicy,
  status: NodeStatus,
  skipped: z.enum(['condition', 'self_approval']).nullable(),
  /** Nodes of one group run side by side, branch by branch; all of them are needed. */
  lane: z.object({ group: z.string(), branch: z.int() }).nullable(),
  /** What happens when nobody acts, each after so many working hours. */
  timeout: Timeout.nullable(),
  /** How many of its people have agreed, with everyone they had sign as well. */
  agreed: z.int(),
  /**
   * In a preview, `delegate`: who would decide in their place now; `repeats`: they need not, as they would have
   * approved the node before.
   */
  approvers: z.array(
    PersonView.extend({ delegate: PersonView.optional(), repeats: z.literal(true).optional() }),
  ),
})
export type NodeView = z.infer<typeof NodeView>

/** `at`: when they are told: as it starts, once it is approved, or when it ends, however it does. */
export const PreviewResponse = z.object({
  nodes: z.array(NodeView),
  cc: z.array(PersonView.extend({ at: CcTime })),
})
export type PreviewResponse = z.infer<typeof PreviewResponse>

/** Options of another system; `next`: the page behind them, null: none. */
export const OptionsResponse = z.object({
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  next: z.string().nullable(),
})
export type OptionsResponse = z.infer<typeof OptionsResponse>

/** Of a signed `url`; without one, the session's token has to come along. */
export const AttachmentQuery = z.strictObject({
  viewer: z.string().max(64).optional(),
  expires: z.coerce.number().int().nonnegative().optional(),
  signature: z.string().max(64).optional(),
})
export type AttachmentQuery = z.infer<typeof AttachmentQuery>

export const CommentView = z.object({
  id: z.string(),
  /** null: the system that `service` names. */
  by: PersonView.nullable(),
  service: z.string().optional(),
  at: Instant,
  text: z.string(),
  mentions: z.array(PersonView),
  attachments: z.array(AttachmentView),
})
export type CommentView = z.infer<typeof CommentView>

export const JssdkResponse = z.object({
  appId: z.string(),
  timestamp: z.string(),
  nonceStr: z.string(),
  signature: z.string(),
})

/** What may be pressed: APPROVE, REJECT, or a name that another system gave an action of its own. */
export const PressAction = z.object({
  type: z.string(),
  name: z.string(),
  reason: ReasonPolicy,
  asksFiles: z.boolean(),
})
export type PressAction = z.infer<typeof PressAction>

/** `action`: its type; `name`: what it is called. */
export const PressedView = z.object({ at: Instant, action: z.string(), name: z.string() })
export type PressedView = z.infer<typeof PressedView>

const TaskView = z.object({
  id: z.string(),
  nodeId: z.string(),
  assignee: PersonView,
  /** Whose place the assignee takes, as their delegate. */
  consignedBy: PersonView.nullable(),
  status: TaskStatus,
  /** Why it ended, in Feishu's words. */
  completeReason: CompleteReason.nullable(),
  /** Grows with each rollback. */
  round: z.int(),
  /** Who had them sign as well; null for an approver. */
  added: z.object({ by: PersonView.nullable(), position: SignerPosition }).nullable(),
  /** Those who came in as it ended: whoever it went to, or was had sign before or after. */
  passedTo: z.array(PersonView),
  reason: z.string().nullable(),
  /** The files that came with the decision. */
  attachments: z.array(AttachmentView),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  /** Of a task of mine that another system carries on and lets me decide: what may be pressed now. */
  actions: z.array(PressAction).optional(),
  /** What I pressed, while it waits for that system. */
  pressed: PressedView.optional(),
})

export const Action = z.enum([...BUTTON_VERBS, 'resubmit', 'submit-again'])
export type Action = z.infer<typeof Action>

export const InstanceItem = z.object({
  id: z.string(),
  /** What it was given as it started; where its definition gives no numbers, how its id begins. */
  number: z.string(),
  definition: DefinitionName,
  title: z.string(),
  status: InstanceStatus,
  initiator: PersonView,
  summary: z.array(z.object({ label: z.string(), value: z.string() })),
  createdAt: Instant,
  updatedAt: Instant,
  task: z
    .object({
      id: z.string(),
      nodeId: z.string(),
      nodeName: z.string(),
      status: TaskStatus,
      /** Why it ended, in Feishu's words. */
      completeReason: CompleteReason.nullable(),
      /** Time decided it in my place. */
      byTime: z.boolean(),
      createdAt: Instant,
      reason: ReasonPolicy,
      /** In whose place I decide. */
      consignedBy: PersonView.optional(),
      postponedUntil: Instant.nullable(),
      /** It waits for the system that carries it on. */
      pressed: PressedView.optional(),
    })
    .optional(),
  /** Of `cc`: whether I have opened it. */
  read: z.boolean().optional(),
})
export type InstanceItem = z.infer<typeof InstanceItem>

/** Approvals that a field may name. A page may hold few, even none, and still have a next one. */
export const LinkableResponse = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      /** What it is called, with its number: as in the `names` of an approval that names it. */
      name: z.string(),
      status: InstanceStatus,
      summary: z.array(z.object({ label: z.string(), value: z.string() })),
      createdAt: Instant,
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type LinkableResponse = z.infer<typeof LinkableResponse>

export const DepartmentNamesResponse = z.object({
  items: z.array(z.object({ openDepartmentId: z.string(), name: z.string() })),
})
export type DepartmentNamesResponse = z.infer<typeof DepartmentNamesResponse>

/** To-dos of one definition at one node: alike enough to be decided together. */
export const TodoGroup = z.object({
  definition: DefinitionName,
  nodeId: z.string(),
  nodeName: z.string(),
  count: z.int(),
  /** Ready words for a reason. */
  phrases: z.array(z.string()),
})
export type TodoGroup = z.infer<typeof TodoGroup>

/** A page may hold fewer than were asked for, even none, and still have a next one: searching has a bound. */
export const ListResponse = z.object({
  items: z.array(InstanceItem),
  nextCursor: z.string().nullable(),
  /** On the first page of `todo`: all of them (by `postponed` alone) by group, the largest first. */
  groups: z.array(TodoGroup).optional(),
})
export type ListResponse = z.infer<typeof ListResponse>

export const InstanceView = z.object({
  id: z.string(),
  /** As in lists. */
  number: z.string(),
  definition: DefinitionName.extend({ version: z.int() }),
  title: z.string(),
  status: InstanceStatus,
  initiator: PersonView,
  /** The id of the system that started it in the initiator's name; absent where they did. */
  service: z.string().optional(),
  /** The values as they were submitted, and the fields to show them with. */
  form: FormValues,
  fields: z.array(Field),
  /** For whoever may submit it again. */
  basis: FormBasis.optional(),
  /** Names of the people, departments and approvals that the form names. */
  names: z.record(z.string(), z.string()),
  /** What other systems call the options that were chosen: by the place of their field (`items.supplier`), then by value. */
  optionLabels: z.record(z.string(), z.record(z.string(), z.string())),
  /** The files that the form names, by id. */
  files: z.record(z.string(), AttachmentView),
  comments: z.array(CommentView),
  nodes: z.array(NodeView),
  tasks: z.array(TaskView),
  cc: z.array(
    z.object({ id: z.string(), person: PersonView, createdAt: Instant, readAt: Instant.nullable() }),
  ),
  history: z.array(HistoryView),
  /** Ready words for a reason. */
  phrases: z.array(z.string()),
  actions: z.array(
    z.object({
      action: Action,
      taskId: z.string().nullable(),
      reason: ReasonPolicy,
      /** Of `rollback`: where to. */
      toNodes: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
      /** Of `resubmit`. */
      choices: Choices.optional(),
      /** Of `submit-again`: whom I chose then, to start another one with `from`. */
      chosen: z
        .object({ approvers: z.record(z.string(), z.array(PersonView)), cc: z.array(PersonView) })
        .optional(),
    }),
  ),
  createdAt: Instant,
  updatedAt: Instant,
  endedAt: Instant.nullable(),
  /** What ended it; null while it goes on. `by` null: another system (`service`), this one, or an operator (`terminated`). */
  ended: z
    .object({
      how: z.enum(['decision', 'timeout', 'withdrawn', 'terminated', 'handed_over', 'deleted']),
      by: PersonView.nullable(),
      service: z.string().optional(),
      reason: z.string().nullable(),
      at: Instant,
    })
    .nullable(),
})
export type InstanceView = z.infer<typeof InstanceView>
