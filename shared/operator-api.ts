import { z } from 'zod'
import { Instant } from './instant.ts'
import { SaidSomething } from './said.ts'
import { MessageKind } from './settings.ts'
import { InstanceStatus } from './status.ts'

/* What operators ask of the server, and what monitoring does. */

export const OutboxQuery = z.strictObject({
  state: z.enum(['pending', 'parked']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type OutboxQuery = z.infer<typeof OutboxQuery>

export const EffectView = z.object({
  id: z.string(),
  kind: z.enum(['sync', 'send_card', 'settle_card', 'send_message', 'attendance']),
  instance: z.string(),
  task: z.string().nullable(),
  /** Of a message: what it tells, and whom. */
  message: z.object({ kind: MessageKind, to: z.string() }).optional(),
  state: z.enum(['pending', 'parked']),
  attempts: z.int(),
  lastError: z.string().nullable(),
  logId: z.string().nullable(),
  createdAt: Instant,
  nextTryAt: Instant.nullable(),
  /** What Feishu refused, for a parked effect; callback secrets are left out. */
  payload: z.unknown().optional(),
})
export type EffectView = z.infer<typeof EffectView>

export const OutboxResponse = z.object({ items: z.array(EffectView), nextCursor: z.string().nullable() })
export type OutboxResponse = z.infer<typeof OutboxResponse>

/** `held`: deliveries waited for the quota of calls; `due`: how many of them are tried now. */
export const ResumeResponse = z.object({ held: z.boolean(), due: z.int() })
export type ResumeResponse = z.infer<typeof ResumeResponse>

export const TerminateRequest = z.strictObject({ reason: SaidSomething(2_000) })

export const TerminateResponse = z.object({ id: z.string(), status: InstanceStatus })

/** `to` may be an open_id. */
export const HandOverRequest = z.strictObject({
  to: z.string().trim().min(1).max(64),
  reason: SaidSomething(2_000),
})

/** In how many approvals `to` took the place of `from`, and how many open tasks moved. */
export const HandOverResponse = z.object({
  from: z.string(),
  to: z.string(),
  instances: z.int(),
  tasks: z.int(),
  /** Approvals in which something waits for `from` still, and why nobody could take it. */
  passedOver: z.array(
    z.object({ instance: z.string(), reason: z.enum(['too_many_tasks', 'nobody_may_take']) }),
  ),
})
export type HandOverResponse = z.infer<typeof HandOverResponse>

/**
 * `all`: every instance, not only what changed since the last run, and whatever else Feishu shows of our definitions;
 * after a restore. `retire`, with it: what nobody here knows leaves Feishu's lists for good.
 */
export const ReconcileRequest = z
  .strictObject({ all: z.boolean().default(false), retire: z.boolean().default(false) })
  .refine(({ all, retire }) => all || !retire, {
    path: ['retire'],
    message: 'retire goes with all: what nobody knows is found by looking at everything',
  })
export type ReconcileRequest = z.infer<typeof ReconcileRequest>

/** An approval that stays in Feishu's lists, and why. */
export const NotRetired = z.object({ instance: z.string(), reason: z.string() })
export type NotRetired = z.infer<typeof NotRetired>

export const ReconcileResponse = z.object({
  /** Instances compared with what Feishu holds. */
  checked: z.int(),
  repaired: z.array(z.string()),
  /** Left for the next run, because effects of theirs still wait. */
  waiting: z.int(),
  /** With `all`: approvals that Feishu shows and nobody here knows, with Feishu's word for how they stand. */
  unknown: z
    .array(z.object({ instance: z.string(), definition: z.string(), status: z.string(), tasks: z.int() }))
    .optional(),
  /** With `retire`: those of them that left its lists. */
  retired: z.array(z.string()).optional(),
  notRetired: z.array(NotRetired).optional(),
})
export type ReconcileResponse = z.infer<typeof ReconcileResponse>

export const ReminderResponse = z.object({
  /** The local day, YYYY-MM-DD. */
  day: z.string(),
  /** A holiday of the calendar: nobody is reminded. */
  holiday: z.boolean(),
  sent: z.int(),
  /** People who had theirs that day, or for whom nothing waits any more. */
  skipped: z.int(),
  /** People who have none: given up for that day, or tried again later. */
  failed: z.int(),
  /** Why, each reason once. */
  reasons: z.array(z.string()),
})
export type ReminderResponse = z.infer<typeof ReminderResponse>

export const AdminDefinition = z.object({
  code: z.string(),
  version: z.int(),
  name: z.string(),
  /** null until Feishu has taken it. */
  approvalCode: z.string().nullable(),
  state: z.enum(['live', 'waiting', 'retired']),
  lastError: z.string().nullable(),
})
export type AdminDefinition = z.infer<typeof AdminDefinition>

export const AdminDefinitionsResponse = z.object({ items: z.array(AdminDefinition) })

/** A definition file that was refused; the others load all the same. `line` counts from 1. */
export const FileFault = z.object({ file: z.string(), line: z.int(), reason: z.string() })
export type FileFault = z.infer<typeof FileFault>

/**
 * One thing that the file says otherwise than what is live. `path`: where, with fields by key, nodes by id and options
 * by value. Without `before` it is new, without `after` it is gone.
 */
export const DefinitionEdit = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
export type DefinitionEdit = z.infer<typeof DefinitionEdit>

/** What applying would do to one definition. `retire`: its file is gone, so nobody shall start it any more. */
export const PlannedChange = z.object({
  code: z.string(),
  change: z.enum(['create', 'update', 'retire', 'none']),
  /** New approvals start with `to`; `from` null: there is none yet. */
  version: z.object({ from: z.int().nullable(), to: z.int() }),
  /** Every difference, whether or not Feishu is told of it. */
  edits: z.array(DefinitionEdit),
  /** Whether Feishu is asked to take it. */
  tellsFeishu: z.boolean(),
  /** Approvals that keep an older version until they end; counted up to 100,000. */
  underWay: z.object({ count: z.int(), isMore: z.boolean() }),
})
export type PlannedChange = z.infer<typeof PlannedChange>

/** `error`: why Feishu did not take it. */
export const AppliedChange = PlannedChange.extend({ error: z.string().nullable() })
export type AppliedChange = z.infer<typeof AppliedChange>

/** The folder of the definition files, as the server finds it. */
const DefinitionsFolder = z.object({ path: z.string(), missing: z.boolean(), definitions: z.int() })

/** Whom the files name: who is nobody's user_id, and why contacts could not be asked. */
export const NamedPeople = z.object({ unknown: z.array(FileFault), unasked: z.string().nullable() })
export type NamedPeople = z.infer<typeof NamedPeople>

export const AboutFiles = z.object({
  folder: DefinitionsFolder,
  faults: z.array(FileFault),
  people: NamedPeople,
})
export type AboutFiles = z.infer<typeof AboutFiles>

/** A definition that Feishu did not take when it was told last; `again`: that may come right by itself. */
export const NotTaken = z.object({ code: z.string(), reason: z.string(), again: z.boolean() })
export type NotTaken = z.infer<typeof NotTaken>

/** One endpoint of `webhooks.yaml`. `remove`: it is told nothing more, and what waits for it goes on waiting. */
export const EndpointChange = z.object({ id: z.string(), change: z.enum(['create', 'update', 'remove']) })
export type EndpointChange = z.infer<typeof EndpointChange>

export const DefinitionPlan = AboutFiles.extend({
  changes: z.array(PlannedChange),
  notTaken: z.array(NotTaken).optional(),
  webhooks: z.array(EndpointChange).optional(),
})
export type DefinitionPlan = z.infer<typeof DefinitionPlan>

export const DefinitionsApplied = AboutFiles.extend({
  applied: z.array(AppliedChange),
  webhooks: z.array(EndpointChange).optional(),
})
export type DefinitionsApplied = z.infer<typeof DefinitionsApplied>

/** What is set on Feishu's side, in the order in which one thing needs another. */
export const SetupStep = z.enum([
  ...(['scopes', 'encryption', 'events', 'callbacks', 'addresses'] as const),
  ...(['people', 'bot', 'web_app', 'publish'] as const),
])
export type SetupStep = z.infer<typeof SetupStep>

/** What became of one of them. `byHand`: what to click where Feishu refused it. */
export const StepOutcome = z.object({
  step: SetupStep,
  state: z.enum(['done', 'refused']),
  says: z.string(),
  byHand: z.array(z.string()),
})
export type StepOutcome = z.infer<typeof StepOutcome>

/** One thing that can be set wrongly, how it stands, and what to do about it. */
export const Finding = z.object({
  name: z.string(),
  /** `hint`: nobody but a person can see it. */
  state: z.enum(['ok', 'warning', 'failed', 'skipped', 'hint']),
  says: z.string(),
  remedy: z.string().nullable(),
  /** The step that mends it. */
  step: SetupStep.optional(),
})
export type Finding = z.infer<typeof Finding>

/**
 * `store`: reads all that is stored as well, which takes as long as it takes to read so much. `fix`: sets on Feishu's
 * side what is set wrongly there, then looks again.
 */
export const DoctorRequest = z.strictObject({
  store: z.boolean().default(false),
  fix: z.boolean().default(false),
})
export type DoctorRequest = z.infer<typeof DoctorRequest>

/** `mended`: what was tried, where that was asked for. */
export const DoctorReport = z.object({
  findings: z.array(Finding),
  mended: z.array(StepOutcome).optional(),
})
export type DoctorReport = z.infer<typeof DoctorReport>

export const HealthResponse = z.object({ status: z.literal('ok') })

/** `checks`: per part, how it is. */
export const ReadyResponse = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.unknown()) })
