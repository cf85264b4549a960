import { z } from 'zod'
import { LOCALES, LocalizedText, type Locale } from './locale.ts'
import { Field } from './field.ts'
import { INITIATOR_NODE } from './nodes.ts'
import { TEXTS } from './texts.ts'
import { Condition, conditionFaults } from './condition.ts'

const UserId = z.string().trim().min(1).max(64)
const Key = z
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
    error:
      'is one of { users: [..] }, { manager: n }, { departmentLeader: n }, { initiatorChoice: true }, { field: key }',
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

/** So many working hours after it is a person's turn. */
const Hours = z.number().positive().max(1_000)

/** What happens at a node when nobody acts. */
export const Timeout = z
  .strictObject({
    remind: Hours.optional(),
    escalate: Hours.optional(),
    approve: Hours.optional(),
    reject: Hours.optional(),
  })
  .refine(
    ({ approve, reject }) => approve === undefined || reject === undefined,
    'either approves or rejects',
  )
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
  timeout: Timeout.optional(),
})
export type FlowNode = z.infer<typeof FlowNode>

/** Branches that run side by side; the way goes on when all of them are passed. */
export const FlowGroup = z.strictObject({
  parallel: z.array(z.array(FlowNode).min(1).max(20)).min(2).max(10),
})
export type FlowGroup = z.infer<typeof FlowGroup>

/** What looks like a group is checked as one, so that faults are told of what was meant. */
const FlowStep = z.unknown().transform((value, context): FlowNode | FlowGroup => {
  const isGroup = typeof value === 'object' && value !== null && 'parallel' in value
  const parsed = (isGroup ? FlowGroup : FlowNode).safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path
    context.addIssue({ code: 'custom', path, message: issue.message })
  }
  return z.NEVER
})

const Viewer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('TENANT') }),
  z.strictObject({ type: z.literal('NONE') }),
  z.strictObject({ type: z.literal('USER'), id: UserId }),
  z.strictObject({ type: z.literal('DEPARTMENT'), id: z.string().min(1).max(64) }),
])
export type Viewer = z.infer<typeof Viewer>

const CcRule = z.union(
  [Users.extend({ at: z.enum(['start', 'end']) }), FromField.extend({ at: z.enum(['start', 'end']) })],
  {
    error: 'is { users: [..], at: start | end } or { field: key, at: start | end }',
  },
)
export type CcRule = z.infer<typeof CcRule>

/**
 * One approval as its YAML file describes it. Limits are Feishu's: code ≤ 128 characters,
 * ≤ 200 viewers, ≤ 200 managers (创建三方审批定义).
 */
export const Definition = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, 'letters, digits, _ . -; at most 128 characters'),
    name: LocalizedText,
    group: z.strictObject({ code: Key, name: LocalizedText }),
    description: LocalizedText.optional(),
    viewers: z.array(Viewer).min(1).max(200),
    managers: z.array(UserId).min(1).max(200),
    selfApproval: z.enum(['skip', 'allow', 'manager']).default('skip'),
    form: z.array(Field).min(1).max(100),
    flow: z.array(FlowStep).min(1).max(50),
    cc: z.array(CcRule).max(50).default([]),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of definitionFaults(definition))
      context.addIssue({ code: 'custom', path, message })
  })
export type Definition = z.infer<typeof Definition>

type Fault = { path: (string | number)[]; message: string }

/** What single values cannot tell: keys used twice, and references to fields that are not there or do not fit. */
function definitionFaults(definition: {
  form: Field[]
  flow: (FlowNode | FlowGroup)[]
  cc: CcRule[]
}): Fault[] {
  const fields = new Map(definition.form.map((field) => [field.key, field]))
  const contactFault = (key: string): string | undefined => {
    const field = fields.get(key)
    if (!field) return `no form field has the key ${key}`
    return field.type === 'contact'
      ? undefined
      : `field ${key} is ${field.type}, people can only come from a contact field`
  }

  const way = wayOf(definition)
  const faults: Fault[] = [
    ...twice(definition.form.map((field) => field.key)).map((at) => ({
      path: ['form', at, 'key'],
      message: 'is used twice',
    })),
    ...twice(way.map(({ node }) => node.id)).map((at) => ({
      path: [...(way[at]?.path ?? []), 'id'],
      message: 'is used twice',
    })),
  ]
  for (const { node, path } of way) {
    if (node.when) {
      for (const fault of conditionFaults(node.when, fields)) {
        faults.push({ path: [...path, 'when', ...fault.path], message: fault.message })
      }
    }
    const message = 'field' in node.approvers ? contactFault(node.approvers.field) : undefined
    if (message) faults.push({ path: [...path, 'approvers', 'field'], message })
  }
  definition.cc.forEach((rule, at) => {
    const message = 'field' in rule ? contactFault(rule.field) : undefined
    if (message) faults.push({ path: ['cc', at, 'field'], message })
  })
  return faults
}

/** Positions whose value stood earlier already. */
function twice(values: readonly string[]): number[] {
  return values.flatMap((value, at) => (values.indexOf(value) < at ? [at] : []))
}

/** The language in which every text of the definition can be had: the first one its name lists. */
export function defaultLocale(definition: Pick<Definition, 'name'>): Locale {
  const [first] = Object.keys(definition.name)
  return LOCALES.find((locale) => locale === first) ?? 'zh-CN'
}

/** What a node is called, also one that no file describes. */
export function nodeNames(definition: Pick<Definition, 'flow'>, nodeId: string): LocalizedText {
  if (nodeId === INITIATOR_NODE) return TEXTS.initiatorNode
  return findNode(definition, nodeId)?.name ?? TEXTS.managersNode
}

/** Where a node runs side by side with others. */
export type Lane = { group: string; branch: number }

/** Every node in the order of the file, with its lane, and where in the definition it stands. */
export function wayOf({
  flow,
}: Pick<Definition, 'flow'>): { node: FlowNode; lane?: Lane; path: (string | number)[] }[] {
  return flow.flatMap((step, at) =>
    'parallel' in step
      ? step.parallel.flatMap((nodes, branch) =>
          nodes.map((node, place) => ({
            node,
            lane: { group: `${at}`, branch },
            path: ['flow', at, 'parallel', branch, place],
          })),
        )
      : [{ node: step, path: ['flow', at] }],
  )
}

/** The node that the file describes under this id; none for the one the flow adds by itself. */
export function findNode(definition: Pick<Definition, 'flow'>, nodeId: string): FlowNode | undefined {
  return wayOf(definition).find(({ node }) => node.id === nodeId)?.node
}
