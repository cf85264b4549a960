/** Where a page is and what it gets: `pages/detail?id=1`. */
export type Route = { path: string; query: Readonly<Record<string, string>> }

/**
 * Reads a page URL as `tt.navigateTo` and applinks have it: absolute with a leading slash, or relative to the
 * page that is open.
 */
export function readRoute(url: string, from = ''): Route {
  const [place, search] = splitOnce(url.replace(/#.*$/, ''), '?')
  return { path: resolvePath(place, from), query: readQuery(search) }
}

export function toUrl({ path, query }: Route): string {
  const search = Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  return search === '' ? path : `${path}?${search}`
}

/** `path` beside the file `from`; a leading slash means the package's root. */
export function resolvePath(path: string, from = ''): string {
  const start = path.startsWith('/') || !path.startsWith('.') ? [] : from.split('/').slice(0, -1)
  const parts = [...start]
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function readQuery(search: string): Record<string, string> {
  return Object.fromEntries(
    search
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name, value] = splitOnce(pair, '=')
        return [decode(name), decode(value)]
      }),
  )
}

function splitOnce(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + sign.length)]
}

/** A stray `%` is text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
