import { z } from 'zod'
import { NodeMode, ReasonPolicy, Timeout, TimeoutAction } from './definition.ts'
import { Field, FormValues } from './field.ts'
import { Channel, CompleteReason, InstanceStatus, TaskStatus } from './status.ts'

/** Epoch milliseconds. */
export const Instant = z.int().nonnegative()
const PersonId = z.string().trim().min(1).max(64)
export const Reason = z.string().max(2_000)

export const PersonView = z.object({ userId: z.string(), name: z.string() })
export type PersonView = z.infer<typeof PersonView>

// ── what is sent in ──────────────────────────────────────────────────────────

export const SessionRequest = z.strictObject({
  code: z.string().min(1).max(512),
  via: z.enum(['requestAccess', 'login']).default('requestAccess'),
})
export type SessionRequest = z.infer<typeof SessionRequest>

/** People may be given as user_id or open_id (`ou_…`). */
export const SubmitRequest = z.strictObject({
  definition: z.string().min(1).max(128),
  form: FormValues,
  approvers: z.record(z.string().max(64), z.array(PersonId).min(1).max(100)).default({}),
  cc: z.array(PersonId).max(100).default([]),
})
export type SubmitRequest = z.infer<typeof SubmitRequest>

/** The same key of the same person always stands for the same instance. */
export const SubmitHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'is 1 to 200 visible ASCII characters')
    .optional(),
})

/** `instance`: one of mine that would be submitted again, by its own version of the definition. */
export const PreviewRequest = SubmitRequest.pick({ form: true, approvers: true }).extend({
  instance: z.string().max(64).optional(),
})
export type PreviewRequest = z.infer<typeof PreviewRequest>

/** `attachments` are ids of uploaded files. */
export const DecisionRequest = z.strictObject({
  reason: Reason.optional(),
  attachments: z.array(z.string().max(64)).max(9).optional(),
})
export type DecisionRequest = z.infer<typeof DecisionRequest>

export const TransferRequest = DecisionRequest.extend({ to: PersonId })
export type TransferRequest = z.infer<typeof TransferRequest>

const SignerPosition = z.enum(['before', 'after', 'parallel'])

/** `after` approves with it. */
export const AddSignRequest = DecisionRequest.extend({
  users: z.array(PersonId).min(1).max(20),
  position: SignerPosition,
})
export type AddSignRequest = z.infer<typeof AddSignRequest>

/** `toNode`: one that the action names; `_initiator` is there for everyone. */
export const RollbackRequest = DecisionRequest.extend({ toNode: z.string().min(1).max(64) })
export type RollbackRequest = z.infer<typeof RollbackRequest>

export const ResubmitRequest = SubmitRequest.pick({ form: true, approvers: true })
export type ResubmitRequest = z.infer<typeof ResubmitRequest>

export const WithdrawRequest = z.strictObject({ reason: Reason.optional() })
export type WithdrawRequest = z.infer<typeof WithdrawRequest>

export const UrgeRequest = z.strictObject({ reason: Reason.optional() })

export const CcRequest = z.strictObject({
  users: z.array(PersonId).min(1).max(100),
  reason: Reason.optional(),
})
export type CcRequest = z.infer<typeof CcRequest>

/** Nothing is asked for. */
export const ReadRequest = z.strictObject({})

/** Files may come without words. */
export const CommentRequest = z
  .strictObject({
    text: z.string().trim().max(2_000).default(''),
    mentions: z.array(PersonId).max(50).default([]),
    attachments: z.array(z.string().max(64)).max(9).default([]),
  })
  .refine(({ text, attachments }) => text !== '' || attachments.length > 0, {
    ...{ path: ['text'], error: 'is empty, and there are no files' },
  })
export type CommentRequest = z.infer<typeof CommentRequest>

/** `until` null: back to the to-dos now. */
export const PostponeRequest = z.strictObject({ until: Instant.nullable() })
export type PostponeRequest = z.infer<typeof PostponeRequest>

/** `url`: the page's own address without what follows a `#` (网页应用鉴权). */
export const JssdkQuery = z.strictObject({ url: z.url().max(2_000) })
export type JssdkQuery = z.infer<typeof JssdkQuery>

export const Box = z.enum(['todo', 'done', 'started', 'cc'])
export type Box = z.infer<typeof Box>

