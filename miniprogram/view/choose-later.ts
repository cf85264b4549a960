import { chooseItem } from '../client/ask.ts'
import { locale } from '../client/services.ts'
import { dateText, laterTimes } from './date-text.ts'
import { sayIn } from './words.ts'

const say = sayIn(locale)

/** When to be reminded again: undefined for no choice. */
export async function chooseLater(now: number): Promise<number | undefined> {
  const times = laterTimes(now)
  const texts = times.map(({ key, at }) => say(key, { at: dateText(at, now, locale) }))
  const at = await chooseItem(tt, texts)
  return at === undefined ? undefined : times[at]?.at
}
