import type { Theme } from './backends/backend.ts'

const DARK = '(prefers-color-scheme: dark)'

/** The theme that is wished for, or the system's. */
export function createTheme(wish: string | null, changed: (theme: Theme) => void) {
  let wished = readTheme(wish)
  const system = matchMedia(DARK)
  const current = (): Theme => wished ?? (system.matches ? 'dark' : 'light')
  const apply = (): void => {
    document.documentElement.dataset['theme'] = current()
  }
  system.addEventListener('change', () => {
    if (wished !== undefined) return
    apply()
    changed(current())
  })
  apply()
  return {
    current,
    set(next: string | null): void {
      const before = current()
      wished = readTheme(next)
      apply()
      if (current() !== before) changed(current())
    },
  }
}

const readTheme = (text: string | null): Theme | undefined =>
  text === 'light' || text === 'dark' ? text : undefined
