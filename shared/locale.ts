import { z } from 'zod'
import { LOCALES } from './languages.ts'
import { hiddenIn } from './person-text.ts'
import { writtenLike } from './plain-words.ts'

// The pages take these without zod from where they are.
export { LOCALES, textIn } from './languages.ts'

export const Locale = z.enum(LOCALES)
export type Locale = z.infer<typeof Locale>

/** What nobody sees would be cleaned away here and be there in Feishu, or the other way round. */
function refuseHidden(text: string, context: z.RefinementCtx<string>): void {
  const hidden = hiddenIn(text)
  if (hidden !== undefined)
    context.addIssue({ code: 'custom', message: `has ${hidden}, which nobody sees: take it out` })
}

/** One text in one or more languages; the first one listed is the fallback. */
export const LocalizedText = z
  .partialRecord(Locale, z.string().trim().min(1).max(200).superRefine(refuseHidden), {
    error: writtenLike('{ zh-CN: 请假, en-US: Leave }'),
  })
  .refine((text) => Object.keys(text).length > 0, 'needs at least one of zh-CN, en-US, ja-JP')
export type LocalizedText = z.infer<typeof LocalizedText>
