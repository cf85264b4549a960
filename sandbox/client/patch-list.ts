/**
 * Makes the children of `container` show `items`, in order. An element is made anew only when its item changed, so
 * nothing flickers, and the focus stays where it is or goes to the same control of the new element.
 */
export function patchList<T>(
  container: HTMLElement,
  items: readonly T[],
  keyOf: (item: T) => string,
  toElement: (item: T) => HTMLElement,
): void {
  const old = new Map([...container.children].map((child) => [keyAttribute(child), child as HTMLElement]))
  let next = container.firstElementChild
  for (const item of items) {
    const key = keyOf(item)
    const signature = JSON.stringify(item)
    const known = old.get(key)
    old.delete(key)
    const element = known && signatures.get(known) === signature ? known : replacement(known, toElement(item))
    element.dataset['key'] = key
    signatures.set(element, signature)
    if (known && element !== known) {
      if (next === known) next = known.nextElementSibling
      swap(known, element)
    } else if (element === next) next = next.nextElementSibling
    else container.insertBefore(element, next)
  }
  for (const gone of old.values()) gone.remove()
}

const signatures = new WeakMap<Element, string>()

const keyAttribute = (element: Element): string => element.getAttribute('data-key') ?? ''

/** What a person opened stays open. */
function replacement(known: HTMLElement | undefined, made: HTMLElement): HTMLElement {
  if (known instanceof HTMLDetailsElement && made instanceof HTMLDetailsElement) made.open = known.open
  return made
}

function swap(known: HTMLElement, made: HTMLElement): void {
  const focused = document.activeElement
  const at = focused && known.contains(focused) ? controlsOf(known).indexOf(focused as HTMLElement) : -1
  known.replaceWith(made)
  if (at < 0) return
  const controls = controlsOf(made)
  const same = controls[Math.min(at, controls.length - 1)]
  if (same) same.focus()
  else {
    made.tabIndex = -1
    made.focus()
  }
}

const controlsOf = (element: HTMLElement): HTMLElement[] => [
  ...element.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary'),
]
