import { locale } from '../../client/services.ts'
import { wordsIn } from '../../view/words.ts'
import { LOADING } from '../../view/trouble.ts'
import type { NodeItem } from '../../view/node-item.ts'
import type { Chip, FieldView } from './field-view.ts'
import { NOT_AGAIN } from './form-source.ts'

export const EVENTS = [
  'onEdit',
  'onLeave',
  'onPick',
  'onRemove',
  'onChoose',
  'onPickCc',
  'onRemoveCc',
  'onSubmit',
  'onRetry',
  'onRetryRoute',
  'onDiscard',
  'onDetail',
] as const
export type FormEvent = (typeof EVENTS)[number]

export const data = {
  t: wordsIn(locale, [
    ...(['routeTitle', 'ccTitle', 'addCc', 'submitting', 'retry', 'draftRestored'] as const),
    ...(['routeLoading', 'remove', 'toDetail'] as const),
  ]),
  state: LOADING,
  name: '',
  description: '',
  fields: [] as FieldView[],
  /** In words, at the place of its field; empty without one. */
  faults: [] as string[],
  route: [] as NodeItem[],
  routeState: 'empty' as 'empty' | 'loading' | 'ready' | 'failed',
  routeText: '',
  routeCc: '',
  /** Of who approves, and of who is told, as a whole. */
  routeFault: '',
  ccFault: '',
  cc: [] as Chip[],
  restored: false,
  discardText: '',
  submitText: '',
  /** Of what came back: by whom, and why. */
  again: NOT_AGAIN,
  /** What could not be taken over of an earlier one. */
  lost: '',
  gone: false,
  sending: false,
  notice: '',
}
export type FormData = typeof data
