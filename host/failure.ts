import { make, makeButton } from './ui/dom.ts'
import type { Words } from './ui/words.ts'

/** In place of the pages, when the package cannot be opened at all. */
export function showFailure(root: HTMLElement, words: Words, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  showInstead(root, words.broken, reason)
}

export type Outside = {
  /** What went wrong with a login. */
  trouble?: 'refused' | 'unknown' | undefined
  /** Undefined: this browser cannot log in here. */
  signIn: (() => void) | undefined
  /** Opens the same page in Feishu. */
  link: string
}

/** In place of the pages, when there is no Feishu around them to say who looks at them. */
export function showOutside(root: HTMLElement, words: Words, { trouble, signIn, link }: Outside): void {
  document.title = words.outside
  const told = trouble && { refused: words.signInRefused, unknown: words.signInUnknown }[trouble]
  const open = make('a', { class: 'host-button', text: words.openInFeishu })
  Object.assign(open, { href: link, target: '_blank', rel: 'noopener' })
  showInstead(root, words.outside, words.outsideWhy, [
    make('p', { text: signIn ? words.outsideChoice : words.signInImpossible }),
    ...(told === undefined ? [] : [make('p', { class: 'host-trouble', text: told })]),
    make(
      'div',
      { class: 'host-ways' },
      ...(signIn ? [makeButton(words.signIn, signIn, 'host-button primary')] : []),
      open,
    ),
  ])
}

function showInstead(root: HTMLElement, title: string, text: string, more: HTMLElement[] = []): void {
  const heading = make('h1', { text: title })
  root.replaceChildren(
    make('div', { class: 'host-failure', role: 'alert' }, heading, make('p', { text }), ...more),
  )
}
