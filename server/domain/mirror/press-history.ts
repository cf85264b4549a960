import { eventsOf, type Act } from '../act.ts'
import type { Event } from '../instance.ts'
import type { Press } from './pressed.ts'

/** A press by its number, with the act that says who did it and why. */
export function pressIn(history: readonly Act[], number: number): { press: Press; act: Act } | undefined {
  const act = history.findLast((one) => eventsOf(one, 'pressed').some(({ press }) => press.number === number))
  const [event] = act ? eventsOf(act, 'pressed') : []
  return act && event && { press: event.press, act }
}

/** What its source said last to a press, and when. */
export function answerTo(
  history: readonly Act[],
  number: number,
): (PressAnswered & { at: number }) | undefined {
  const all = history.flatMap((act) =>
    eventsOf(act, 'press_answered').map((event) => ({ ...event, at: act.at })),
  )
  return all.findLast((event) => event.number === number)
}

type PressAnswered = Extract<Event, { type: 'press_answered' }>

/** Its person was told that it is taken, before its source said so. */
export const wasAccepted = (history: readonly Act[], number: number): boolean =>
  history.some((act) =>
    eventsOf(act, 'press_answered').some((event) => event.number === number && event.state === 'accepted'),
  )
