import { make, safeHref } from './dom.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** Entities are how a card's text says its special characters; decoded they are text and never markup. */
export const decodeEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
      const code = decimal !== undefined ? Number(decimal) : parseInt(hex ?? '', 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )

const MARK = /\*\*([^*]+)\*\*|~~([^~]+)~~|\[([^\]]+)\]\(([^)\s]+)\)|\n/g

/**
 * The Markdown of cards: bold, struck, links, line breaks. It is read before entities are decoded, as Feishu does: a
 * person's text that was not escaped would format or link here, so that one sees it.
 */
export function renderMarkdown(text: string): (HTMLElement | string)[] {
  const parts: (HTMLElement | string)[] = []
  let at = 0
  for (const found of text.matchAll(MARK)) {
    parts.push(decodeEntities(text.slice(at, found.index)))
    const [, bold, struck, name, url] = found
    if (bold !== undefined) parts.push(make('strong', { text: decodeEntities(bold) }))
    else if (struck !== undefined) parts.push(make('s', { text: decodeEntities(struck) }))
    else if (name !== undefined) parts.push(outsideLink(decodeEntities(name), decodeEntities(url ?? '')))
    else parts.push(make('br'))
    at = found.index + found[0].length
  }
  parts.push(decodeEntities(text.slice(at)))
  return parts.filter((part) => part !== '')
}

export function outsideLink(text: string, url: string): HTMLAnchorElement {
  const link = make('a', { text, title: url })
  link.href = safeHref(url)
  link.target = '_blank'
  link.rel = 'noopener noreferrer'
  return link
}
