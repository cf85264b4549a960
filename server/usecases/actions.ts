import type { InstanceView } from '../../shared/responses.ts'
import { BUTTON_VERBS, VERBS, type ButtonVerb } from '../../shared/verbs/index.ts'
import type { VerbSpec } from '../../shared/verbs/parts.ts'
import type { Definition } from '../../shared/definition.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { Locale } from '../../shared/locale.ts'
import { buttonsAt } from '../domain/flow-picture.ts'
import { findTask, isOpen, type Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { may } from '../domain/verbs/index.ts'
import { refusalOfResubmit } from '../domain/verbs/resubmit.ts'
import { rollbackTargets } from '../domain/verbs/rollback.ts'
import { choicesOf, localeFor, nodeName } from './definition-views.ts'
import { chosenIn, maySubmitAgain } from './submit-again.ts'
import type { Reader } from './views.ts'

type Action = InstanceView['actions'][number]

/** What this person may do now: a button is there exactly where the act would not be refused. */
export function actionsOf(
  { instance, history }: Pick<InstanceRecord, 'instance' | 'history'>,
  definition: Definition,
  reader: Reader,
  now: number,
): Action[] {
  const { userId: who } = reader
  const locale = localeFor(definition, reader.locale)
  const allowed = (on: VerbSpec['on'], taskId?: string): Action[] =>
    BUTTONS[on].flatMap((verb) =>
      may(instance, verb, { who, ...(taskId !== undefined && { taskId }) }, now)
        ? [toAction(verb, taskId ?? null, { instance, definition, locale })]
        : [],
    )
  const mine = instance.tasks.filter((task) => isOpen(task) && task.assignee === who)
  const canResubmit = refusalOfResubmit(instance, who) === undefined
  return [
    ...mine.flatMap(({ id, nodeId }) => [
      ...(canResubmit && nodeId === INITIATOR_NODE ? [resubmitting(id, definition, locale)] : []),
      ...allowed('task', id),
    ]),
    ...(maySubmitAgain(instance, who) ? [submitAgain({ instance, history }, definition)] : []),
    ...allowed('instance'),
  ]
}

const specOf = (verb: ButtonVerb): Pick<VerbSpec, 'on' | 'button'> => VERBS[verb]
const buttonsOn = (on: VerbSpec['on']) => BUTTON_VERBS.filter((verb) => specOf(verb).on === on)
const BUTTONS = { task: buttonsOn('task'), instance: buttonsOn('instance') }

const submitAgain = (told: Pick<InstanceRecord, 'instance' | 'history'>, definition: Definition): Action => ({
  action: 'submit-again',
  taskId: null,
  reason: 'none',
  chosen: chosenIn(told, definition),
})

const resubmitting = (taskId: string, definition: Definition, locale: Locale): Action => ({
  action: 'resubmit',
  taskId,
  reason: 'none',
  choices: choicesOf(definition, locale),
})

type Facts = { instance: Instance; definition: Definition; locale: Locale }

function toAction(
  action: ButtonVerb,
  taskId: string | null,
  { instance, definition, locale }: Facts,
): Action {
  const nodeId = findTask(instance, taskId ?? '')?.nodeId ?? ''
  const { button = 'none' } = specOf(action)
  const reason = button === 'of_node' ? buttonsAt(instance, nodeId).reason : button
  if (action !== 'rollback') return { action, taskId, reason }
  const targets = [INITIATOR_NODE, ...rollbackTargets(instance, nodeId)]
  const toNodes = targets.map((id) => ({ id, name: nodeName(definition, id, locale) }))
  return { action, taskId, reason, toNodes }
}
