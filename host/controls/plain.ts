import { createTagged, isOn, toNumber, toText, type CreateControl } from './control.ts'

export const createView: CreateControl = () => ({ element: createTagged('div', 'view') })

export const createText: CreateControl = () => ({
  element: createTagged('span', 'text'),
  set: (name) => ['selectable', 'user-select', 'space', 'decode'].includes(name),
})

export const createLabel: CreateControl = () => ({ element: createTagged('label', 'label') })

export const createImage: CreateControl = ({ emit, resolveFile }) => {
  const element = createTagged('img', 'image')
  element.alt = ''
  element.addEventListener('load', () => {
    emit(element, 'load', { width: element.naturalWidth, height: element.naturalHeight })
  })
  element.addEventListener('error', () => {
    emit(element, 'error', { errMsg: `image:fail ${element.src}` })
  })
  return {
    element,
    set(name, value) {
      if (name === 'src') {
        // An empty src would load the page itself.
        if (toText(value) === '') element.removeAttribute('src')
        else element.src = resolveFile(toText(value))
      } else if (name === 'mode') element.dataset['mode'] = toText(value)
      else if (name === 'lazy-load') element.loading = isOn(value) ? 'lazy' : 'eager'
      else return false
      return true
    },
  }
}

const GLYPHS: Readonly<Record<string, string>> = {
  success: '✓',
  success_no_circle: '✓',
  info: 'i',
  warn: '!',
  waiting: '…',
  cancel: '✕',
  clear: '✕',
  download: '↓',
  search: '⌕',
}

export const createIcon: CreateControl = () => {
  const element = createTagged('span', 'icon')
  element.setAttribute('aria-hidden', 'true')
  return {
    element,
    set(name, value) {
      if (name === 'type') {
        element.dataset['type'] = toText(value)
        element.textContent = GLYPHS[toText(value)] ?? ''
      } else if (name === 'size') element.style.fontSize = `${String(toNumber(value, 24))}px`
      else if (name === 'color') element.style.color = toText(value)
      else if (name === 'aria-label') {
        element.setAttribute('role', 'img')
        element.removeAttribute('aria-hidden')
        element.setAttribute('aria-label', toText(value))
      } else return false
      return true
    },
  }
}

export const createProgress: CreateControl = () => {
  const element = createTagged('progress', 'progress')
  element.max = 100
  return {
    element,
    set(name, value) {
      if (name !== 'percent') return false
      element.value = toNumber(value, 0)
      return true
    },
  }
}

type RichNode = { type?: unknown; text?: unknown; children?: unknown }

/** Text only: markup that a page was handed never becomes markup here. */
export const createRichText: CreateControl = () => {
  const element = createTagged('div', 'rich-text')
  const textOf = (node: RichNode): string =>
    node.type === 'text'
      ? toText(node.text)
      : Array.isArray(node.children)
        ? node.children.map(textOf).join('')
        : ''
  return {
    element,
    set(name, value) {
      if (name !== 'nodes') return false
      element.textContent = Array.isArray(value)
        ? value.map((node) => textOf(node as RichNode)).join('')
        : toText(value)
      return true
    },
  }
}

export const createSwiper: CreateControl = () => {
  const element = createTagged('div', 'swiper')
  element.tabIndex = 0
  return { element }
}

export const createSwiperItem: CreateControl = () => ({ element: createTagged('div', 'swiper-item') })
