import { defaultLocale, findNode, nodeNames, type Definition } from '../../shared/definition.ts'
import { summaryLines } from '../../shared/form/form-text.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { CompleteReason } from '../../shared/status.ts'
import type { DefinitionRecord } from './definition.ts'
import { nameOf, namesFor } from './instance.ts'
import type { Listed, ListedTask } from './listed.ts'
import type { Buttons, Picture, PicturedTask } from './picture.ts'
import { titleOf } from './title.ts'

/** The picture of an approval that the flow engine carries on. */
export function flowPicture(
  listed: Listed,
  { code, approvalCode, definition }: Pick<DefinitionRecord, 'code' | 'approvalCode' | 'definition'>,
): Picture {
  const { id, status, number, initiator, cc, startedAt, endedAt, clock } = listed
  return {
    id,
    definition: { code, approvalCode },
    status,
    language: defaultLocale(definition),
    kind: definition.name,
    title: (locale) => titleOf(listed, definition, locale),
    hasOwnTitle: definition.title !== undefined,
    number: number?.text,
    lines: (locale) => summaryLines(definition, listed.form, locale, namesFor(listed, locale)),
    source: definition.source,
    initiator,
    tasks: listed.tasks.map((task) => pictureTask(listed, definition, task)),
    cc,
    startedAt,
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
    node: { id: nodeId, name: nodeNames(definition, nodeId) },
    status,
    completeReason: task.completeReason && reasonFor(task, task.completeReason),
    buttons: isOwnStep ? null : buttonsAt(listed, nodeId),
    isOwnStep,
    // Nobody spent time deciding what the flow skipped or time decided, nor on writing a form anew.
    countsInStatistics: definition.statistics !== false && !isNobodys(task) && !isOwnStep,
    principal: consignedBy === undefined ? null : { userId: consignedBy, name: nameOf(listed, consignedBy) },
    remindAfterHours: findNode(definition, nodeId)?.timeout?.remind ?? null,
    round,
    createdAt,
    endedAt,
    clock,
  }
}

/** The node that the flow added itself has its policy in the route. */
function buttonsAt({ route }: Pick<Listed, 'route'>, nodeId: string): Buttons {
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
