import type { InstanceView } from '../../shared/responses.ts'
import type { Definition } from '../../shared/definition.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { Locale } from '../../shared/locale.ts'
import { findTask, isOpen, type Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { may } from '../domain/verbs/index.ts'
import { refusalOfResubmit } from '../domain/verbs/resubmit.ts'
import { rollbackTargets } from '../domain/verbs/rollback.ts'
import { choicesOf, localeFor, nodeName } from './definition-views.ts'
import { chosenIn, maySubmitAgain } from './submit-again.ts'
import { reasonPolicyOf, type Reader } from './views.ts'

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
  const onTask = (taskId: string): Action[] =>
    TASK_VERBS.flatMap((verb) =>
      may(instance, verb, { who, taskId }, now)
        ? [taskAction(verb, taskId, instance, definition, locale)]
        : [],
    )
  const mine = instance.tasks.filter((task) => isOpen(task) && task.assignee === who)
  const canResubmit = refusalOfResubmit(instance, who) === undefined
  return [
    ...mine.flatMap(({ id, nodeId }) => [
      ...(canResubmit && nodeId === INITIATOR_NODE ? [resubmitting(id, definition, locale)] : []),
      ...onTask(id),
    ]),
    ...OWNER_VERBS.flatMap((verb): Action[] =>
      may(instance, verb, { who }, now) ? [{ action: verb, taskId: null, reason: 'optional' }] : [],
    ),
    ...(maySubmitAgain(instance, who) ? [submitAgain({ instance, history }, definition)] : []),
    ...(may(instance, 'cc', { who }, now) ? [CC] : []),
    ...(may(instance, 'comment', { who }, now) ? [COMMENT] : []),
  ]
}

const TASK_VERBS = ['approve', 'reject', 'transfer', 'add-sign', 'rollback', 'postpone'] as const
const OWNER_VERBS = ['withdraw', 'urge'] as const
const CC: Action = { action: 'cc', taskId: null, reason: 'optional' }
const COMMENT: Action = { action: 'comment', taskId: null, reason: 'none' }

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

function taskAction(
  action: (typeof TASK_VERBS)[number],
  taskId: string,
  instance: Instance,
  definition: Definition,
  locale: Locale,
): Action {
  const nodeId = findTask(instance, taskId)?.nodeId ?? ''
  switch (action) {
    case 'approve':
    case 'reject':
    case 'add-sign':
      return { action, taskId, reason: reasonPolicyOf(instance, { nodeId }) }
    case 'transfer':
      return { action, taskId, reason: 'optional' }
    case 'rollback': {
      const targets = [INITIATOR_NODE, ...rollbackTargets(instance, nodeId)]
      const toNodes = targets.map((id) => ({ id, name: nodeName(definition, id, locale) }))
      return { action, taskId, reason: 'optional', toNodes }
    }
    case 'postpone':
      return { action, taskId, reason: 'none' }
  }
}
