import { LOCALES, type Locale } from '../../shared/locale.ts'

/** The best of our languages for an `Accept-Language`; undefined when it asks for none that we have. */
export function readLocale(header: string | undefined): Locale | undefined {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map(readRange)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted.map(({ tag }) => localeFor(tag)).find((locale) => locale !== undefined)
}

/** The language itself, else another country's variety of it. */
function localeFor(tag: string): Locale | undefined {
  const exact = LOCALES.find((locale) => locale.toLowerCase() === tag)
  const [language] = tag.split('-')
  return exact ?? LOCALES.find((locale) => locale.startsWith(`${language}-`))
}

function readRange(part: string): { tag: string; quality: number } {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
  const weight = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined)
  return { tag: tag.trim(), quality: tag.trim() === '' ? 0 : Number(weight ?? 1) || 0 }
}
