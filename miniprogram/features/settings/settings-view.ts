import type { DefinitionSummary } from '../../../shared/responses.ts'
import { LOCALES, type Language } from '../../../shared/languages.ts'
import { LANGUAGE_NAMES, MUTABLE_KIND_TEXTS } from '../../../shared/settings-texts.ts'
import type { SettingsView } from '../../../shared/settings.ts'
import type { Say, TextKey } from '../../view/words.ts'
import { NO_FIELD, type FieldView } from '../form/field-view.ts'
import { periodTexts } from './period.ts'
import { KINDS, type SettingsDraft } from './settings-draft.ts'

type Reading = { say: Say; locale: Language; definitions: readonly DefinitionSummary[] }

type Named = Pick<FieldView, 'type' | 'key' | 'label'>
const toField = (named: Named, more: Partial<FieldView>): FieldView => ({
  ...NO_FIELD,
  ...named,
  id: named.key,
  ...more,
})

/** The fields about a delegate: nothing more than whom, until somebody is chosen. */
export function delegationFields(draft: SettingsDraft, reading: Reading): FieldView[] {
  const { say, definitions } = reading
  const { delegate, from, to, definitions: chosen } = draft
  const who = toField(
    { type: 'contact', key: 'delegate', label: say('delegate') },
    {
      chips: delegate ? [delegate] : [],
      full: delegate !== undefined,
    },
  )
  if (!delegate) return [who]
  const codes = [...new Set([...definitions.map(({ code }) => code), ...chosen])]
  return [
    who,
    toField({ type: 'daterange', key: 'period', label: say('delegationPeriod') }, { parts: { from, to } }),
    toField(
      { type: 'multiselect', key: 'definitions', label: say('delegatedDefinitions') },
      {
        options: codes.map((code) => ({
          value: code,
          label: nameOf(code, definitions),
          hint: '',
          checked: chosen.includes(code),
        })),
      },
    ),
  ]
}

/** One that this person may not start has no name for them. */
const nameOf = (code: string, definitions: readonly DefinitionSummary[]): string =>
  definitions.find((definition) => definition.code === code)?.name ?? code

export function mutedField({ muted }: SettingsDraft, { say, locale }: Reading): FieldView {
  return toField(
    { type: 'multiselect', key: 'muted', label: say('mutedKinds') },
    {
      options: KINDS.map((kind) => ({
        value: kind,
        label: MUTABLE_KIND_TEXTS[kind].name[locale],
        hint: MUTABLE_KIND_TEXTS[kind].about[locale],
        checked: muted.includes(kind),
      })),
    },
  )
}

export function languageField({ locale }: SettingsDraft, { say }: Reading): FieldView {
  return toField(
    { type: 'select', key: 'locale', label: say('messageLanguage') },
    {
      text: locale ?? '',
      placeholder: say('languageOfApproval'),
      options: LOCALES.map((one) => ({
        value: one,
        label: LANGUAGE_NAMES[one],
        hint: '',
        checked: one === locale,
      })),
      optionAt: locale ? LOCALES.indexOf(locale) : -1,
      optionText: locale ? LANGUAGE_NAMES[locale] : '',
    },
  )
}

/** How the saved delegation stands. */
export type DelegationState = { tag: string; tone: string; text: string; scope: string; canEnd: boolean }

export const NO_DELEGATION: DelegationState = { tag: '', tone: 'plain', text: '', scope: '', canEnd: false }

const STANDINGS: Record<'ahead' | 'now' | 'over', { tag: TextKey; text: TextKey; tone: string }> = {
  ahead: { tag: 'isAhead', text: 'delegationAhead', tone: 'info' },
  now: { tag: 'isNow', text: 'delegationNow', tone: 'good' },
  over: { tag: 'isOver', text: 'delegationOver', tone: 'plain' },
}

export function toDelegationState(
  saved: SettingsView,
  now: number,
  { say, locale, definitions }: Reading,
): DelegationState {
  const { delegation, delegate } = saved
  if (!delegation) return NO_DELEGATION
  const { from, until, definitions: codes } = delegation
  const stage = until <= now ? 'over' : from > now ? 'ahead' : 'now'
  const { tag, text, tone } = STANDINGS[stage]
  const names = codes?.map((code) => nameOf(code, definitions)).join(say('separator'))
  return {
    tag: say(tag),
    tone,
    canEnd: stage !== 'over',
    text: say(text, { ...periodTexts(delegation, now, locale), name: delegate?.name ?? delegation.to }),
    scope: names === undefined ? say('forAll') : say('forSome', { names }),
  }
}
