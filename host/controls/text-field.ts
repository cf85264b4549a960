import {
  createTagged,
  isOn,
  toNumber,
  toText,
  type Control,
  type ControlContext,
  type CreateControl,
} from './control.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

/** What `<input>` and `<textarea>` of the client have in common. */
function createField(element: Field, { emit }: ControlContext): Required<Control> {
  // The client's default; -1 is without a limit.
  element.maxLength = 140
  const say = (type: string): void => {
    emit(element, type, { value: element.value, cursor: element.selectionStart ?? element.value.length })
  }
  // While an input method composes, the value is not what the person means yet; the client waits as well.
  element.addEventListener('input', (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) say('input')
  })
  element.addEventListener('compositionend', () => say('input'))
  element.addEventListener('focus', () => say('focus'))
  element.addEventListener('blur', () => say('blur'))
  let bound: string | undefined
  /** The same text again is no change: what was typed since stays, as in the client. */
  const bind = (text: string): void => {
    if (bound === text) return
    bound = text
    // Writing what stands there would move the cursor to the end.
    if (element.value !== text) element.value = text
  }
  const set = (name: string, value: unknown): boolean => {
    switch (name) {
      case 'value':
        bind(toText(value))
        return true
      case 'disabled':
        element.disabled = isOn(value)
        return true
      case 'maxlength':
        setMaxLength(element, toNumber(value, 140))
        return true
      case 'focus':
      case 'auto-focus':
        if (isOn(value)) requestAnimationFrame(() => element.focus())
        return true
      case 'placeholder':
        element.placeholder = toText(value)
        return true
      default:
        return IGNORED.has(name)
    }
  }
  return { element, set }
}

const IGNORED = new Set([
  'placeholder-style',
  'placeholder-class',
  'cursor-spacing',
  'adjust-position',
  'hold-keyboard',
])

function setMaxLength(element: Field, length: number): void {
  if (length >= 0) element.maxLength = length
  else element.removeAttribute('maxlength')
}

const INPUT_MODES: Readonly<Record<string, string>> = { number: 'numeric', digit: 'decimal', idcard: 'text' }

export const createInput: CreateControl = (context) => {
  const element = createTagged('input', 'input')
  const field = createField(element, context)
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing)
      context.emit(element, 'confirm', { value: element.value })
  })
  return {
    element,
    set(name, value) {
      if (name === 'type') {
        element.type = value === 'password' ? 'password' : 'text'
        element.inputMode = INPUT_MODES[toText(value)] ?? 'text'
        return true
      }
      if (name === 'password') {
        if (isOn(value)) element.type = 'password'
        return true
      }
      if (name === 'confirm-type') {
        element.enterKeyHint = toText(value)
        return true
      }
      return field.set(name, value)
    },
  }
}

export const createTextarea: CreateControl = (context) => {
  const element = createTagged('textarea', 'textarea')
  const field = createField(element, context)
  return {
    element,
    set(name, value) {
      if (name !== 'auto-height') return field.set(name, value)
      element.toggleAttribute('data-auto-height', isOn(value))
      return true
    },
  }
}
