import type { Source } from '../../shared/source-file.ts'
import type { OwnPage } from '../domain/own-page.ts'

const LONGEST_LINK = 2_000

/** What callers write where they have no page. */
const NONE = new Set(['', '0', '1', 'null', 'undefined', '#'])

/**
 * Where another system shows something: a whole address over http or https, or a path behind the base of its links. Of
 * one that is there alone, both. Null: nothing that may be opened, and our page shows what was pushed.
 */
export function readPage(
  { links }: Pick<Source, 'links'>,
  { pc, mobile }: { pc: string; mobile: string },
): OwnPage | null {
  const onPc = readLink(pc, links?.base)
  const onPhone = readLink(mobile, links?.base)
  if (onPc === null && onPhone === null) return null
  return { pc: onPc ?? onPhone ?? '', mobile: onPhone ?? onPc ?? '' }
}

function readLink(text: string, base: string | undefined): string | null {
  if (NONE.has(text.toLowerCase()) || text.length > LONGEST_LINK || /[\s\\]/.test(text)) return null
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : null
  // Any other scheme is nothing to be opened; what looks like another host stays behind the base.
  if (base === undefined || /^[a-z][a-z0-9+.-]*:/i.test(text)) return null
  const link = `${base}/${text.replace(/^\/+/, '')}`
  return URL.canParse(link) ? link : null
}
