import { LOCALES, type Language } from '../../../shared/languages.ts'
import type { MutableKind, SettingsRequest, SettingsView } from '../../../shared/settings.ts'
import { MUTABLE_KIND_TEXTS } from '../../../shared/settings-texts.ts'
import type { Chosen } from '../../client/ask.ts'
import { dayKey } from '../../view/date-text.ts'
import { textOf } from '../../view/events.ts'
import { toDays, toPeriod } from './period.ts'

/** What a person has chosen on the page, saved or not. */
export type SettingsDraft = {
  delegate: Chosen | undefined
  /** First and last day of the delegation. */
  from: string
  to: string
  /** Codes; none: all of them. */
  definitions: readonly string[]
  muted: readonly MutableKind[]
  locale: Language | undefined
}

export const KINDS = Object.keys(MUTABLE_KIND_TEXTS) as MutableKind[]

/** The delegation unless it is over: nobody goes on from what is past. */
export const standing = ({ delegation }: SettingsView, now: number): SettingsView['delegation'] =>
  delegation && delegation.until > now ? delegation : undefined

export function toDraft(saved: SettingsView, now: number): SettingsDraft {
  const { muted, locale } = saved
  return { ...delegationIn(saved, now), muted, locale }
}

/** The part of a draft that is about a delegate. */
export function delegationIn(
  saved: SettingsView,
  now: number,
): Pick<SettingsDraft, 'delegate' | 'from' | 'to' | 'definitions'> {
  const delegation = standing(saved, now)
  if (!delegation) return { delegate: undefined, from: dayKey(now), to: '', definitions: [] }
  const { to, definitions = [] } = delegation
  return {
    delegate: { id: to, name: saved.delegate?.name ?? to },
    ...toDays(delegation),
    definitions,
  }
}

type Edit = { key: string; detail: Readonly<Record<string, unknown>> }

/** The draft after something was picked or ticked in a field; `detail` is what its component says. */
export function edited(draft: SettingsDraft, { key, detail }: Edit): SettingsDraft {
  const value = textOf(detail, 'value')
  const ticked = Array.isArray(detail['value']) ? (detail['value'] as unknown[]) : []
  switch (key) {
    case 'period':
      return { ...draft, [textOf(detail, 'part') === 'from' ? 'from' : 'to']: value }
    case 'definitions':
      return { ...draft, definitions: ticked.filter((one) => typeof one === 'string') }
    case 'muted':
      return { ...draft, muted: KINDS.filter((kind) => ticked.includes(kind)) }
    case 'locale':
      return { ...draft, locale: LOCALES.find((locale) => locale === value) }
    default:
      return draft
  }
}

/** All of it, as the server takes it; what is not chosen is left out. */
export function toRequest(draft: SettingsDraft, saved: SettingsView): SettingsRequest {
  const { delegate, from, to, definitions, muted, locale } = draft
  return {
    muted: [...muted],
    ...(locale && { locale }),
    ...(delegate && {
      delegation: {
        to: delegate.id,
        ...toPeriod({ from, to }, saved.delegation),
        ...(definitions.length > 0 && { definitions: [...definitions] }),
      },
    }),
  }
}
