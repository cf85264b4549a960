import type { Locale } from '../../shared/locale.ts'
import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'
import { AppError } from '../domain/errors.ts'
import { PressRefused } from '../usecases/press-task.ts'

/**
 * Why a decision was not taken. `unproven`: it could be anybody's, and they learn nothing; `said`: its person is told
 * why; `later`: something failed that is nobody's fault outside, and nothing was changed.
 */
export type DecisionRefusal = {
  kind: 'unproven' | 'said' | 'later'
  words: Readonly<Record<Locale, string>>
  /** What another system said, which its person is shown as it is. */
  refusal?: PressRefused['refusal']
}

export const UNPROVEN: DecisionRefusal = { kind: 'unproven', words: REFUSAL_TEXTS.callbackRefused }

/** Of what a use case threw; a fault of ours is told to `onFailure`. */
export function refusalOf(error: unknown, onFailure: (error: unknown) => void): DecisionRefusal {
  if (error instanceof PressRefused)
    return { kind: 'said', words: error.words ?? REFUSAL_TEXTS.sourceRefused, refusal: error.refusal }
  const { code, words } = error instanceof AppError ? error : { code: 'internal', words: undefined }
  switch (code) {
    case 'callback_refused':
    case 'task_not_found':
      return UNPROVEN
    case 'decided_elsewhere':
    case 'decision_waits':
    case 'task_already_ended':
    case 'reason_required':
    case 'resubmit_needed':
    case 'form_invalid':
    case 'payload_too_large':
    case 'file_type_not_allowed':
    case 'too_many_uploads':
      return { kind: 'said', words: words ?? REFUSAL_TEXTS.callbackRefused }
    case 'source_unavailable':
      return { kind: 'later', words: words ?? REFUSAL_TEXTS.sourceSilent }
    default:
      onFailure(error)
      return { kind: 'later', words: REFUSAL_TEXTS.callbackLater }
  }
}
