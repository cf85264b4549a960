import { z } from 'zod'
import { Done } from '../act-view.ts'
import { Said } from '../said.ts'
import { AFTER_IT, defineVerb, FileIds, PersonId } from './parts.ts'

/** Files may come without words. */
const CommentRequest = z
  .strictObject({
    text: Said(2_000).default(''),
    mentions: z.array(PersonId).max(50).default([]),
    attachments: FileIds.default([]),
  })
  .refine(({ text, attachments }) => text !== '' || attachments.length > 0, {
    path: ['text'],
    error: 'is empty, and there are no files',
  })

export const comment = defineVerb({
  on: 'instance',
  summary: 'Say something about an approval that I may see. Being mentioned gives nobody access.',
  answer: AFTER_IT,
  body: CommentRequest,
  // What was said stands among the comments.
  view: Done.extend({ commentId: z.string() }),
  button: 'none',
  names: ['mentions'],
  errors: ['person_not_found', 'form_invalid', 'too_many_comments', 'too_much_said', 'feishu_unavailable'],
})
