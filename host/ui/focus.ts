const STOPS = 'a[href], button, input, select, textarea, [tabindex]'

/** What Tab goes through below `place`, in order. */
export const tabStops = (place: HTMLElement): HTMLElement[] =>
  [...place.querySelectorAll<HTMLElement>(STOPS)].filter(
    (element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility(),
  )

/** Whether nothing has the focus, as after the element that had it went away. */
export const isFocusLost = (): boolean =>
  document.activeElement === null || document.activeElement === document.body

/** Moves the focus there if it can be there; answers whether it is. */
export function moveFocus(element: Element | null | undefined): boolean {
  if (!(element instanceof HTMLElement)) return false
  element.focus({ preventScroll: true })
  return document.activeElement === element
}
