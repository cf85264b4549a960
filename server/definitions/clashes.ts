import type { FileFault } from '../../shared/operator-api.ts'
import type { Definition } from '../../shared/definition.ts'
import { numbersAlike, readNumberFormat } from '../../shared/document-number.ts'
import type { LocalizedText } from '../../shared/locale.ts'
import { LOCALES } from '../../shared/languages.ts'

/** A definition that its own file makes right. */
export type ReadDefinition = {
  file: string
  content: Definition
  lineOf: (path: readonly PropertyKey[]) => number
}

/**
 * What only several files show: one code for two definitions, one group under two names, numbers of one make. All of them are refused, as
 * which is meant is not for the order of file names to say; what is live stays live.
 */
export function clashesOf(read: readonly ReadDefinition[]): FileFault[] {
  return [...codeClashes(read), ...groupClashes(read), ...numberClashes(read)]
}

function codeClashes(read: readonly ReadDefinition[]): FileFault[] {
  return read.flatMap(({ file, content: { code }, lineOf }) => {
    const other = read.find((one) => one.content.code === code && one.file !== file)
    if (!other) return []
    return [{ file, line: lineOf(['code']), reason: `code: ${code} is defined in ${other.file} as well` }]
  })
}

/** The last one pushed would rename the group of the others (创建三方审批定义, group_name). */
function groupClashes(read: readonly ReadDefinition[]): FileFault[] {
  return read.flatMap(({ file, content: { group }, lineOf }) => {
    for (const other of read) {
      const theirs = other.content.group
      const locale = theirs.code === group.code ? differing(group.name, theirs.name) : undefined
      if (locale === undefined) continue
      const names = `${String(group.name[locale])} here and ${String(theirs.name[locale])} in ${other.file}`
      const reason = `group.name.${locale}: group ${group.code} is called ${names}: one code has one name`
      return [{ file, line: lineOf(['group', 'name', locale]), reason }]
    }
    return []
  })
}

/** Each would give the numbers that the other has given already: a number would not say what it is of. */
function numberClashes(read: readonly ReadDefinition[]): FileFault[] {
  return read.flatMap(({ file, content, lineOf }) => {
    const make = makeOf(content)
    const other = read.find((one) => one.file !== file && make !== undefined && makeOf(one.content) === make)
    if (!other) return []
    const reason = `number: makes the same numbers as ${String(other.content.number)} in ${other.file}: give one of them letters of its own`
    return [{ file, line: lineOf(['number']), reason }]
  })
}

function makeOf({ number }: Definition): string | undefined {
  const format = number === undefined ? undefined : readNumberFormat(number).format
  return format && numbersAlike(format)
}

/** A language in which both have a name, and not the same one. */
const differing = (one: LocalizedText, other: LocalizedText) =>
  LOCALES.find(
    (locale) => one[locale] !== undefined && other[locale] !== undefined && one[locale] !== other[locale],
  )
