import type { DefinitionSummary, DefinitionView, FormBasis } from '../../shared/responses.ts'
import type { AdminDefinition } from '../../shared/operator-api.ts'
import { defaultLocale, nodeNames, wayOf, type Definition } from '../../shared/definition.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { publicFields } from './form-basis.ts'

/** The language to answer in: the caller's where there is one, else the definition's own. */
export function localeFor(definition: Definition, asked: Locale | undefined): Locale {
  return asked ?? defaultLocale(definition)
}

export function toDefinitionSummary(definition: Definition, asked: Locale | undefined): DefinitionSummary {
  const locale = localeFor(definition, asked)
  const { code, name, description, group } = definition
  return {
    code,
    name: textIn(name, locale),
    description: description ? textIn(description, locale) : null,
    group: { code: group.code, name: textIn(group.name, locale) },
  }
}

export function toDefinitionView(
  { version, definition }: DefinitionRecord,
  basis: FormBasis,
  asked: Locale | undefined,
): DefinitionView {
  const locale = localeFor(definition, asked)
  return {
    ...toDefinitionSummary(definition, asked),
    version,
    form: publicFields(definition.form),
    basis,
    choices: choicesOf(definition, locale),
  }
}

/** The nodes for which the initiator names the approvers. */
export function choicesOf(definition: Definition, locale: Locale): DefinitionView['choices'] {
  return wayOf(definition)
    .filter(({ node }) => 'initiatorChoice' in node.approvers)
    .map(({ node }) => ({ nodeId: node.id, name: textIn(node.name, locale) }))
}

/** Ready words for a reason; two that read the same are one. */
export const phrasesIn = ({ phrases = [] }: Definition, locale: Locale): string[] => [
  ...new Set(phrases.map((phrase) => textIn(phrase, locale))),
]

/** The name of a node, also of the one that the flow adds by itself. */
export function nodeName(definition: Definition, nodeId: string, locale: Locale): string {
  return textIn(nodeNames(definition, nodeId), locale)
}

export function toAdminDefinition(
  { code, version, definition, approvalCode, state }: DefinitionRecord,
  lastError: string | null,
  asked: Locale | undefined,
): AdminDefinition {
  const waits = approvalCode === null || lastError !== null
  return {
    code,
    version,
    name: textIn(definition.name, localeFor(definition, asked)),
    approvalCode,
    state: state === 'retired' ? 'retired' : waits ? 'waiting' : 'live',
    lastError,
  }
}
