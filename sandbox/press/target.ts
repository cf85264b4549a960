import type { Card } from '../store/records.ts'
import type { World } from '../world.ts'
import { lay } from './attached-files.ts'
import { int64, type CallbackBody } from './callback-body.ts'
import type { PressInput } from './press-input.ts'
import type { CallbackTarget } from './send-callback.ts'

export type Aim = { target: CallbackTarget; body: CallbackBody; card?: Card }

/** Why there is no button to press. */
export class NoButton extends Error {
  override readonly name = 'NoButton'
}

/** Which callback a press makes: from a card, a list entry, or a search result. */
export function aim(world: World, input: PressInput): Aim {
  if (!world.state.people.get(input.userId)) throw new NoButton(`nobody has the user_id ${input.userId}`)
  return input.via === 'card' ? aimCard(world, input) : aimTask(world, input)
}

/** A card names neither instance nor task, only its message and the echoed context. */
function aimCard(world: World, input: PressInput): Aim {
  const card = world.state.cards.get(input.messageId ?? '')
  if (!card?.callback) throw new NoButton('no card with buttons has this message id')
  const button = card.buttons.find(({ actionType }) => actionType === input.action)
  if (!input.force) {
    if (card.userId !== input.userId) throw new NoButton('the card is in the chat of another person')
    if (card.hidden) throw new NoButton('aggregated push: the card was never shown')
    if (card.status !== 'open') throw new NoButton(`the buttons are gone, the card is ${card.status}`)
    if (!button) throw new NoButton(`the card has no button ${input.action}`)
    if (button.reasonRequired && (input.reason ?? '') === '') throw new NoButton('this button wants a reason')
    assertTakes(input, button.needAttachment)
  }
  const { url, key, token, context } = card.callback
  return {
    card,
    target: { url, key },
    body: {
      action_type: input.action,
      ...(context !== '' && { action_context: context }),
      user_id: input.userId,
      // A card knows no definition; the page lists the field for every callback.
      approval_code: '',
      message_id: int64(card.messageId),
      ...extras(world, input),
      token,
    },
  }
}

function aimTask(world: World, input: PressInput): Aim {
  const taskId = input.taskId ?? ''
  const instance = world.state.instances.get(world.state.lookups.instanceOfTask.get(taskId) ?? '')
  const task = instance?.tasks[taskId]
  if (!instance || !task) throw new NoButton('no list holds a task with this id')
  const external = world.state.definitions.get(instance.approvalCode)?.wire.external
  if (external?.action_callback_url === undefined)
    throw new NoButton('the definition has no action_callback_url')
  const config = task.wire.action_configs?.find(({ action_type }) => action_type === input.action)
  if (!input.force) {
    if (task.userId !== input.userId) throw new NoButton('the task is in the list of another person')
    if (task.wire.status !== 'PENDING') throw new NoButton(`the task is ${task.wire.status}`)
    if (!config) throw new NoButton(`the entry has no button ${input.action}`)
    if (config.is_reason_required === true && (input.reason ?? '') === '')
      throw new NoButton('this button wants a reason')
    assertTakes(input, config.is_need_attachment === true)
  }
  const named = input.via === 'search' ? { id: taskId } : { instance_id: instance.id, task_id: taskId }
  return {
    target: { url: external.action_callback_url, key: external.action_callback_key ?? '' },
    body: {
      action_type: input.action,
      ...(task.wire.action_context !== undefined && { action_context: task.wire.action_context }),
      user_id: input.userId,
      approval_code: instance.approvalCode,
      ...named,
      ...extras(world, input),
      token: external.action_callback_token ?? '',
    },
  }
}

function assertTakes({ files }: PressInput, takesFiles: boolean): void {
  if (files.length > 0 && !takesFiles) throw new NoButton('this button takes no files')
}

const extras = (world: World, { reason, attachments, files }: PressInput) => ({
  ...(reason !== undefined && { reason }),
  ...((attachments ?? files).length > 0 && {
    attachments: attachments ?? files.map((file) => lay(world, file)),
  }),
})
