import { LOCALES, MODES, SECTIONS, THEMES, type Choice, type Theme } from './choices.ts'

const KEY = 'sandbox-client'

/** From the address, else as it was the last time, else what suits the browser. */
export function readChoice(): Choice {
  const query = new URLSearchParams(location.search)
  const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choice>
  const read = <T extends string>(name: keyof Choice, all: readonly T[], otherwise: T): T =>
    all.find((one) => one === query.get(name)) ?? all.find((one) => one === kept[name]) ?? otherwise
  const browser = LOCALES.find((locale) => navigator.language.startsWith(locale.slice(0, 2))) ?? 'zh-CN'
  return {
    user: query.get('user') ?? kept.user ?? 'u_dev',
    locale: read('locale', LOCALES, browser),
    theme: read('theme', THEMES, 'auto'),
    section: read('section', SECTIONS, 'chat'),
    mode: read('mode', MODES, 'phone'),
  }
}

/** Kept for the next time, and in the address so that it can be handed on. */
export function keepChoice(choice: Choice): void {
  localStorage.setItem(KEY, JSON.stringify(choice))
  const { user, locale, section } = choice
  history.replaceState(null, '', `/?${new URLSearchParams({ user, locale, section }).toString()}`)
}

export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
