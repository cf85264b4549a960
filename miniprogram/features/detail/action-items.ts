import type { InstanceView } from '../../../shared/responses.ts'
import type { Say } from '../../view/words.ts'
import { buttonOf, onBar, buttonTextOf, type Button } from './verbs.ts'

export type Allowed = InstanceView['actions'][number]

/** A button of the action bar. */
export type ActionItem = Pick<Button, 'look'> & { action: string; text: string }

/** Exactly what the server lets this person do now, each action once. */
export const toActionItems = (actions: readonly Pick<Allowed, 'action'>[], say: Say): ActionItem[] =>
  onBar(actions.map(({ action }) => action)).map((action) => ({
    action,
    text: say(buttonTextOf(action)),
    look: buttonOf(action).look,
  }))
