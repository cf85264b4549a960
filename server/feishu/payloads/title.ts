import { LONGEST_TITLE } from '../../../shared/form/title.ts'
import type { Locale } from '../../../shared/locale.ts'
import type { Picture } from '../../domain/picture.ts'
import { inAll } from './i18n.ts'
import { plainText } from './markdown.ts'

/** An approval's title as plain text, in every language. */
export const titleInAll = (
  { title }: Pick<Picture, 'title'>,
  limit = LONGEST_TITLE,
): Record<Locale, string> => inAll((locale) => plainText(title(locale), limit))
