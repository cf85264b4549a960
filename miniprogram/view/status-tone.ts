import type { STATUS_NAMES } from '../../shared/texts.ts'

/** Which of the tags in `styles/base.ttss` a status wears. */
const TONES: Record<keyof typeof STATUS_NAMES, 'wait' | 'good' | 'bad' | 'plain'> = {
  PENDING: 'wait',
  APPROVED: 'good',
  REJECTED: 'bad',
  CANCELED: 'plain',
  DELETED: 'plain',
  HIDDEN: 'plain',
  TERMINATED: 'bad',
  TRANSFERRED: 'plain',
  DONE: 'plain',
}

export const statusTone = (status: keyof typeof STATUS_NAMES): string => TONES[status]
