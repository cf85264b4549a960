import type { PressTarget } from './press-target.ts'

/** What somebody pressed on a card that a source sent itself. `messageId`: as Feishu calls it. */
export type PressedLetter = {
  id: string
  messageId: string
  action: string
  by: string
  reason: string | null
  /** Those of Feishu, as it wrote them: JSON. */
  attachments: string | null
}

/** Whose card it is, whom it names, and where and as what the source is told of a press on it. */
export type LetterPress = { source: string; person: string; target: PressTarget }
