import type { Place } from './links.ts'
import type { Button, PageLinks, Press } from './model.ts'
import type { Choice } from './choices.ts'
import type { Words } from './words.ts'

/** What every part of the client may use. */
export type ClientContext = {
  choice: Choice
  words: Words
  /** Follows a link: in the frame, or out into the system's browser. */
  open: (links: PageLinks, place: Place) => void
  /** Presses a button, after asking for a reason where one is wanted; says what went wrong. */
  press: (press: Press, button: Omit<Button, 'actionType'>) => Promise<void>
  /** Presses a button of what a pasted link shows, which hands `value` back to the app. */
  pressPreview: (messageId: string, value: unknown) => Promise<void>
  say: (text: string) => void
}

/** A moment in the person's language; short when it was today. */
export function timeText(at: number, locale: string, now = Date.now()): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  const format: Intl.DateTimeFormatOptions = isToday
    ? { hour: '2-digit', minute: '2-digit', hour12: false }
    : { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false }
  return new Date(at).toLocaleString(locale, format)
}
