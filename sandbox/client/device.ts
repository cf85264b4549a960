import { make, makeButton } from './dom.ts'
import type { Target } from './links.ts'
import type { Words } from './words.ts'

type FromHost = { from?: string; type?: string; title?: string; depth?: number }

/** The host in the frame speaks by messages (host/sandbox-main.ts). */
export function listenToHost(
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

export type Device = {
  element: HTMLElement
  show: (title: string, canGoBack: boolean) => void
  /** Where on a PC the page is open. */
  tell: (place: string) => void
  post: (type: string, value?: string) => void
  window: () => Window | null
}

export function makeDevice(
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
    tell: bar.tell,
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
  const place = make('span', { class: 'device-place' })
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
      make('div', { class: 'device-names' }, title, place),
      make('div', { class: 'device-actions' }, ...actions),
    ),
    tell(text: string): void {
      place.textContent = text
    },
    show(text: string, canGoBack: boolean): void {
      title.textContent = text || words.frame
      back.disabled = !canGoBack
    },
  }
}
