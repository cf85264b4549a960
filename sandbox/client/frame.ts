import { listenToHost, makeDevice, type Device } from './device.ts'
import { make, makeButton, safeHref } from './dom.ts'
import {
  containerOf,
  frameAddress,
  HOME,
  linkFor,
  modeOf,
  readLink,
  type Place,
  type Target,
} from './links.ts'
import type { PageLinks } from './model.ts'
import type { Choice, Mode } from './choices.ts'
import type { Words } from './words.ts'

export type Frame = {
  element: HTMLElement
  open: (links: PageLinks, place: Place) => void
  openTarget: (target: Target) => void
  /** Person, language or theme changed. */
  update: (choice: Choice, words: Words) => void
  /** The window inside, to know its messages. */
  source: () => Window | null
  target: () => Target | undefined
  close: () => void
}

type Deps = { choice: Choice; words: Words; say: (text: string) => void; modeChanged: (mode: Mode) => void }

/** The phone or the PC in which pages run: a mini program's, a web app's, or what the approval center frames. */
export function createFrame(deps: Deps): Frame {
  let { choice, words } = deps
  let opened: { links: PageLinks; place: Place } | undefined
  let target: Target | undefined
  let device: Device | undefined
  const element = make('section', { class: 'stage' })

  const draw = (): void => {
    const modes = makeModes(words, choice.mode, { links: opened?.links, isHome: target === HOME }, setMode)
    const container = target ? containerOf(target, choice.mode) : ''
    device = target && makeDevice(words, frameAddress(target, choice), target.kind, { close, widen })
    device?.tell(placeName(words, container))
    element.setAttribute('aria-label', words.frame)
    Object.assign(element.dataset, { mode: choice.mode, open: String(target !== undefined), container })
    element.replaceChildren(...(device ? [modes, device.element] : [makeEmpty(words, openHome)]))
  }
  const show = (next: Target | undefined, nextOpened: typeof opened): void => {
    ;[target, opened] = [next, nextOpened]
    if (next) choice = { ...choice, mode: modeOf(next) ?? choice.mode }
    draw()
  }
  const close = (): void => show(undefined, undefined)
  const openHome = (): void => show(HOME, undefined)
  const widen = (): boolean => element.toggleAttribute('data-wide')
  const setMode = (mode: Mode): void => {
    const next = opened ? readLink(linkFor(opened.links, mode), opened.place, mode) : target
    choice = { ...choice, mode }
    if (next) show(next, opened)
    deps.modeChanged(mode)
  }
  listenToHost(() => device?.window() ?? null, {
    shown: (title, depth) => device?.show(title, depth > 0),
    share: (title) => deps.say(words.shared.replace('{t}', title)),
    exit: close,
  })
  draw()
  return {
    element,
    open(next, place) {
      const url = linkFor(next, choice.mode)
      const found = readLink(url, place, choice.mode)
      if (found) show(found, { links: next, place })
      else window.open(safeHref(url), '_blank', 'noopener')
    },
    openTarget: (next) => show(next, undefined),
    update(next, nextWords) {
      const isSame = next.user === choice.user && next.locale === choice.locale
      const isNewTheme = next.theme !== choice.theme
      choice = { ...next, mode: target ? choice.mode : next.mode }
      words = nextWords
      if (!isSame) draw()
      else if (isNewTheme) device?.post('theme', next.theme)
    },
    source: () => device?.window() ?? null,
    target: () => target,
    close,
  }
}

/** A phone has one place for everything, which has no name. */
const placeName = (words: Words, container: ReturnType<typeof containerOf> | ''): string =>
  container === '' || container === 'phone' ? '' : words[`container_${container}`]

const makeEmpty = (words: Words, openHome: () => void): HTMLElement =>
  make(
    'div',
    { class: 'stage-empty' },
    make('p', { text: words.frame_empty }),
    makeButton(words.open_home, openHome, 'button primary'),
  )

function makeModes(
  words: Words,
  mode: Mode,
  { links, isHome }: { links: PageLinks | undefined; isHome: boolean },
  setMode: (mode: Mode) => void,
): HTMLElement {
  const tab = (one: Mode): HTMLElement => {
    const button = makeButton(
      words[one],
      () => {
        setMode(one)
      },
      'tab',
    )
    button.setAttribute('aria-pressed', String(one === mode))
    button.disabled = one !== mode && !isHome && (links?.[one] ?? '') === ''
    return button
  }
  return make('div', { class: 'modes', role: 'group', label: words.frame }, tab('phone'), tab('pc'))
}
