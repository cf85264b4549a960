import type { Definition } from '../../../shared/definition.ts'
import { LONGEST_TITLE } from '../../../shared/form/title.ts'
import type { Locale } from '../../../shared/locale.ts'
import type { Instance } from '../../domain/instance.ts'
import { titleOf } from '../../domain/title.ts'
import { inAll } from './i18n.ts'
import { plainText } from './markdown.ts'

/** An approval's title as plain text, in every language. */
export const titleInAll = (
  instance: Instance,
  definition: Definition,
  limit = LONGEST_TITLE,
): Record<Locale, string> => inAll((locale) => plainText(titleOf(instance, definition, locale), limit))
