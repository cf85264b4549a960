import { isFocusLost, moveFocus, tabStops } from './focus.ts'

const OWN = 'dialog[open]'
const OF_PAGES = '[role="dialog"][aria-modal="true"]'

type Open = { dialog: HTMLElement; opener: Element | null }

/**
 * Makes dialogs of the pages below `root` as modal to the keyboard as our own are: they take the focus, Tab stays
 * inside, and the focus goes back to what opened them. Escape calls `cancel`.
 */
export function watchDialogs(
  root: HTMLElement,
  { cancel, page }: { cancel: (dialog: HTMLElement) => void; page: () => HTMLElement | undefined },
): void {
  let open: Open | undefined
  const look = (): void => {
    const dialog = lastVisible(root, OF_PAGES)
    if (dialog === open?.dialog) return
    const opener = open ? open.opener : document.activeElement
    open = dialog && { dialog, opener }
    if (dialog) takeFocus(dialog)
    else if (isFocusLost() && !moveFocus(opener)) moveFocus(page())
  }
  new MutationObserver(look).observe(root, { childList: true, subtree: true })
  document.addEventListener('keydown', (event) => {
    const own = lastVisible(document.body, OWN)
    const dialog = own ?? open?.dialog
    if (!dialog || event.isComposing) return
    if (event.key === 'Tab') keepInside(dialog, event)
    // The browser closes our own.
    if (event.key === 'Escape' && !own) cancel(dialog)
  })
}

const lastVisible = (place: HTMLElement, selector: string): HTMLElement | undefined =>
  [...place.querySelectorAll<HTMLElement>(selector)].findLast((dialog) => dialog.checkVisibility())

function takeFocus(dialog: HTMLElement): void {
  if (dialog.contains(document.activeElement)) return
  dialog.tabIndex = -1
  moveFocus(tabStops(dialog)[0] ?? dialog)
}

/** Round from the last stop to the first and back; in between, and within a field of several parts, Tab is the browser's. */
function keepInside(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = tabStops(dialog)
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
  const active = document.activeElement
  const isInside = dialog.contains(active) && active !== dialog
  if (isInside && (active !== edge || active.matches('[type="date"], [type="time"]'))) return
  event.preventDefault()
  moveFocus(other ?? dialog)
}