export const ListQuery = z.strictObject({
  box: Box,
  definition: z.string().max(128).optional(),
  /** Of `todo`: only those at this node. */
  node: z.string().max(64).optional(),
  /** Words that the title, the initiator's name or a summary line contains. */
  q: z.string().trim().max(100).optional(),
  /** Of `todo`: `only` those marked for later; default: all but those. */
  postponed: z.enum(['only', 'without']).default('without'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type ListQuery = z.infer<typeof ListQuery>

// ── what comes back ──────────────────────────────────────────────────────────

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

export const DefinitionView = DefinitionSummary.extend({
  version: z.int(),
  form: z.array(Field),
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

export const PreviewResponse = z.object({ nodes: z.array(NodeView), cc: z.array(PersonView) })

/** Of a signed `url`; without one, the session's token has to come along. */
export const AttachmentQuery = z.strictObject({
  viewer: z.string().max(64).optional(),
  expires: z.coerce.number().int().nonnegative().optional(),
  signature: z.string().max(64).optional(),
})
export type AttachmentQuery = z.infer<typeof AttachmentQuery>

/** An uploaded file. `url` opens it for ten minutes, without a token, for whoever got it. */
export const AttachmentView = z.object({
  id: z.string(),
  name: z.string(),
  /** Bytes. */
  size: z.int(),
  type: z.string(),
  url: z.string(),
})
export type AttachmentView = z.infer<typeof AttachmentView>

export const CommentView = z.object({
  id: z.string(),
  by: PersonView,
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
  reason: z.string().nullable(),
  /** The files that came with the decision. */
  attachments: z.array(AttachmentView),
  createdAt: Instant,
  endedAt: Instant.nullable(),
})

export const Action = z.enum([
  'approve',
  'reject',
  'transfer',
  'add-sign',
  'rollback',
  'resubmit',
  'withdraw',
  'urge',
  'cc',
  'comment',
  'postpone',
])
export type Action = z.infer<typeof Action>

export const InstanceItem = z.object({
  id: z.string(),
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
      createdAt: Instant,
      reason: ReasonPolicy,
      /** In whose place I decide. */
      consignedBy: PersonView.optional(),
      postponedUntil: Instant.nullable(),
    })
    .optional(),
  /** Of `cc`: whether I have opened it. */
  read: z.boolean().optional(),
})
export type InstanceItem = z.infer<typeof InstanceItem>

/** To-dos of one definition at one node: alike enough to be decided together. */
export const TodoGroup = z.object({
  definition: DefinitionName,
  nodeId: z.string(),
  nodeName: z.string(),
  count: z.int(),
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

export const HistoryView = z.object({
  at: Instant,
  /** null: the system. */
  by: PersonView.nullable(),
  via: Channel,
  event: z.string(),
  nodeId: z.string().nullable(),
  /** Of `seat_moved` and `rolled_back`: the one that ended with it, whose reason it has. */
  taskId: z.string().nullable(),
  reason: z.string().nullable(),
  /** Of an entry about a delegate's task: in whose place. */
  consignedBy: PersonView.nullable(),
  /** Of `ended`. */
  status: InstanceStatus.nullable(),
  /** Of `task_ended`. */
  completeReason: CompleteReason.nullable(),
  /** Those who come in; of `person_replaced` whoever goes stands before. */
  people: z.array(PersonView),
  /** Of `signers_added`. */
  position: SignerPosition.nullable(),
  /** Of `rolled_back`. */
  toNodeId: z.string().nullable(),
  /** Of `timed_out`. */
  timeout: TimeoutAction.nullable(),
})
export type HistoryView = z.infer<typeof HistoryView>

export const InstanceView = z.object({
  id: z.string(),
  definition: DefinitionName.extend({ version: z.int() }),
  title: z.string(),
  status: InstanceStatus,
  initiator: PersonView,
  /** The values as they were submitted, and the fields to show them with. */
  form: FormValues,
  fields: z.array(Field),
  /** Names of the people and departments that the form names. */
  names: z.record(z.string(), z.string()),
  /** The files that the form names, by id. */
  files: z.record(z.string(), AttachmentView),
  comments: z.array(CommentView),
  nodes: z.array(NodeView),
  tasks: z.array(TaskView),
  cc: z.array(
    z.object({ id: z.string(), person: PersonView, createdAt: Instant, readAt: Instant.nullable() }),
  ),
  history: z.array(HistoryView),
  actions: z.array(
    z.object({
      action: Action,
      taskId: z.string().nullable(),
      reason: ReasonPolicy,
      /** Of `rollback`: where to. */
      toNodes: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
      /** Of `resubmit`. */
      choices: Choices.optional(),
    }),
  ),
  createdAt: Instant,
  updatedAt: Instant,
  endedAt: Instant.nullable(),
})
export type InstanceView = z.infer<typeof InstanceView>

// ── what Feishu gets ─────────────────────────────────────────────────────────

export const FeishuSuccess = z.object({ code: z.literal(0), msg: z.string() })

/** Above HTTP 400 Feishu shows `message` to the person (三方快捷审批回调). */
export const FeishuRefusal = z.object({ message: z.string(), without_prefix: z.literal('true') })

export const FeishuEventReply = z.object({ challenge: z.string().optional() })
