import type { Locale, LocalizedText } from '../../../shared/locale.ts'
import { CARD_TEXTS } from '../../../shared/card-texts.ts'
import { say } from '../../../shared/texts.ts'
import { numberBeside, type Picture, type PicturedTask } from '../../domain/picture.ts'
import { inAll } from './i18n.ts'
import { plainInAll, plainText } from './markdown.ts'

const LONGEST_NAME = 200

/** What stands behind 来自 in Feishu's lists: its own words, else those of the settings. */
export const sourceOf = (
  { source }: { source?: LocalizedText | undefined },
  usual: LocalizedText | undefined,
) => plainInAll(source ?? usual ?? CARD_TEXTS.fromSystem, LONGEST_NAME)

/** The same as a sentence. */
export function fromIn(
  picture: Pick<Picture, 'source'>,
  usual: LocalizedText | undefined,
): Record<Locale, string> {
  const source = sourceOf(picture, usual)
  return inAll((locale) => say(CARD_TEXTS.cardNote, locale, { source: source[locale] }))
}

/**
 * 发送审批 Bot 消息, note: where a message comes from. Before it the number, for which the templates have no place, and in
 * whose stead its receiver decides.
 */
export function noteOf(
  picture: Picture,
  { source, principal = null }: { source: LocalizedText | undefined; principal?: PicturedTask['principal'] },
): Record<Locale, string> {
  const from = fromIn(picture, source)
  const name = principal && plainText(principal.name, LONGEST_NAME)
  return inAll((locale) =>
    [
      numberBeside(picture, picture.title(locale)),
      name === null ? undefined : say(CARD_TEXTS.cardNoteConsigned, locale, { name }),
      from[locale],
    ]
      .filter((part) => part !== undefined)
      .join(' · '),
  )
}
