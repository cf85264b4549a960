import { extensionOf, type FileType } from './file-type.ts'

const LONGEST_NAME = 120
const FALLBACK = 'file'

/** Control characters, and those that turn the direction of writing or cannot be seen ("gpj.exe" for "exe.jpg"). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
/** What some system does not take in a name. */
const UNFIT = /["*/:<>?\\|]/g

/** A name that any system can store and that ends as its type does, out of whatever a client sent. */
export function cleanName(given: string, { extensions }: Pick<FileType, 'extensions'>): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const clean = last.normalize('NFC').replace(UNSEEN, '').replace(UNFIT, '_').replace(/\s+/g, ' ')
  const name = clean.replace(/^[. ]+|[. ]+$/g, '')
  const extension = extensionOf(name)
  const fits = extensions.includes(extension)
  const ending = `.${fits ? extension : (extensions[0] ?? '')}`
  const stem = fits ? name.slice(0, -ending.length) : name
  return `${
    Array.from(stem)
      .slice(0, LONGEST_NAME - ending.length)
      .join('')
      .trim() || FALLBACK
  }${ending}`
}
