import { CalendarFile } from '../../shared/calendar-file.ts'
import { readFileNames } from './file-names.ts'
import { readYamlFile, type Parsed } from './read-yaml.ts'

const EMPTY = CalendarFile.parse(null)
const WITHOUT_ONE = 'until it is mended no day is a holiday and work is from 09:00 to 18:00'

export type CalendarReader = {
  /** As the file says now; while it is refused, as it said last. */
  read: () => Promise<CalendarFile>
}

/** Reads the file anew each time, since it is short and read a few times a day. */
export function createCalendarReader(
  folder: string,
  log: { warn: (facts: object, words: string) => void },
): CalendarReader {
  let last: CalendarFile | undefined
  let told = ''
  return {
    async read() {
      const { content, faults } = await readCalendarFile(folder)
      const telling = JSON.stringify(faults)
      if (telling !== told) {
        const holds = last ? 'the last good one stays' : WITHOUT_ONE
        for (const fault of faults) log.warn(fault, `the calendar was refused; ${holds}`)
      }
      told = telling
      if (content) last = content
      return last ?? EMPTY
    },
  }
}

/** `calendar.yaml` or `calendar.yml`. A file that is not there names no day and the usual hours; two are refused. */
export async function readCalendarFile(folder: string): Promise<Parsed<CalendarFile>> {
  const names = await readFileNames(folder).catch(() => null)
  if (names === null) {
    return { faults: [{ file: 'calendar.yaml', line: 1, reason: 'its folder cannot be read' }] }
  }
  const [file, second] = names?.calendars ?? []
  if (file === undefined) return { content: EMPTY, faults: [] }
  if (second !== undefined) {
    const reason = `stands beside ${file}, and one calendar is meant: keep one of them`
    return { faults: [{ file: second, line: 1, reason }] }
  }
  const { content, faults, isMissing } = await readYamlFile(folder, file, CalendarFile)
  if (isMissing) return { content: EMPTY, faults: [] }
  return { faults, ...(content && { content }) }
}
