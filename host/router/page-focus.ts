import { moveFocus } from '../ui/focus.ts'

const lastFocused = new WeakMap<HTMLElement, Element>()

/** Before a page is hidden: what the person was at. */
export function keepFocus(page: HTMLElement): void {
  const active = document.activeElement
  if (active && page.contains(active)) lastFocused.set(page, active)
}

/** A page that takes another one's place takes the keyboard too: back to what the person was at, or to its top. */
export function handFocus(page: HTMLElement): void {
  // A frame does not take the focus away from the window around it.
  if (!document.hasFocus()) return
  const before = lastFocused.get(page)
  if (!before?.isConnected || !moveFocus(before)) moveFocus(page)
}
