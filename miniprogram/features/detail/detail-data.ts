import { locale } from '../../client/services.ts'
import { LOADING } from '../../view/trouble.ts'
import { wordsIn } from '../../view/words.ts'
import type { ActionItem } from './action-items.ts'
import { NO_DECISION } from './decision.ts'
import { NOTHING_SHOWN } from './instance-view.ts'

export const EVENTS = [
  ...(['onRetry', 'onAct', 'onDecide', 'onCancel', 'onComment', 'onOpenFile', 'onLinked', 'onHome'] as const),
  'onSource',
] as const
export type DetailEvent = (typeof EVENTS)[number]

export const data = {
  t: wordsIn(locale, [...(['progress', 'comments', 'ccTitle', 'share', 'noComments', 'toHome'] as const)]),
  state: LOADING,
  shown: NOTHING_SHOWN,
  actions: [] as ActionItem[],
  mayComment: false,
  decision: NO_DECISION,
  sending: false,
  fault: '',
  /** What happened, in words; stays until the next action. */
  notice: '',
  /** Raised when a comment has arrived, so that its box empties. */
  commented: 0,
  commenting: false,
}
export type DetailData = typeof data
