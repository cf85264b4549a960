import { make, safeHref } from './dom.ts'
import { decodeEntities } from './entities.ts'

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

function outsideLink(text: string, url: string): HTMLAnchorElement {
  const link = make('a', { text, title: url })
  link.href = safeHref(url)
  link.target = '_blank'
  link.rel = 'noopener noreferrer'
  return link
}
