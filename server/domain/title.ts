import { titleText } from '../../shared/form/title.ts'
import type { Definition } from '../../shared/definition.ts'
import type { Locale } from '../../shared/locale.ts'
import { nameOf, namesFor, numberOf, type Instance } from './instance.ts'

/** The number, where it was given one that its title does not say. */
export const numberBeside = (
  { number }: { number: string | undefined },
  title: string,
): string | undefined => (number === undefined || title.includes(number) ? undefined : number)

/** What an approval is called, with the names that are stored with it. */
export function titleOf(
  instance: Pick<
    Instance,
    'id' | 'number' | 'initiator' | 'people' | 'departments' | 'chosen' | 'linked' | 'form'
  >,
  definition: Definition,
  locale: Locale,
): string {
  const { form, initiator } = instance
  const subject = {
    initiator: nameOf(instance, initiator.userId),
    number: numberOf(instance),
    form,
    nameOf: namesFor(instance, locale),
  }
  return titleText(definition, subject, locale)
}
