import { make } from './ui/dom.ts'
import type { Words } from './ui/words.ts'

/** In place of the pages, when the package cannot be opened at all. */
export function showFailure(root: HTMLElement, words: Words, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  showInstead(root, words.broken, reason)
}

/** In place of the pages, when there is no Feishu around them to say who looks at them. */
export function showOutside(root: HTMLElement, words: Words): void {
  document.title = words.outside
  showInstead(root, words.outside, words.outsideWhy)
}

function showInstead(root: HTMLElement, title: string, text: string): void {
  root.replaceChildren(
    make('div', { class: 'host-failure', role: 'alert' }, make('h1', { text: title }), make('p', { text })),
  )
}
