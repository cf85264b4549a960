import type { Theme } from '../backends/backend.ts'

/**
 * Style sheets of the package. They are constructed, because a strict Content-Security-Policy refuses style
 * elements; what they say about the colour scheme follows the host's theme, not the system's.
 */
export function createSheets(firstTheme: Theme) {
  const sheets = new Map<string, { sheet: CSSStyleSheet; css: string }>()
  let theme = firstTheme
  const fill = ({ sheet, css }: { sheet: CSSStyleSheet; css: string }): void => {
    sheet.replaceSync(withTheme(css, theme))
  }
  return {
    add(name: string, css: string): void {
      if (sheets.has(name)) return
      const entry = { sheet: new CSSStyleSheet(), css }
      fill(entry)
      sheets.set(name, entry)
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, entry.sheet]
    },
    setTheme(next: Theme): void {
      theme = next
      sheets.forEach(fill)
    },
  }
}

export type Sheets = ReturnType<typeof createSheets>

const SCHEME = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g

/** A width that every window has stands for a scheme that holds, one that none has for the other. */
const withTheme = (css: string, theme: Theme): string =>
  css.replace(SCHEME, (_, scheme: string) => (scheme === theme ? '(min-width: 0)' : '(max-width: 0)'))
