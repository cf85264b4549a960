import { textIn, type Locale } from '../../../shared/locale.ts'
import { VERB_TEXTS } from '../../../shared/verb-texts.ts'
import type { QuickAction } from '../quick-action.ts'

/** As its source calls it; what has no name there goes by Feishu's, or by its type. */
export function nameOfAction(actions: readonly QuickAction[], type: string, locale: Locale): string {
  const name = actions.find((one) => one.type === type)?.name
  if (name) return textIn(name, locale)
  if (type === 'APPROVE') return VERB_TEXTS.approve[locale]
  return type === 'REJECT' ? VERB_TEXTS.reject[locale] : type
}
