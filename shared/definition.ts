import { z } from 'zod'
import { LOCALES, LocalizedText, type Locale } from './locale.ts'
import { Field } from './field.ts'
import { TEXTS } from './texts.ts'
import { Condition, conditionFaults } from './condition.ts'
import { INITIATOR_NODE } from './nodes.ts'

export { INITIATOR_NODE }

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

export const FlowNode = z.strictObject({
  id: Key,
  name: LocalizedText,
  when: Condition.optional(),
  approvers: ApproverRule,
  mode: NodeMode.default('any'),
  reason: ReasonPolicy.default('optional'),
})
export type FlowNode = z.infer<typeof FlowNode>

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
    flow: z.array(FlowNode).min(1).max(50),
    cc: z.array(CcRule).max(50).default([]),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of definitionFaults(definition))
      context.addIssue({ code: 'custom', path, message })
  })
export type Definition = z.infer<typeof Definition>

type Fault = { path: (string | number)[]; message: string }

/** What single values cannot tell: keys used twice, and references to fields that are not there or do not fit. */
function definitionFaults(definition: { form: Field[]; flow: FlowNode[]; cc: CcRule[] }): Fault[] {
  const fields = new Map(definition.form.map((field) => [field.key, field]))
  const contactFault = (key: string): string | undefined => {
    const field = fields.get(key)
    if (!field) return `no form field has the key ${key}`
    return field.type === 'contact'
      ? undefined
      : `field ${key} is ${field.type}, people can only come from a contact field`
  }

  const faults: Fault[] = [
    ...twice(definition.form.map((field) => field.key)).map((at) => ({
      path: ['form', at, 'key'],
      message: 'is used twice',
    })),
    ...twice(definition.flow.map((node) => node.id)).map((at) => ({
      path: ['flow', at, 'id'],
      message: 'is used twice',
    })),
  ]
  definition.flow.forEach((node, at) => {
    if (node.when) {
      for (const fault of conditionFaults(node.when, fields)) {
        faults.push({ path: ['flow', at, 'when', ...fault.path], message: fault.message })
      }
    }
    const message = 'field' in node.approvers ? contactFault(node.approvers.field) : undefined
    if (message) faults.push({ path: ['flow', at, 'approvers', 'field'], message })
  })
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

/** The node that the flow adds when nobody else would decide; `_` keeps it apart from every node of a file. */
export const MANAGERS_NODE = '_managers'

/** What a node is called, also one that no file describes. */
export function nodeNames(definition: Pick<Definition, 'flow'>, nodeId: string): LocalizedText {
  if (nodeId === INITIATOR_NODE) return TEXTS.initiatorNode
  return findNode(definition, nodeId)?.name ?? TEXTS.managersNode
}

/** The node that the file describes under this id; none for the one the flow adds by itself. */
export function findNode(definition: Pick<Definition, 'flow'>, nodeId: string): FlowNode | undefined {
  return definition.flow.find((node) => node.id === nodeId)
}
