import { locale } from '../../client/services.ts'
import { LOADING } from '../../view/trouble.ts'
import { wordsIn } from '../../view/words.ts'
import { NO_FIELD, type FieldView } from '../form/field-view.ts'
import { NO_DELEGATION } from './settings-view.ts'

export const EVENTS = ['onEdit', 'onPick', 'onRemove', 'onEnd', 'onSave', 'onRetry'] as const
export type SettingsEvent = (typeof EVENTS)[number]

export const data = {
  t: wordsIn(locale, [
    ...(['settings', 'delegation', 'aboutDelegation', 'endDelegation', 'save', 'saving'] as const),
    ...(['muting', 'aboutMuting', 'language', 'aboutLanguage'] as const),
  ]),
  state: LOADING,
  standing: NO_DELEGATION,
  delegation: [] as FieldView[],
  /** What is wrong with each of them, in words. */
  faults: [] as string[],
  muted: NO_FIELD,
  language: NO_FIELD,
  sending: false,
  notice: '',
}
export type SettingsData = typeof data
