import type { InstanceView } from '../../shared/responses.ts'
import type { Definition } from '../../shared/definition.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { Locale } from '../../shared/locale.ts'
import { isOpen, ownerOf, type Instance, type Task } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/record.ts'
import { rollbackTargets } from '../domain/rollback.ts'
import { mayUrge } from '../domain/urge.ts'
import { choicesOf, localeFor, nodeName } from './definition-views.ts'
import { chosenIn, maySubmitAgain } from './submit-again.ts'
import { reasonPolicyOf, type Reader } from './views.ts'

type Action = InstanceView['actions'][number]

/** What this person may do now. */
export function actionsOf(
  { instance, history }: Pick<InstanceRecord, 'instance' | 'history'>,
  definition: Definition,
  reader: Reader,
  now: number,
): Action[] {
  const { userId } = reader
  const locale = localeFor(definition, reader.locale)
  const mine = instance.tasks.filter((task) => isOpen(task) && task.assignee === userId)
  const isOwn = ownerOf(instance) === userId && instance.status === 'PENDING'
  return [
    ...mine.flatMap((task) => actionsOn(task, instance, definition, locale)),
    ...(isOwn ? [{ action: 'withdraw' as const, taskId: null, reason: 'optional' as const }] : []),
    ...(isOwn && mayUrge(instance, now)
      ? [{ action: 'urge' as const, taskId: null, reason: 'optional' as const }]
      : []),
    ...(maySubmitAgain(instance, userId) ? [submitAgain({ instance, history }, definition)] : []),
    { action: 'cc', taskId: null, reason: 'optional' },
    { action: 'comment', taskId: null, reason: 'none' },
  ]
}

const submitAgain = (told: Pick<InstanceRecord, 'instance' | 'history'>, definition: Definition): Action => ({
  ...{ action: 'submit-again', taskId: null, reason: 'none' },
  chosen: chosenIn(told, definition),
})

function actionsOn(task: Task, instance: Instance, definition: Definition, locale: Locale): Action[] {
  const { id: taskId, nodeId } = task
  const later: Action = { action: 'postpone', taskId, reason: 'none' }
  if (nodeId === INITIATOR_NODE) {
    return [{ action: 'resubmit', taskId, reason: 'none', choices: choicesOf(definition, locale) }, later]
  }
  const reason = reasonPolicyOf(instance, task)
  const targets = [INITIATOR_NODE, ...rollbackTargets(instance, nodeId)]
  const toNodes = targets.map((id) => ({ id, name: nodeName(definition, id, locale) }))
  return [
    { action: 'approve', taskId, reason },
    { action: 'reject', taskId, reason },
    { action: 'transfer', taskId, reason: 'optional' },
    { action: 'add-sign', taskId, reason },
    { action: 'rollback', taskId, reason: 'optional', toNodes },
    later,
  ]
}
