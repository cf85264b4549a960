import type { World } from '../world.ts'
import { PAGE_LOCALES } from '../localized.ts'
import { html, type Html } from './html.ts'
import { word } from './words.ts'

export type PageContext = { world: World; user: string; locale: string }

export const TABS = ['todo', 'done', 'started', 'cc', 'chat', 'start'] as const
export type Tab = (typeof TABS)[number]

const LOCALE_NAMES: Readonly<Record<string, string>> = {
  'zh-CN': '中文',
  'en-US': 'English',
  'ja-JP': '日本語',
}

/** Head, people switcher, language switch, and `body`; with `live`, the body is fetched from there again and again. */
export function layout(context: PageContext, title: string, body: Html, live?: string): string {
  const { world, user, locale } = context
  const people = [...world.state.people.values()]
  const at = `/?locale=${locale}&user=`
  return `<!doctype html>${
    html`<html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body>
        <header>
          <h1>${word('product', locale)}</h1>
          <select data-go="${at}" aria-label="person">
            ${people.map(
              (person) =>
                html`<option value="${person.userId}" ${person.userId === user && html`selected`}>
                  ${locale === 'zh-CN' ? person.name : person.enName} ·
                  ${person.userId}${person.resigned && ` (${word('resigned', locale)})`}
                </option>`,
            )}
          </select>
          <select data-go="/?user=${encodeURIComponent(user)}&locale=" aria-label="language">
            ${PAGE_LOCALES.map(
              (one) =>
                html`<option value="${one}" ${one === locale && html`selected`}>
                  ${LOCALE_NAMES[one]}
                </option>`,
            )}
          </select>
        </header>
        ${live === undefined ? body : html`<div data-live="${live}">${body}</div>`}
        <div id="said" role="status"></div>
        <script src="/page.js" type="module"></script>
      </body>
    </html>`.markup
  }`
}
