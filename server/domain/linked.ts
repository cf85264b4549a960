import type { Definition } from '../../shared/definition.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import { say, TEXTS } from '../../shared/texts.ts'
import { nameOf, type Instance, type LinkedApproval } from './instance.ts'
import type { Listed } from './listed.ts'

/** The pages show as many characters of an id. */
const SHORT_NUMBER = 8

/** What is kept of an approval with the form that names it. */
export function toLinked(
  instance: Pick<Listed, 'id' | 'initiator' | 'people'>,
  definition: Pick<Definition, 'name'>,
): LinkedApproval {
  const initiator = nameOf(instance, instance.initiator.userId)
  const title = (locale: Locale): string =>
    say(TEXTS.title, locale, { initiator, name: textIn(definition.name, locale) })
  return {
    title: { 'zh-CN': title('zh-CN'), 'en-US': title('en-US'), 'ja-JP': title('ja-JP') },
    number: instance.id.slice(0, SHORT_NUMBER),
  }
}

/** Whether a field takes it that names these definitions; none: any. */
export const isOfKind = (
  { definition: { code } }: Pick<Instance, 'definition'>,
  definitions: readonly string[],
): boolean => definitions.length === 0 || definitions.includes(code)

/** Nobody begins to name it any more. */
export const isGone = ({ status }: Pick<Instance, 'status'>): boolean => status === 'DELETED'
