import { ApiFailure } from '../client/failure.ts'
import type { Say } from './words.ts'

/** What a page shows in place of its content. */
export type PageState = { kind: 'loading' | 'ready' | 'error' | 'hidden'; title: string; text: string }

export const LOADING: PageState = { kind: 'loading', title: '', text: '' }
export const READY: PageState = { kind: 'ready', title: '', text: '' }

/** Why nothing can be shown: a page that this person may not see, or a fault that a retry may get over. */
export function toPageState(error: unknown, say: Say): PageState {
  if (error instanceof ApiFailure && (error.status === 404 || error.status === 403)) {
    return { kind: 'hidden', title: say('hiddenTitle'), text: say('hiddenText') }
  }
  return { kind: 'error', title: say('failedTitle'), text: troubleText(error, say) }
}

/** A failed call in words; the server's own where it gave some. */
export function troubleText(error: unknown, say: Say): string {
  if (!(error instanceof ApiFailure)) return say('failedLogin')
  if (error.code === 'no_answer') return say('offline')
  if (error.code === 'person_changed') return say('personChanged')
  if (error.code === 'pick_failed') return say('pickFailed', { why: error.message })
  if (error.code === 'no_department') return say('pickedNoDepartment')
  return error.message || say('failedText')
}
