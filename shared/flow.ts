import { z } from 'zod'
import { Condition } from './form/condition.ts'
import { LocalizedText } from './locale.ts'
import { oneOf, plainWords, toFaults } from './plain-words.ts'

/** A user_id of Feishu. */
export const UserId = z.string().trim().min(1).max(64)
/** What fields, nodes and groups are called in files. */
export const Key = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'starts with a letter; letters, digits, _ and -')

/** Who decides at a node, or is told; people are user_ids. */
const Users = z.strictObject({ users: z.array(UserId).min(1).max(100) })
const FromField = z.strictObject({ field: Key })

/** Exactly one way to find the approvers of a node. */
export const ApproverRule = z.union(
  [
    Users,
    z.strictObject({ manager: z.int().min(1).max(20) }),
    z.strictObject({ departmentLeader: z.int().min(1).max(20) }),
    z.strictObject({ initiatorChoice: z.literal(true) }),
    FromField,
  ],
  {
    error: oneOf(
      'is one of { users: [..] }, { manager: n }, { departmentLeader: n }, { initiatorChoice: true }, { field: key }',
    ),
  },
)
export type ApproverRule = z.infer<typeof ApproverRule>

/** How many of a node's people have to agree; `share` is of all of them, rounded up. */
export const NodeMode = z.union(
  [
    z.enum(['any', 'all', 'sequential']),
    z.strictObject({ atLeast: z.int().min(1).max(100) }),
    z.strictObject({ share: z.number().gt(0).max(1) }),
  ],
  { error: 'is any, all, sequential, { atLeast: n } or { share: 0.5 }' },
)
export type NodeMode = z.infer<typeof NodeMode>

export const ReasonPolicy = z.enum(['required', 'optional', 'none'])
export type ReasonPolicy = z.infer<typeof ReasonPolicy>

/** Whether Feishu's buttons take files with the reason; the pages take them at every decision. */
const FilesPolicy = z.enum(['optional', 'none'])

/** Whether whoever approved just before is asked again; without it they are not. */
export const RepeatedApprover = z.enum(['skip', 'ask'])

/** So many working hours after it is a person's turn. */
const Hours = z.number().positive().max(1_000)

type HoursOf = { [Action in 'remind' | 'escalate' | 'approve' | 'reject']?: number | undefined }

/** What could never happen, since something else has happened before. */
function timeoutFaults({ remind, escalate, approve, reject }: HoursOf): string[] {
  const end = approve ?? reject
  const isLate = (one: number | undefined, other: number | undefined) =>
    one !== undefined && other !== undefined && one >= other
  return [
    ...(approve !== undefined && reject !== undefined ? ['either approves or rejects'] : []),
    ...(isLate(remind, escalate)
      ? [`remind has to come before escalate: ${remind} hours, then ${escalate}`]
      : []),
    ...(isLate(remind, end) ? [`remind comes too late: it is decided after ${end} hours`] : []),
    ...(isLate(escalate, end) ? [`escalate comes too late: it is decided after ${end} hours`] : []),
  ]
}

/** What happens at a node when nobody acts. */
export const Timeout = z
  .strictObject({
    remind: Hours.optional(),
    escalate: Hours.optional(),
    approve: Hours.optional(),
    reject: Hours.optional(),
  })
  .superRefine((timeout, context) => {
    for (const message of timeoutFaults(timeout)) context.addIssue({ code: 'custom', message })
  })
export type Timeout = z.infer<typeof Timeout>
export const TimeoutAction = z.enum(['remind', 'escalate', 'approve', 'reject'])
export type TimeoutAction = z.infer<typeof TimeoutAction>

export const FlowNode = z.strictObject({
  id: Key,
  name: LocalizedText,
  when: Condition.optional(),
  approvers: ApproverRule,
  mode: NodeMode.default('any'),
  reason: ReasonPolicy.default('optional'),
  attachments: FilesPolicy.optional(),
  timeout: Timeout.optional(),
  repeatedApprover: RepeatedApprover.optional(),
})
export type FlowNode = z.infer<typeof FlowNode>

/** Branches that run side by side; the way goes on when all of them are passed. */
export const FlowGroup = z.strictObject({
  parallel: z.array(z.array(FlowNode).min(1).max(20)).min(2).max(10),
})
export type FlowGroup = z.infer<typeof FlowGroup>

/** What looks like a group is checked as one, so that faults are told of what was meant. */
export const FlowStep = z.unknown().transform((value, context): FlowNode | FlowGroup => {
  const isGroup = typeof value === 'object' && value !== null && 'parallel' in value
  const parsed = (isGroup ? FlowGroup : FlowNode).safeParse(value, { error: plainWords })
  if (parsed.success) return parsed.data
  for (const { path, message, wanted } of parsed.error.issues.flatMap(toFaults)) {
    context.addIssue({ code: 'custom', path, message, params: { wanted } })
  }
  return z.NEVER
})

export const Viewer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('TENANT') }),
  z.strictObject({ type: z.literal('NONE') }),
  z.strictObject({ type: z.literal('USER'), id: UserId }),
  z.strictObject({ type: z.literal('DEPARTMENT'), id: z.string().min(1).max(64) }),
])
export type Viewer = z.infer<typeof Viewer>

/** When they are told: as it starts, once it is approved, or when it ends, however it does. */
export const CcTime = z.enum(['start', 'approved', 'end'])
export type CcTime = z.infer<typeof CcTime>

export const CcRule = z.union([Users.extend({ at: CcTime }), FromField.extend({ at: CcTime })], {
  error: oneOf('is { users: [..], at } or { field: key, at }, where at is start, approved or end'),
})
export type CcRule = z.infer<typeof CcRule>
