import { CONTROL_ROUTES } from '../control/control-app.ts'
import { REGISTRATION_PATHS } from '../app/registration-pages.ts'
import { APPLINK_PATHS } from './applinks.ts'
import { AUTHORIZE_PATH } from './authorize.ts'
import { ROUTES } from './routes.ts'

/** The text of ROUTES.md: every route with its state of support. */
export function renderRoutes(): string {
  const platform = ROUTES.map(({ method, path, api, page, support, scopes, limited }) => [
    `\`${method} ${path}\``,
    `\`${api}\``,
    page,
    support,
    scopes.map((scope) => `\`${scope}\``).join(' or ') || '–',
    limited ? '50/s, 1000/min' : '–',
  ])
  const control = CONTROL_ROUTES.map(({ method, path, what }) => [`\`${method} ${path}\``, what])
  return [
    '# Routes of the sandbox',
    '',
    'Made from the code; `npx vitest run test/sandbox/routes.test.ts -u` writes it again.',
    '',
    '## Open platform',
    '',
    'Any other path answers 404 with code 99991201.',
    '',
    table(
      ['route', 'name', 'page of the documentation', 'support', 'one of these scopes', 'limit'],
      platform,
    ),
    '',
    `Applinks open the sandbox's own pages: ${APPLINK_PATHS.map((path) => `\`GET ${path}\``).join(', ')}. The page of 获取授权码 asks who one is: \`GET ${AUTHORIZE_PATH}\`.`,
    '',
    `Beside it, as on the host for accounts: ${REGISTRATION_PATHS.map((path) => `\`${path}\``).join(', ')} (the SDK's \`registerApp\`).`,
    '',
    '## Control',
    '',
    table(['route', 'what'], control),
    '',
  ].join('\n')
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((cell, at) => Math.max(...[cell, ...rows.map((row) => row[at] ?? '')].map(width)))
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell))).join(' | ')} |`
  return [line(head), line(widths.map((size) => '-'.repeat(size))), ...rows.map(line)].join('\n')
}

/** Chinese characters take two columns. */
const width = (text: string): number =>
  text.length + (text.match(/[\u2e80-\u9fff\uff00-\uffef]/g)?.length ?? 0)
