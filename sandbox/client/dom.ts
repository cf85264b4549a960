type Properties = {
  class?: string
  text?: string
  role?: string
  label?: string
  title?: string
  /** Written to `data-…`. */
  data?: Readonly<Record<string, string>>
  on?: Readonly<Record<string, (event: Event) => void>>
}

export type Child = HTMLElement | string | false | null | undefined

/** An element; what people wrote gets in as text and stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { class: className, text, role, label, title, data = {}, on = {} }: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (className !== undefined) element.className = className
  if (text !== undefined) element.textContent = text
  if (role !== undefined) element.setAttribute('role', role)
  if (label !== undefined) element.setAttribute('aria-label', label)
  if (title !== undefined) element.title = title
  Object.assign(element.dataset, data)
  for (const [type, listener] of Object.entries(on)) element.addEventListener(type, listener)
  element.append(
    ...children.filter((child): child is HTMLElement | string => child !== false && child != null),
  )
  return element
}

export function makeButton(text: string, onClick: () => void, className = 'button'): HTMLButtonElement {
  const button = make('button', { class: className, text, on: { click: onClick } })
  button.type = 'button'
  return button
}

export function makeSelect(
  label: string,
  options: readonly { value: string; text: string }[],
  chosen: string,
  onChange: (value: string) => void,
): HTMLSelectElement {
  const select = make('select', { class: 'select', label })
  select.append(...options.map(({ value, text }) => new Option(text, value, false, value === chosen)))
  select.addEventListener('change', () => {
    onChange(select.value)
  })
  return select
}

/** A link to follow: anything but http(s) leads nowhere. */
export const safeHref = (url: string): string => (/^https?:\/\//i.test(url) ? url : '#')
