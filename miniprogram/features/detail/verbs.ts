import type { Action } from '../../../shared/responses.ts'
import type { TextKey } from '../../view/words.ts'

type Choice = 'position' | 'toNode'

/** What is asked for before an action is taken, and the names under which it is sent. */
type Panel = {
  title: TextKey
  choice?: Choice
  /** `first`: they are picked before the panel opens. */
  people?: { as: 'to' | 'users'; most: number; first: boolean }
  /** Of the choices, the only one that needs the reason where it is required. */
  reasonWith?: string
  withoutFiles?: true
}

/** `done` is said once it has been done, of the action and not of the approval. */
type Verb = { text: TextKey; look: 'main' | 'danger' | 'plain'; done: TextKey; panel?: Panel }

/** Everyone's actions in the order of the bar. */
export const VERBS: Record<Action, Verb | undefined> = {
  approve: { text: 'approve', look: 'main', done: 'approvedNow', panel: { title: 'approveTitle' } },
  reject: { text: 'reject', look: 'danger', done: 'rejectedNow', panel: { title: 'rejectTitle' } },
  resubmit: { text: 'resubmit', look: 'main', done: 'submitted' },
  'submit-again': { text: 'submitAgain', look: 'main', done: 'submitted' },
  urge: { text: 'urge', look: 'plain', done: 'urged' },
  withdraw: {
    text: 'withdraw',
    look: 'danger',
    done: 'withdrawn',
    panel: { title: 'withdrawTitle', withoutFiles: true },
  },
  transfer: {
    text: 'transfer',
    look: 'plain',
    done: 'transferred',
    panel: { title: 'transferTitle', people: { as: 'to', most: 1, first: true } },
  },
  'add-sign': {
    text: 'addSign',
    look: 'plain',
    done: 'signersAdded',
    panel: {
      title: 'addSignTitle',
      choice: 'position',
      reasonWith: 'after',
      people: { as: 'users', most: 20, first: false },
    },
  },
  rollback: {
    text: 'rollback',
    look: 'plain',
    done: 'sentBack',
    panel: { title: 'rollbackTitle', choice: 'toNode' },
  },
  cc: {
    text: 'sendCopy',
    look: 'plain',
    done: 'copySent',
    panel: {
      title: 'sendCopyTitle',
      withoutFiles: true,
      people: { as: 'users', most: 50, first: true },
    },
  },
  postpone: { text: 'later', look: 'plain', done: 'postponed' },
  // Comments have a box of their own.
  comment: undefined,
}
