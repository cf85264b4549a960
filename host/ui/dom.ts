type Properties = {
  class?: string
  text?: string
  role?: string
  label?: string
  on?: Readonly<Record<string, (event: Event) => void>>
}

/** An element with text that stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { class: className, text, role, label, on = {} }: Properties = {},
  ...children: (HTMLElement | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (className !== undefined) element.className = className
  if (text !== undefined) element.textContent = text
  if (role !== undefined) element.setAttribute('role', role)
  if (label !== undefined) element.setAttribute('aria-label', label)
  for (const [type, listener] of Object.entries(on)) element.addEventListener(type, listener)
  element.append(...children)
  return element
}

export function makeButton(text: string, onClick: () => void, className = 'host-button'): HTMLButtonElement {
  const button = make('button', { class: className, text, on: { click: onClick } })
  button.type = 'button'
  return button
}
