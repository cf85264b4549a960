import type { Words } from '../ui/words.ts'

/** A built-in component: one real element, told about the attributes of its template. */
export type Control = {
  element: HTMLElement
  /** An attribute got a value. Answers false for what is an attribute of the element as it is. */
  set?: (name: string, value: unknown) => boolean
}

export type ControlContext = {
  /** An event of the component, for the handlers in the template. */
  emit: (element: HTMLElement, type: string, detail: unknown) => void
  words: Words
  /** The address of a file that a page names. */
  resolveFile: (path: string) => string
  /** What `<navigator>` and share buttons ask of the host. */
  navigate: (url: string, openType: string) => void
  share: (target: HTMLElement) => void
}

export type CreateControl = (context: ControlContext) => Control

/** Templates hand over text, numbers and booleans; `"false"` is text and therefore true, as in the client. */
export const isOn = (value: unknown): boolean =>
  value !== false && value !== undefined && value !== null && value !== ''

export const toText = (value: unknown): string => {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

export const toNumber = (value: unknown, otherwise: number): number => {
  const number = Number(value)
  return value === '' || value === null || Number.isNaN(number) ? otherwise : number
}

export function createTagged<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  // Styles of the package speak of tags; see convert-style.ts.
  element.setAttribute('tt', name)
  return element
}
