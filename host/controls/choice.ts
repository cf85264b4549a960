import {
  createTagged,
  isOn,
  toText,
  type Control,
  type ControlContext,
  type CreateControl,
} from './control.ts'

let nextId = 0
const freshId = (): string => `tt-choice-${String((nextId += 1))}`

/** A box with its text behind it: the host is a plain element, because the package may put it into a label. */
function createChoice(kind: 'checkbox' | 'radio'): Control {
  const element = createTagged('span', kind)
  const box = document.createElement('input')
  box.type = kind
  element.append(box)
  element.addEventListener('click', (event) => {
    // In a label the click comes back to the box by itself.
    if (event.target !== box && element.closest('label') === null) box.click()
  })
  queueMicrotask(() => {
    if (kind === 'radio') box.name = groupName(element)
    if (element.closest('label') !== null || element.textContent.trim() === '') return
    if (element.id === '') element.id = freshId()
    if (!box.hasAttribute('aria-label')) box.setAttribute('aria-labelledby', element.id)
  })
  return {
    element,
    set(name, value) {
      switch (name) {
        case 'value':
          box.value = toText(value)
          return true
        case 'checked':
          box.checked = isOn(value)
          return true
        case 'disabled':
          box.disabled = isOn(value)
          return true
        case 'color':
          box.style.accentColor = toText(value)
          return true
        case 'name':
          element.dataset['name'] = toText(value)
          return true
        default:
          if (!name.startsWith('aria-')) return false
          box.setAttribute(name, toText(value))
          return true
      }
    },
  }
}

/** Radios of one group share a name, so that arrow keys go through them. */
function groupName(element: HTMLElement): string {
  const group = element.closest<HTMLElement>('[tt="radio-group"]')
  if (!group) return freshId()
  return (group.dataset['group'] ??= freshId())
}

export const createCheckbox: CreateControl = () => createChoice('checkbox')
export const createRadio: CreateControl = () => createChoice('radio')

function createGroup(kind: 'checkbox' | 'radio', { emit }: ControlContext): Control {
  const element = createTagged('div', `${kind}-group`)
  element.setAttribute('role', kind === 'radio' ? 'radiogroup' : 'group')
  element.addEventListener('change', (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== kind) return
    event.stopPropagation()
    emit(element, 'change', { value: valueOfGroup(element) })
  })
  return {
    element,
    set(name, value) {
      if (name !== 'name') return false
      element.dataset['name'] = toText(value)
      return true
    },
  }
}

export function valueOfGroup(group: HTMLElement): string | string[] {
  const chosen = [...group.querySelectorAll('input')].filter((box) => box.checked).map((box) => box.value)
  return group.getAttribute('tt') === 'radio-group' ? (chosen[0] ?? '') : chosen
}

export const createCheckboxGroup: CreateControl = (context) => createGroup('checkbox', context)
export const createRadioGroup: CreateControl = (context) => createGroup('radio', context)

export const createSwitch: CreateControl = ({ emit }) => {
  const element = createTagged('input', 'switch')
  element.type = 'checkbox'
  element.setAttribute('role', 'switch')
  element.addEventListener('change', () => {
    emit(element, 'change', { value: element.checked })
  })
  return {
    element,
    set(name, value) {
      if (name === 'checked') element.checked = isOn(value)
      else if (name === 'disabled') element.disabled = isOn(value)
      else if (name === 'color') element.style.setProperty('--switch-color', toText(value))
      else return name === 'type'
      return true
    },
  }
}
