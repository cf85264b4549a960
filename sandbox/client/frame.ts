import { make, makeButton } from './dom.ts'
import { frameAddress, linkFor, modeOf, readApplink, type Target } from './links.ts'
import type { PageLinks } from './model.ts'
import type { Choice, Mode } from './state.ts'
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
    element.setAttribute('aria-label', words.frame)
    element.dataset['mode'] = choice.mode
    element.dataset['open'] = String(target !== undefined)
    device = target && makeDevice(words, frameAddress(target, choice), target.kind, { close, widen })
    if (device) element.replaceChildren(makeModes(words, choice.mode, links, setMode), device.element)
    else element.replaceChildren(make('p', { class: 'stage-empty', text: words.frame_empty }))
  }
  const show = (next: Target | undefined, nextLinks: PageLinks | undefined): void => {
    ;[target, links] = [next, nextLinks]
    if (next) choice = { ...choice, mode: modeOf(next) }
    draw()
  }
  const close = (): void => {
    show(undefined, undefined)
  }
  const widen = (): void => {
    element.toggleAttribute('data-wide')
  }
  const setMode = (mode: Mode): void => {
    const next = links && readApplink(linkFor(links, mode))
    if (next) show(next, links)
    deps.modeChanged(mode)
  }
  listenToHost(() => device?.window() ?? null, {
    shown: (title, depth) => device?.show(title, depth > 0),
    share: (title) => {
      deps.say(words.shared.replace('{t}', title))
    },
    exit: close,
  })
  draw()
  return {
    element,
    open(next) {
      const url = linkFor(next, choice.mode)
      const found = readApplink(url)
      if (found) show(found, next)
      else window.open(url, '_blank', 'noopener')
    },
    openTarget(next) {
      show(next, undefined)
    },
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

type FromHost = { from?: string; type?: string; title?: string; depth?: number }

/** The host in the frame speaks by messages (host/sandbox-main.ts). */
function listenToHost(
  source: () => Window | null,
  on: { shown: (title: string, depth: number) => void; share: (title: string) => void; exit: () => void },
): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source === null || event.source !== source() || event.origin !== location.origin) return
    const { from, type, title = '', depth = 0 } = event.data as FromHost
    if (from !== 'host') return
    if (type === 'shown') on.shown(title, depth)
    else if (type === 'share') on.share(title)
    else if (type === 'exit') on.exit()
  })
}

type Device = {
  element: HTMLElement
  show: (title: string, canGoBack: boolean) => void
  post: (type: string, value?: string) => void
  window: () => Window | null
}

function makeDevice(
  words: Words,
  address: string,
  kind: Target['kind'],
  { close, widen }: { close: () => void; widen: () => void },
): Device {
  const iframe = make('iframe', { title: words.frame })
  iframe.allow = 'clipboard-write'
  iframe.src = address
  const post = (type: string, value?: string): void => {
    iframe.contentWindow?.postMessage({ type, value }, location.origin)
  }
  const bar = makeBar(words, { post, close, widen, isMini: kind === 'mini' })
  return {
    element: make('div', { class: 'device' }, bar.element, iframe),
    show: bar.show,
    post,
    window: () => iframe.contentWindow,
  }
}

function makeBar(
  words: Words,
  {
    post,
    close,
    widen,
    isMini,
  }: { post: (type: string) => void; close: () => void; widen: () => void; isMini: boolean },
) {
  const icon = (label: string, glyph: string, onClick: () => void): HTMLButtonElement => {
    const button = makeButton(glyph, onClick, 'icon')
    button.setAttribute('aria-label', label)
    button.title = label
    return button
  }
  const back = icon(words.back, '‹', () => {
    post('back')
  })
  back.disabled = true
  const title = make('h2', { class: 'device-title', text: words.frame })
  const actions = [
    isMini &&
      icon(words.refresh, '↻', () => {
        post('refresh')
      }),
    isMini &&
      icon(words.share, '⤴', () => {
        post('share')
      }),
    icon(words.wide, '⤢', widen),
    icon(words.close, '✕', close),
  ]
  return {
    element: make(
      'header',
      { class: 'device-bar' },
      back,
      title,
      make('div', { class: 'device-actions' }, ...actions),
    ),
    show(text: string, canGoBack: boolean): void {
      title.textContent = text || words.frame
      back.disabled = !canGoBack
    },
  }
}

function makeModes(
  words: Words,
  mode: Mode,
  links: PageLinks | undefined,
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
    button.disabled = one !== mode && (links?.[one] ?? '') === ''
    return button
  }
  return make('div', { class: 'modes', role: 'group', label: words.frame }, tab('phone'), tab('pc'))
}
