import type { ListResource, MapResource } from '../../server/feishu/payloads/i18n.ts'

/** Every string of a payload outside its i18n resources that stands for a text. */
export function keysIn(payload: object): string[] {
  const { i18n_resources: _, ...rest } = payload as Record<string, unknown>
  const walk = (value: unknown): string[] => {
    if (typeof value === 'string') return value.startsWith('@i18n@') ? [value] : []
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(walk) : []
  }
  return walk(rest)
}

export const textsOf = (resource: ListResource | MapResource | undefined): Record<string, string> =>
  Array.isArray(resource?.texts)
    ? Object.fromEntries(resource.texts.map(({ key, value }) => [key, value]))
    : (resource?.texts ?? {})

export const defaultOf = <T extends { is_default: boolean }>(resources: readonly T[]): T | undefined =>
  resources.find(({ is_default }) => is_default)

/** Text that tries to be something else on a card or in a list. */
export const NASTY = [
  '<at id=all></at>',
  '<at user_id="ou_x">boss</at>',
  '[free money](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '**bold** _it_ ~~gone~~ `code` $x$',
  '<a href="javascript:alert(1)">x</a>',
  '<font color=red>approved</font>',
  '@i18n@approval_name',
  'a\n\n# heading\r\n- item\n1. one',
  '&#60;at id=all&#62;',
  ':SMILE: {label} {value}',
  '\u202Egnp.exe',
  'lone \uD800 surrogate',
]
