import type { InstanceView, PressAction } from '../../../shared/responses.ts'
import type { ActionItem } from './action-items.ts'
import { NO_DECISION, type Decision } from './decision.ts'

/** What another system lets this person press on their task. */
export type Press = PressAction & { key: string; taskId: string }

/** None while one of them was pressed and waits for that system. */
export const pressesOf = ({ tasks }: Pick<InstanceView, 'tasks'>): Press[] =>
  tasks.flatMap(({ id, actions = [] }) =>
    actions.map((one) => ({ ...one, key: `press ${id} ${one.type}`, taskId: id })),
  )

export const toPressItem = (press: Press): ActionItem => ({
  action: press.key,
  text: press.name,
  look: press.type === 'APPROVE' ? 'main' : press.type === 'REJECT' ? 'danger' : 'plain',
})

/** It is asked whether words have to go along or not, so that nobody presses by mistake. */
export function toPressDecision(press: Press): Decision {
  const asks = press.reason !== 'none'
  return {
    ...NO_DECISION,
    open: true,
    action: press.key,
    title: press.name,
    confirmText: press.name,
    asks,
    required: press.reason === 'required',
    danger: press.type === 'REJECT',
    withFiles: asks && press.asksFiles,
  }
}
