import { z } from 'zod'
import { AttendanceRule } from './attendance/rule.ts'
import { LOCALES, LocalizedText, type Locale } from './locale.ts'
import { readNumberFormat } from './document-number.ts'
import { Field } from './form/field.ts'
import { INITIATOR_NODE } from './nodes.ts'
import { writtenLike } from './plain-words.ts'
import { DEFINITION_TEXTS } from './definition-texts.ts'
import { definitionFaults } from './definition-faults.ts'
import { CcRule, FlowStep, Key, RepeatedApprover, UserId, Viewer, type FlowNode } from './flow.ts'

const NumberFormatText = z.string().superRefine((text, context) => {
  const { fault } = readNumberFormat(text)
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
})

/** As many as a person looks over. */
const MOST_PHRASES = 20

/** A withdrawal after a year is a change of what is long accounted for. */
const MOST_REVERT_DAYS = 366
const MOST_RULES = 10

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
    group: z.strictObject(
      { code: Key, name: LocalizedText },
      { error: writtenLike('{ code: hr, name: { zh-CN: 人事, en-US: People } }') },
    ),
    description: LocalizedText.optional(),
    number: NumberFormatText.optional(),
    title: LocalizedText.optional(),
    source: LocalizedText.optional(),
    /** Days in which an approved one can still be withdrawn. */
    revert: z.int().min(1).max(MOST_REVERT_DAYS).optional(),
    statistics: z.boolean().optional(),
    phrases: z.array(LocalizedText).min(1).max(MOST_PHRASES).optional(),
    viewers: z
      .array(Viewer, { error: writtenLike('[{ type: TENANT }], which is everybody') })
      .min(1)
      .max(200),
    managers: z
      .array(UserId, { error: writtenLike('[u_admin], the user_ids of people') })
      .min(1)
      .max(200),
    selfApproval: z.enum(['skip', 'allow', 'manager']).default('skip'),
    repeatedApprover: RepeatedApprover.optional(),
    form: z.array(Field).min(1).max(100),
    flow: z.array(FlowStep).min(1).max(50),
    cc: z.array(CcRule).max(50).default([]),
    then: z.array(AttendanceRule).min(1).max(MOST_RULES).optional(),
  })
  .superRefine((definition, context) => {
    for (const { path, message, wanted } of definitionFaults(definition, wayOf(definition)))
      context.addIssue({ code: 'custom', path, message, params: { wanted } })
  })
export type Definition = z.infer<typeof Definition>

/** The language in which every text of the definition can be had: the first one its name lists. */
export function defaultLocale(definition: Pick<Definition, 'name'>): Locale {
  const [first] = Object.keys(definition.name)
  return LOCALES.find((locale) => locale === first) ?? 'zh-CN'
}

/** What a node is called, also one that no file describes. */
export function nodeNames(definition: Pick<Definition, 'flow'>, nodeId: string): LocalizedText {
  if (nodeId === INITIATOR_NODE) return DEFINITION_TEXTS.initiatorNode
  return findNode(definition, nodeId)?.name ?? DEFINITION_TEXTS.managersNode
}

/** Where a node runs side by side with others. */
export type BranchLane = { group: string; branch: number }

/** Every node in the order of the file, with its lane, and where in the definition it stands. */
export function wayOf({
  flow,
}: Pick<Definition, 'flow'>): { node: FlowNode; lane?: BranchLane; path: (string | number)[] }[] {
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
