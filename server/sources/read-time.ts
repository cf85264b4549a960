import { instantAt } from '../../shared/time/clock.ts'
import { clockIn } from '../domain/clock.ts'

const WALL = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/
/** Epoch milliseconds; seconds where they are written with ten digits. */
const EPOCH = /^\d{10}(\d{3})?$/

/** A time as another system writes it, without a zone by the clock of its place. Null: it is none. */
export function readTime(text: string, timeZone: string): number | null {
  if (EPOCH.test(text)) return text.length === 10 ? Number(text) * 1_000 : Number(text)
  if (WITH_ZONE.test(text)) {
    const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
    return Number.isNaN(at) ? null : at
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = WALL.exec(text) ?? []
  if (year === undefined) return null
  const parts = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts
  const wall = Date.UTC(y, mo - 1, d, h, mi, s)
  const isReal = new Date(wall).getUTCDate() === d && mo >= 1 && mo <= 12 && h < 24 && mi < 60 && s < 60
  return isReal && y >= 1970 && y < 2200 ? instantAt(wall, clockIn(timeZone)) : null
}
