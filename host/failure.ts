import { make } from './ui/dom.ts'
import type { Words } from './ui/words.ts'

/** In place of the pages, when the package cannot be opened at all. */
export function showFailure(root: HTMLElement, words: Words, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  root.replaceChildren(
    make(
      'div',
      { class: 'host-failure', role: 'alert' },
      make('h1', { text: words.broken }),
      make('p', { text: reason }),
    ),
  )
}
