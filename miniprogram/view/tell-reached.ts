import type { Reached } from '../client/reach.ts'
import type { Say, TextKey } from './words.ts'

/** Says what was done in place of what was asked for; what cannot even be copied is shown. */
export function tellReached(reached: Reached, say: Say, copied: TextKey, text: string): void {
  if (reached === 'copied')
    tt.showToast({ title: say(copied), icon: copied === 'copied' ? 'success' : 'none' })
  if (reached === 'shown') tt.showToast({ title: text, icon: 'none' })
}
