import { make } from './dom.ts'

export type Toasts = {
  show: (toast: { title: string; icon: string; mask: boolean; durationMs: number | null }) => void
  hide: () => void
}

/** One toast at a time; a loading toast stays until it is taken away. */
export function createToasts(): Toasts {
  const toast = make('div', { class: 'host-toast', role: 'status' })
  const mask = make('div', { class: 'host-mask' })
  let timer: ReturnType<typeof setTimeout> | undefined
  const hide = (): void => {
    clearTimeout(timer)
    toast.textContent = ''
    toast.removeAttribute('data-icon')
    mask.remove()
  }
  document.body.append(toast)
  return {
    hide,
    show({ title, icon, mask: isMasked, durationMs }) {
      hide()
      toast.dataset['icon'] = icon
      toast.append(make('span', { class: 'host-toast-icon' }), make('span', { text: title }))
      // A modal dialog covers everything else: the toast belongs on top of it.
      const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
      top.append(toast)
      if (isMasked) top.append(mask)
      if (durationMs !== null) timer = setTimeout(hide, durationMs)
    },
  }
}
