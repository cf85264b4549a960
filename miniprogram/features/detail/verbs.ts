import type { Action } from '../../../shared/responses.ts'
import { hasWords, type TextKey } from '../../view/words.ts'

/** What is asked for before an action is taken, and the names under which it is sent. */
export type Panel = {
  choice?: 'position' | 'toNode'
  /** `first`: they are picked before the panel opens. */
  people?: { as: 'to' | 'users'; most: number; first: boolean }
  /** Of the choices, the only one that needs the reason where it is required. */
  reasonWith?: string
  withoutFiles?: true
}

/** Without a panel it is done at once. Its words are `<verb>`, `<verb>-title` and, once it is done, `<verb>-done`. */
export type Button = { look: 'main' | 'danger' | 'plain'; panel?: Panel }

/** In the order of the bar. */
const BUTTONS: { [Name in Action]?: Button } = {
  approve: { look: 'main', panel: {} },
  reject: { look: 'danger', panel: {} },
  resubmit: { look: 'main' },
  'submit-again': { look: 'main' },
  urge: { look: 'plain' },
  withdraw: { look: 'danger', panel: { withoutFiles: true } },
  transfer: { look: 'plain', panel: { people: { as: 'to', most: 1, first: true } } },
  'add-sign': {
    look: 'plain',
    panel: { choice: 'position', reasonWith: 'after', people: { as: 'users', most: 20, first: false } },
  },
  rollback: { look: 'plain', panel: { choice: 'toNode' } },
  cc: { look: 'plain', panel: { withoutFiles: true, people: { as: 'users', most: 50, first: true } } },
  postpone: { look: 'plain' },
}

/** Of every other verb. */
const USUAL: Button = { look: 'plain', panel: { withoutFiles: true } }

export const buttonOf = (action: Action): Button => BUTTONS[action] ?? USUAL

/** Comments have a box of their own. */
type OnBar = Exclude<Action, 'comment'>
type AskedFor = Exclude<OnBar, 'resubmit' | 'submit-again' | 'urge' | 'postpone'>
type DoneHere = Exclude<OnBar, 'resubmit' | 'submit-again'>

export const buttonTextOf = (action: OnBar): TextKey => action
export const titleOf = (action: Action): TextKey => `${action as AskedFor}-title`
/** Of the action and not of the approval. */
export const doneTextOf = (action: Action): TextKey => `${action as DoneHere}-done`

/** The actions that have a place on the bar, in its order. A server that is newer may know more than this page. */
export function onBar(actions: readonly Action[]): OnBar[] {
  const known = actions.filter((action): action is OnBar => action !== 'comment' && hasWords(action))
  const order = Object.keys(BUTTONS)
  const placeOf = (action: Action): number => order.indexOf(action) + 1 || order.length + 1
  return [...new Set(known)].sort((a, b) => placeOf(a) - placeOf(b))
}
