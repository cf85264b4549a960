import type { View } from './page.ts'

/** Says a fault that may have been said before: the same words twice would be no change, and not be shown anew. */
export function tellAgain(view: Pick<View<{ fault: string }>, 'set'>, fault: string): void {
  view.set({ fault: '' })
  view.set({ fault })
}
