import type { Definition } from '../../shared/definition.ts'
import { numberOf, type Instance, type LinkedApproval } from './instance.ts'
import type { Listed } from './listed.ts'
import { titleOf } from './title.ts'

/** What is kept of an approval with the form that names it. */
export const toLinked = (instance: Instance | Listed, definition: Definition): LinkedApproval => ({
  title: {
    'zh-CN': titleOf(instance, definition, 'zh-CN'),
    'en-US': titleOf(instance, definition, 'en-US'),
    'ja-JP': titleOf(instance, definition, 'ja-JP'),
  },
  number: numberOf(instance),
})

/** Whether a field takes it that names these definitions; none: any. */
export const isOfKind = (
  { definition: { code } }: Pick<Instance, 'definition'>,
  definitions: readonly string[],
): boolean => definitions.length === 0 || definitions.includes(code)

/** Nobody begins to name it any more. */
export const isGone = ({ status }: Pick<Instance, 'status'>): boolean => status === 'DELETED'
