import type { Instance, LinkedApproval } from './instance.ts'
import { numberOf, type Caption } from './picture.ts'

/** What is kept of an approval with the form that names it. */
export const toLinked = (caption: Caption): LinkedApproval => ({
  title: {
    'zh-CN': caption.title('zh-CN'),
    'en-US': caption.title('en-US'),
    'ja-JP': caption.title('ja-JP'),
  },
  number: numberOf(caption),
})

/** Whether a field takes it that names these definitions; none: any. */
export const isOfKind = (
  { definition: { code } }: Pick<Instance, 'definition'>,
  definitions: readonly string[],
): boolean => definitions.length === 0 || definitions.includes(code)

/** Nobody begins to name it any more. */
export const isGone = ({ status }: Pick<Instance, 'status'>): boolean => status === 'DELETED'
