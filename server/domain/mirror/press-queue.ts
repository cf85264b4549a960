import type { InstanceRecord } from '../outbox/record.ts'
import { afterMissed, afterTaken, heldBack, putLast, queueOf, type Miss } from '../webhooks/queues.ts'
import { pressIn } from './press-history.ts'

/** Whoever stored a press tells its source: so long it is theirs alone. Longer than the source has. */
const FIRST_TRY_MS = 10_000

const LINE = 'source '

/** As a source's presses stand among what waits for other systems; no endpoint has a name with a blank. */
export const pressesOf = (source: string): string => `${LINE}${source}`

/** The source in such a name. */
export const sourceIn = (name: string): string | undefined =>
  name.startsWith(LINE) ? name.slice(LINE.length) : undefined

const lineIn = ({ instance }: InstanceRecord): string => pressesOf(instance.mirror?.source ?? '')

/** A press that its source has to be told of, behind those before it. */
export const handOver = (
  record: InstanceRecord,
  { number, at, by }: { number: number; at: number; by: string },
): InstanceRecord => putLast(record, lineIn(record), { sequence: number, at: at + FIRST_TRY_MS, by })

/** Those of which its source has to be told, in their order. */
export const waitingPresses = (record: InstanceRecord): readonly number[] =>
  queueOf(record, lineIn(record))?.waiting ?? []

/** The one whose turn it is. */
export const nextPress = (record: InstanceRecord): number | undefined => waitingPresses(record)[0]

/** Its source need not be told any more. */
export function pressDone(record: InstanceRecord, number: number, at: number): InstanceRecord {
  const line = lineIn(record)
  const next = afterTaken(record, line, number, at)
  const first = nextPress(next)
  // Somebody waits for the answer to that one, and tells the source themselves.
  return first !== undefined && isAsked(next, first) ? heldBack(next, line, at + FIRST_TRY_MS) : next
}

export const pressMissed = (record: InstanceRecord, number: number, miss: Miss, at: number): InstanceRecord =>
  afterMissed(record, lineIn(record), number, miss, at)

function isAsked({ instance, history }: InstanceRecord, number: number): boolean {
  const taskId = pressIn(history, number)?.press.taskId
  const pressed = instance.tasks.find(({ id }) => id === taskId)?.pressed
  return pressed?.number === number && pressed.state === 'asked'
}
