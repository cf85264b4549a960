import { CurrentWindowBackendContext, NativeNode, triggerEvent, type Element } from 'glass-easel'
import { CONTROLS } from '../controls/all.ts'
import { toText, type Control, type ControlContext } from '../controls/control.ts'
import { convertRpx } from '../style/rpx.ts'
import { TAG_PREFIX } from '../ttml/tags.ts'

type Known = HTMLElement & { __wxElement?: Element }

const controls = new WeakMap<object, Control>()

/** Sends an event into the template's handlers. What the person did natively stays between them and the element. */
export function emit(element: HTMLElement, type: string, detail: unknown, bubbles = false): void {
  const target = (element as Known).__wxElement
  if (target) triggerEvent(target, type, detail, { bubbles, composed: bubbles })
}

/** The engine's way to the page: it makes our elements in place of tags, and leaves events to them. */
export function createBackendContext(context: ControlContext): CurrentWindowBackendContext {
  const backend = new CurrentWindowBackendContext()
  const ownDocument = {
    createElement: (tag: string) => createElement(tag, context),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  }
  backend.document = ownDocument as unknown as typeof backend.document
  // Components say themselves what happened to them; taps come from clicks, so that the keyboard makes them too.
  backend.setListenerStats = (element, type) => {
    if (type === 'tap') makeReachable(element as unknown as HTMLElement)
  }
  return backend
}

function createElement(tag: string, context: ControlContext): HTMLElement {
  const control = tag.startsWith(TAG_PREFIX) ? CONTROLS[tag.slice(TAG_PREFIX.length)]?.(context) : undefined
  const element = control?.element ?? document.createElement(tag)
  if (control) controls.set(element, control)
  element.setAttribute = setAttribute
  return element
}

/** Through the style's own interface: a strict Content-Security-Policy refuses style attributes. */
function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = convertRpx(value)
  else Element_setAttribute.call(this, name, value)
}

const Element_setAttribute = HTMLElement.prototype.setAttribute

// The engine would turn a picker's list into text on the way to its element.
NativeNode.prototype.updateAttribute = function (this: NativeNode, name: string, value: unknown): void {
  const element = this.getBackendElement() as unknown as HTMLElement | null
  if (!element || controls.get(element)?.set?.(name, value) === true) return
  if (value === false || value === undefined || value === null) {
    if (name.startsWith('aria-') && value === false) Element_setAttribute.call(element, name, 'false')
    else element.removeAttribute(name)
  } else
    Element_setAttribute.call(element, name, value === true && !name.startsWith('aria-') ? '' : toText(value))
}

const INTERACTIVE = 'a, button, input, select, textarea, label, [tabindex], [role="button"]'

/** A tappable view without a control in it becomes a button for keyboard and screen reader. */
function makeReachable(element: HTMLElement): void {
  if (element.matches(`${INTERACTIVE}, [role]`) && element.getAttribute('role') !== 'button') return
  requestAnimationFrame(() => {
    const isButton = element.getAttribute('role') === 'button'
    if (!isButton && (element.querySelector(INTERACTIVE) || element.textContent.trim() === '')) return
    if (!isButton && element.closest('a, button, label, [role="button"]') !== null) return
    Element_setAttribute.call(element, 'role', 'button')
    element.tabIndex = 0
  })
}

/** Turns clicks below `root` into taps, and the keys of buttons into clicks. */
export function listenForTaps(root: HTMLElement): void {
  let inLabel = false
  root.addEventListener('click', (event) => {
    // The browser clicks a label's box once more, which nobody tapped.
    if (inLabel && event.target instanceof HTMLInputElement) return
    if (event.target instanceof Element_ && event.target.closest('label') !== null) {
      inLabel = true
      setTimeout(() => (inLabel = false))
    }
    const target = known(event.target)
    if (!target) return
    const point = { clientX: event.clientX, clientY: event.clientY, pageX: event.pageX, pageY: event.pageY }
    triggerEvent(
      target,
      'tap',
      { x: event.clientX, y: event.clientY },
      {
        bubbles: true,
        composed: true,
        originalEvent: event,
        extraFields: { touches: [point], changedTouches: [point] },
      },
    )
  })
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    const target = event.target
    if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'button') return
    if (target instanceof HTMLButtonElement) return
    event.preventDefault()
    target.click()
  })
}

const Element_ = globalThis.Element

function known(target: EventTarget | null): Element | undefined {
  for (let node = target as (Node & { __wxElement?: Element }) | null; node; node = node.parentNode) {
    if (node.__wxElement) return node.__wxElement
  }
  return undefined
}
