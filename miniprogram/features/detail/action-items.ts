import type { Action, InstanceView } from '../../../shared/api.ts'
import type { Say, TextKey } from '../../view/words.ts'

export type Allowed = InstanceView['actions'][number]

/** A button of the action bar. */
export type ActionItem = { action: Action; text: string; look: 'main' | 'danger' | 'plain' }

// In the order of the bar. Comments have a box of their own, so they need no button.
const BUTTONS: Partial<Record<Action, { text: TextKey; look: ActionItem['look'] }>> = {
  approve: { text: 'approve', look: 'main' },
  reject: { text: 'reject', look: 'danger' },
  withdraw: { text: 'withdraw', look: 'danger' },
  postpone: { text: 'later', look: 'plain' },
}

/** Exactly what the server lets this person do now, each action once. */
export function toActionItems(actions: readonly Allowed[], say: Say): ActionItem[] {
  return (Object.keys(BUTTONS) as Action[]).flatMap((action) => {
    const button = BUTTONS[action]
    return button && actions.some((one) => one.action === action)
      ? [{ action, text: say(button.text), look: button.look }]
      : []
  })
}

/** What is asked before an action is taken. */
export type Decision = {
  open: boolean
  action: Action | ''
  title: string
  confirmText: string
  /** Whether words are asked for, and whether it goes without. */
  asks: boolean
  required: boolean
  danger: boolean
  withFiles: boolean
}

export const NO_DECISION: Decision = {
  ...{ open: false, action: '', title: '', confirmText: '', asks: false, required: false },
  ...{ danger: false, withFiles: false },
}

const TITLES: Record<'approve' | 'reject' | 'withdraw', TextKey> = {
  approve: 'approveTitle',
  reject: 'rejectTitle',
  withdraw: 'withdrawTitle',
}

export function toDecision(
  { action, reason }: Pick<Allowed, 'reason'> & { action: 'approve' | 'reject' | 'withdraw' },
  say: Say,
): Decision {
  return {
    open: true,
    action,
    title: say(TITLES[action]),
    confirmText: say(action),
    asks: reason !== 'none',
    required: reason === 'required',
    danger: action !== 'approve',
    withFiles: action !== 'withdraw' && reason !== 'none',
  }
}
