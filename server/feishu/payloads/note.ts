import type { Definition } from '../../../shared/definition.ts'
import type { Locale, LocalizedText } from '../../../shared/locale.ts'
import { CARD_TEXTS } from '../../../shared/card-texts.ts'
import { say } from '../../../shared/texts.ts'
import { nameOf, type Instance } from '../../domain/instance.ts'
import { numberBeside, titleOf } from '../../domain/title.ts'
import { inAll } from './i18n.ts'
import { plainInAll, plainText } from './markdown.ts'

const LONGEST_NAME = 200

/** What stands behind 来自 in Feishu's lists: the definition's own words, else those of the settings. */
export const sourceOf = ({ source }: Pick<Definition, 'source'>, usual: LocalizedText | undefined) =>
  plainInAll(source ?? usual ?? CARD_TEXTS.fromSystem, LONGEST_NAME)

/** The same as a sentence. */
export function fromIn(
  definition: Pick<Definition, 'source'>,
  usual: LocalizedText | undefined,
): Record<Locale, string> {
  const source = sourceOf(definition, usual)
  return inAll((locale) => say(CARD_TEXTS.cardNote, locale, { source: source[locale] }))
}

/**
 * 发送审批 Bot 消息, note: where a message comes from. Before it the number, for which the templates have no place, and in
 * whose stead its receiver decides.
 */
export function noteOf(
  instance: Instance,
  definition: Definition,
  { source, consignedBy }: { source: LocalizedText | undefined; consignedBy?: string | undefined },
): Record<Locale, string> {
  const from = fromIn(definition, source)
  const principal =
    consignedBy === undefined ? undefined : plainText(nameOf(instance, consignedBy), LONGEST_NAME)
  return inAll((locale) =>
    [
      numberBeside(instance, titleOf(instance, definition, locale)),
      principal === undefined ? undefined : say(CARD_TEXTS.cardNoteConsigned, locale, { name: principal }),
      from[locale],
    ]
      .filter((part) => part !== undefined)
      .join(' · '),
  )
}
