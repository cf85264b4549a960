import { listenToHost, makeDevice, type Device } from './device.ts'
import { make, makeButton, safeHref } from './dom.ts'
import { frameAddress, HOME, linkFor, modeOf, readApplink, type Target } from './links.ts'
import type { PageLinks } from './model.ts'
import type { Choice, Mode } from './choices.ts'
import type { Words } from './words.ts'

export type Frame = {
  element: HTMLElement
  open: (links: PageLinks) => void
  openTarget: (target: Target) => void
  /** Person, language or theme changed. */
  update: (choice: Choice, words: Words) => void
  /** The window inside, to know its messages. */
  source: () => Window | null
}

type Deps = { choice: Choice; words: Words; say: (text: string) => void; modeChanged: (mode: Mode) => void }

/** The phone or the PC in which the mini program runs. */
export function createFrame(deps: Deps): Frame {
  let { choice, words } = deps
  let links: PageLinks | undefined
  let target: Target | undefined
  let device: Device | undefined
  const element = make('section', { class: 'stage' })

  const draw = (): void => {
    const modes = makeModes(words, choice.mode, { links, isHome: target === HOME }, setMode)
    device = target && makeDevice(words, frameAddress(target, choice), target.kind, { close, widen })
    element.setAttribute('aria-label', words.frame)
    Object.assign(element.dataset, { mode: choice.mode, open: String(target !== undefined) })
    element.replaceChildren(...(device ? [modes, device.element] : [makeEmpty(words, openHome)]))
  }
  const show = (next: Target | undefined, nextLinks: PageLinks | undefined): void => {
    ;[target, links] = [next, nextLinks]
    if (next) choice = { ...choice, mode: modeOf(next) ?? choice.mode }
    draw()
  }
  const close = (): void => show(undefined, undefined)
  const openHome = (): void => show(HOME, undefined)
  const widen = (): boolean => element.toggleAttribute('data-wide')
  const setMode = (mode: Mode): void => {
    const next = links ? readApplink(linkFor(links, mode)) : target
    choice = { ...choice, mode }
    if (next) show(next, links)
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
    open(next) {
      const url = linkFor(next, choice.mode)
      const found = readApplink(url)
      if (found) show(found, next)
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
  }
}

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
