import type { InstanceView } from '../../../shared/responses.ts'
import type { Say } from '../../view/words.ts'
import type { ActionItem } from './action-items.ts'
import { NO_DECISION, type Decision } from './decision.ts'

type Task = InstanceView['tasks'][number]
type Pressable = NonNullable<Task['actions']>[number]

/** What another system lets this person press on their task. */
export type Press = Pressable & { key: string; taskId: string }

/** None while one of them was pressed and waits for that system. */
export const pressesOf = ({ tasks }: Pick<InstanceView, 'tasks'>): Press[] =>
  tasks.flatMap(({ id, actions = [], pressed }) =>
    pressed ? [] : actions.map((one) => ({ ...one, key: `press ${id} ${one.type}`, taskId: id })),
  )

/** Its own name for it; Feishu's two have ours. */
const textOf = ({ type, name }: Pick<Pressable, 'type' | 'name'>, say: Say): string =>
  name ?? (type === 'REJECT' ? say('reject') : type === 'APPROVE' ? say('approve') : type)

export const pressedText = ({ actions = [], pressed }: Task, say: Say): string => {
  const type = pressed?.action ?? ''
  return textOf(actions.find((one) => one.type === type) ?? { type, name: null }, say)
}

export const toPressItem = (press: Press, say: Say): ActionItem => ({
  action: press.key,
  text: textOf(press, say),
  look: press.type === 'APPROVE' ? 'main' : press.type === 'REJECT' ? 'danger' : 'plain',
})

/** It is asked whether words have to go along or not, so that nobody presses by mistake. */
export function toPressDecision(press: Press, say: Say): Decision {
  const text = textOf(press, say)
  const asks = press.reason !== 'none'
  return {
    ...NO_DECISION,
    open: true,
    action: press.key,
    title: text,
    confirmText: text,
    asks,
    required: press.reason === 'required',
    danger: press.type === 'REJECT',
    withFiles: asks && press.asksFiles,
  }
}
