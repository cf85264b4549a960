import { BUILT_IN_TAGS } from '../ttml/tags.ts'
import { convertRpx } from './rpx.ts'

/** In front of class names of a scope; '' leaves them as they are (app.ttss). */
export type StyleScope = string

/**
 * TTSS in, CSS out: classes of `scope` only, built-in tags by their `tt` attribute, rpx by a variable.
 * `@import` lines are taken out; see `importsOf`.
 */
export function convertStyle(source: string, scope: StyleScope): string {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(IMPORT, '')
  return convertRpx(convertRules(text, scope))
}

const IMPORT = /@import\s+(?:url\(\s*)?["']?([^"');]+)["']?\s*\)?\s*;/g

/** The files that a TTSS file imports, as written. */
export const importsOf = (source: string): string[] =>
  [...source.matchAll(IMPORT)].map(([, path = '']) => path.trim())

/** Rules one after the other; at-rules that hold rules are gone into, keyframes and fonts are not. */
function convertRules(text: string, scope: StyleScope): string {
  let result = ''
  let at = 0
  for (;;) {
    const open = text.indexOf('{', at)
    if (open < 0) return result + text.slice(at)
    const close = closingBrace(text, open)
    const head = text.slice(at, open)
    const body = text.slice(open + 1, close)
    const name = /^\s*@(\S+)/.exec(head)?.[1]
    if (name === undefined) result += `${convertSelectors(head, scope)}{${body}}`
    else if (/^(media|supports|layer|container)$/.test(name))
      result += `${head}{${convertRules(body, scope)}}`
    else result += `${head}{${body}}`
    at = close + 1
  }
}

function closingBrace(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  return text.length
}

const PART = /\[[^\]]*\]|::?[\w-]+|\.(-?[a-zA-Z_][\w-]*)|#[\w-]+|(?<![\w-])([a-zA-Z][\w-]*)/g

function convertSelectors(selectors: string, scope: StyleScope): string {
  return selectors.replace(PART, (part, className?: string, tag?: string) => {
    if (className !== undefined) return scope === '' ? part : `.${scope}--${className}`
    if (tag !== undefined && (tag === 'page' || BUILT_IN_TAGS.has(tag))) return `[tt="${tag}"]`
    return part
  })
}
