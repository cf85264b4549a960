import { valueOfGroup } from './choice.ts'
import { createTagged, type CreateControl } from './control.ts'

export const createForm: CreateControl = ({ emit }) => {
  const element = createTagged('form', 'form')
  element.noValidate = true
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    emit(element, 'submit', { value: valuesOf(element) })
  })
  element.addEventListener('reset', () => {
    emit(element, 'reset', {})
  })
  return { element, set: (name) => name === 'report-submit' }
}

/** What the named components of a form hold. */
function valuesOf(form: HTMLElement): Record<string, unknown> {
  const named = [...form.querySelectorAll<HTMLElement>('[name], [data-name]')]
  // A box belongs to its group; its own name is ours.
  const own = named.filter(
    (element) => element.parentElement?.closest('[tt="radio"], [tt="checkbox"]') === null,
  )
  const entries = own.map((element): [string, unknown] => {
    const name = element.getAttribute('name') ?? element.dataset['name'] ?? ''
    return [name, valueOf(element)]
  })
  return Object.fromEntries(entries.filter(([name]) => name !== ''))
}

function valueOf(element: HTMLElement): unknown {
  if (element.dataset['value'] !== undefined) return JSON.parse(element.dataset['value']) as unknown
  if (element instanceof HTMLInputElement && element.type === 'checkbox') return element.checked
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return element.value
  return valueOfGroup(element)
}
