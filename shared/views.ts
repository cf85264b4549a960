import { z } from 'zod'

export const PersonView = z.object({ userId: z.string(), name: z.string() })
export type PersonView = z.infer<typeof PersonView>

/** An uploaded file. `url` opens it for ten minutes, without a token, for whoever got it. */
export const AttachmentView = z.object({
  id: z.string(),
  name: z.string(),
  /** Bytes. */
  size: z.int(),
  type: z.string(),
  url: z.string(),
})
export type AttachmentView = z.infer<typeof AttachmentView>
