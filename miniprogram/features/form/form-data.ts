import { MOST_ROWS } from '../../../shared/form/bounds.ts'
import { locale } from '../../client/services.ts'
import { sayIn, wordsIn } from '../../view/words.ts'
import { LOADING } from '../../view/trouble.ts'
import type { NodeItem } from '../../view/node-item.ts'
import type { Chip } from './field-view.ts'
import { NOT_AGAIN } from './form-source.ts'
import { NOT_CHOOSING } from './option-search.ts'
import { NOTHING_SHOWN } from './view-changes.ts'

export const EVENTS = [
  'onEdit',
  'onLeave',
  'onPick',
  'onRemove',
  'onOptions',
  'onOptionPanel',
  'onLink',
  'onEnter',
  'onAddRow',
  'onOpenRow',
  'onRowMenu',
  'onRow',
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
    ...(['routeLoading', 'remove', 'toDetail', 'rowActions', 'emptyRow', 'rowHasFault'] as const),
    ...(['copyRow', 'moveRowUp', 'moveRowDown', 'removeRow'] as const),
  ]),
  state: LOADING,
  name: '',
  description: '',
  ...NOTHING_SHOWN,
  hasTable: false,
  /** Behind the label of what stands in a row, by its place. */
  inRow: Array.from({ length: MOST_ROWS }, (_, at) => sayIn(locale)('inRow', { number: at + 1 })),
  route: [] as NodeItem[],
  routeState: 'empty' as 'empty' | 'loading' | 'ready' | 'failed',
  routeText: '',
  routeCc: '',
  /** Of who approves, and of who is told, as a whole. */
  routeFault: '',
  ccFault: '',
  cc: [] as Chip[],
  choosing: NOT_CHOOSING,
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
