import { defaultLocale, findNode, nodeNames, type Definition } from '../../shared/definition.ts'
import { summaryLines } from '../../shared/form/form-text.ts'
import { titleText } from '../../shared/form/title.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { CompleteReason } from '../../shared/status.ts'
import type { DefinitionRecord } from './definition.ts'
import { nameOf, namesFor } from './instance.ts'
import type { Listed, ListedTask } from './listed.ts'
import type { QuickAction } from './quick-action.ts'
import { numberOf, type Caption, type Picture, type PicturedTask } from './picture.ts'

type Named = Pick<
  Listed,
  'id' | 'number' | 'form' | 'people' | 'departments' | 'chosen' | 'linked' | 'initiator'
>

/** What it says in words, for whoever needs no more: with the names that are stored with it. */
export function flowCaption(named: Named, definition: Definition): Caption {
  const { id, form, initiator } = named
  const number = named.number?.text
  const name = nameOf(named, initiator.userId)
  const subject = { initiator: name, number: numberOf({ id, number }), form }
  return {
    id,
    language: defaultLocale(definition),
    kind: definition.name,
    title: (locale) => titleText(definition, { ...subject, nameOf: namesFor(named, locale) }, locale),
    hasOwnTitle: definition.title !== undefined,
    number,
    lines: (locale) => summaryLines(definition, form, locale, namesFor(named, locale)),
    initiator: { ...initiator, name },
  }
}

/** The picture of an approval that the flow engine carries on. */
export function flowPicture(
  listed: Listed,
  { code, approvalCode, definition }: Pick<DefinitionRecord, 'code' | 'approvalCode' | 'definition'>,
): Picture {
  const { status, cc, startedAt, updatedAt, endedAt, clock } = listed
  return {
    ...flowCaption(listed, definition),
    definition: { code, approvalCode },
    status,
    source: definition.source,
    page: null,
    tasks: listed.tasks.map((task) => pictureTask(listed, definition, task)),
    cc: cc.map((one) => ({ ...one, page: null })),
    startedAt,
    updatedAt,
    endedAt,
    clock,
  }
}

function pictureTask(listed: Listed, definition: Definition, task: ListedTask): PicturedTask {
  const { id, nodeId, assignee, status, consignedBy, round, createdAt, endedAt, clock } = task
  const isOwnStep = nodeId === INITIATOR_NODE
  return {
    id,
    assignee,
    title: null,
    page: null,
    node: { id: nodeId, name: nodeNames(definition, nodeId) },
    status,
    completeReason: task.completeReason && reasonFor(task, task.completeReason),
    actions: isOwnStep ? [] : DECISIONS.map((one) => ({ ...one, name: null, ...needsAt(listed, nodeId) })),
    isOwnStep,
    // Nobody spent time deciding what the flow skipped or time decided, nor on writing a form anew.
    countsInStatistics: definition.statistics !== false && !isNobodys(task) && !isOwnStep,
    isConsigned: consignedBy !== undefined,
    principal: consignedBy === undefined ? null : { userId: consignedBy, name: nameOf(listed, consignedBy) },
    remindAfterHours: findNode(definition, nodeId)?.timeout?.remind ?? null,
    round,
    createdAt,
    endedAt,
    clock,
  }
}

const DECISIONS = [
  { type: 'APPROVE', next: 'APPROVED' },
  { type: 'REJECT', next: 'REJECTED' },
] as const

/** How a decision at a node asks for a reason and for files. The one that the flow added itself has its policy in the route. */
export function needsAt(
  { route }: Pick<Listed, 'route'>,
  nodeId: string,
): Pick<QuickAction, 'reason' | 'asksFiles'> {
  const node = route.find(({ id }) => id === nodeId)
  return { reason: node?.reason ?? 'optional', asksFiles: node?.asksFiles === true }
}

type Ended = Pick<ListedTask, 'completeReason' | 'timeouts'>

/** What time approved was not approved by its person: of Feishu's words that is the skipped one. */
const reasonFor = ({ timeouts = [] }: Ended, completeReason: CompleteReason): CompleteReason =>
  completeReason === 'approved' && timeouts.includes('approve') ? 'auto_skip' : completeReason

const isNobodys = (task: Ended): boolean =>
  task.completeReason === 'node_auto_reject' ||
  (task.completeReason !== null && reasonFor(task, task.completeReason) === 'auto_skip')
