import { createTagged, isOn, toNumber, toText, type CreateControl } from './control.ts'

export const createScrollView: CreateControl = ({ emit }) => {
  const element = createTagged('div', 'scroll-view')
  let [lower, upper] = [50, 50]
  let was = { lower: false, upper: true }
  element.addEventListener('scroll', () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = element
    emit(element, 'scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth })
    const vertical = element.hasAttribute('data-scroll-y')
    const behind = vertical ? scrollHeight - clientHeight - scrollTop : scrollWidth - clientWidth - scrollLeft
    const now = { lower: behind <= lower, upper: (vertical ? scrollTop : scrollLeft) <= upper }
    if (now.lower && !was.lower) emit(element, 'scrolltolower', { direction: vertical ? 'bottom' : 'right' })
    if (now.upper && !was.upper) emit(element, 'scrolltoupper', { direction: vertical ? 'top' : 'left' })
    was = now
  })
  return {
    element,
    set(name, value) {
      switch (name) {
        case 'scroll-y':
        case 'scroll-x':
          element.toggleAttribute(`data-${name}`, isOn(value))
          // What scrolls must be reachable by keyboard.
          element.tabIndex = 0
          return true
        case 'lower-threshold':
          lower = toNumber(value, 50)
          return true
        case 'upper-threshold':
          upper = toNumber(value, 50)
          return true
        case 'scroll-top':
          element.scrollTop = toNumber(value, 0)
          return true
        case 'scroll-left':
          element.scrollLeft = toNumber(value, 0)
          return true
        case 'scroll-into-view':
          intoView(element, toText(value))
          return true
        default:
          return name === 'scroll-with-animation' || name === 'enable-back-to-top'
      }
    },
  }
}

function intoView(element: HTMLElement, id: string): void {
  if (id === '') return
  requestAnimationFrame(() => {
    element.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView({ block: 'nearest' })
  })
}
