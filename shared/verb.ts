import { z } from 'zod'

/** What can be done to an approval: by people, by an operator (`hand-over`, `terminate`) or by the system itself. */
export const Verb = z.enum([
  'submit',
  'approve',
  'reject',
  'transfer',
  'add-sign',
  'rollback',
  'resubmit',
  'postpone',
  'withdraw',
  'urge',
  'cc',
  'read',
  'comment',
  'terminate',
  'hand-over',
  'time-out',
  'repair',
])
export type Verb = z.infer<typeof Verb>
