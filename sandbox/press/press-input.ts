import { z } from 'zod'
import { Tamper } from './tamper.ts'

export const PressInput = z.object({
  userId: z.string(),
  via: z.enum(['card', 'list', 'search']),
  /** via card */
  messageId: z.string().optional(),
  /** via list and search */
  taskId: z.string().optional(),
  action: z.string().default('APPROVE'),
  reason: z.string().optional(),
  /** As they are; `files` are laid where Feishu keeps them, and named so. */
  attachments: z.array(z.unknown()).optional(),
  files: z
    .array(
      z.object({
        name: z.string(),
        content: z.base64(),
        type: z.enum(['IMAGE', 'ATTACHMENTS']).default('ATTACHMENTS'),
      }),
    )
    .default([]),
  /** The same callback n times, one after the other or at once. */
  copies: z.number().int().min(1).max(1_000).default(1),
  concurrent: z.boolean().default(false),
  /** Presses although the button is gone, as a client with an old view does. */
  force: z.boolean().default(false),
  tamper: Tamper.default({}),
})
export type PressInput = z.infer<typeof PressInput>
