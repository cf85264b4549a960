import { createTagged, isOn, toText, type CreateControl } from './control.ts'

const SHARE = 'share'

export const createButton: CreateControl = ({ share }) => {
  const element = createTagged('button', 'button')
  element.type = 'button'
  let [openType, disabled, loading] = ['', false, false]
  const apply = (): void => {
    element.disabled = disabled
    element.setAttribute('aria-busy', String(loading))
  }
  element.addEventListener('click', () => {
    if (openType === SHARE) share(element)
  })
  return {
    element,
    set(name, value) {
      switch (name) {
        case 'disabled':
          disabled = isOn(value)
          break
        case 'loading':
          loading = isOn(value)
          break
        case 'open-type':
          openType = toText(value)
          break
        case 'form-type':
        case 'formType':
          element.type = value === 'submit' || value === 'reset' ? value : 'button'
          break
        case 'type':
        case 'size':
          element.dataset[name] = toText(value)
          break
        case 'plain':
          element.toggleAttribute('data-plain', isOn(value))
          break
        case 'hover-class':
          break
        default:
          return false
      }
      apply()
      return true
    },
  }
}

export const createNavigator: CreateControl = ({ navigate }) => {
  const element = createTagged('a', 'navigator')
  element.href = '#'
  let [url, openType] = ['', 'navigate']
  element.addEventListener('click', (event) => {
    event.preventDefault()
    navigate(url, openType)
  })
  return {
    element,
    set(name, value) {
      if (name === 'url') url = toText(value)
      else if (name === 'open-type') openType = toText(value)
      else return name === 'hover-class'
      return true
    },
  }
}
