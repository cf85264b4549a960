import type { InstanceView } from '../../../shared/responses.ts'
import type { Say } from '../../view/words.ts'
import { VERBS } from './verbs.ts'

export type Allowed = InstanceView['actions'][number]

/** A button of the action bar. */
export type ActionItem = { action: string; text: string; look: 'main' | 'danger' | 'plain' }

/** Exactly what the server lets this person do now, each action once. */
export function toActionItems(actions: readonly Pick<Allowed, 'action'>[], say: Say): ActionItem[] {
  return Object.entries(VERBS).flatMap(([action, verb]) =>
    verb && actions.some((one) => one.action === action)
      ? [{ action, text: say(verb.text), look: verb.look }]
      : [],
  )
}
