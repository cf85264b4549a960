import type { ActContext } from '../act.ts'
import { createRecorder } from '../engine/recorder.ts'
import { toRecord } from '../outbox/effects.ts'
import type { InstanceRecord } from '../outbox/record.ts'
import type { Miss } from '../webhooks/queues.ts'
import { findTask } from '../instance.ts'
import { cameTrue } from './press.ts'
import { pressIn, wasAccepted } from './press-history.ts'
import { nextPress, pressDone, pressMissed } from './press-queue.ts'
import type { Press, PressAnswer, Pressed, SourceRefusal } from './pressed.ts'

/** How the source was found: `miss` says when it is told again. `whenSilent`: by its settings. */
export type Answered = {
  answer: PressAnswer
  at: number
  whenSilent: 'accept' | 'refuse'
  miss: Miss
}

/**
 * The record after a source said something to a press, or nothing. Silence is accepted or not by `whenSilent`; what was
 * accepted once stays so until the source takes or refuses it, and whoever pressed is told of a refusal that late.
 */
export function pressAnswered(record: InstanceRecord, number: number, answered: Answered): InstanceRecord {
  const { answer, at, whenSilent, miss } = answered
  const found = pressIn(record.history, number)
  if (!found) return pressDone(record, number, at)
  const { press } = found
  const isAccepted = wasAccepted(record.history, number)
  switch (answer.type) {
    case 'taken':
      return pressDone(note(record, press, at, { state: 'taken' }), number, at)
    case 'refused': {
      const isLate = isAccepted && !hasComeTrue(record, number)
      const { refusal } = answer
      return pressDone(note(record, press, at, { state: 'refused', refusal, isLate }), number, at)
    }
    case 'silent': {
      if (!isAccepted && whenSilent === 'refuse')
        return pressDone(note(record, press, at, { state: 'open' }), number, at)
      const next = isAccepted ? record : note(record, press, at, { state: 'accepted' })
      // One behind others was not told at all.
      return nextPress(next) === number ? pressMissed(next, number, miss, at) : next
    }
  }
}

/** Its task has ended as its person said. */
export function hasComeTrue({ instance, history }: InstanceRecord, number: number): boolean {
  const press = pressIn(history, number)?.press
  const task = findTask(instance, press?.taskId ?? '')
  return press !== undefined && task !== undefined && cameTrue(task, press.action)
}

type Said = { state: Exclude<Pressed['state'], 'asked'>; refusal?: SourceRefusal; isLate?: boolean }

function note(
  record: InstanceRecord,
  { number, taskId }: Press,
  at: number,
  { state, refusal, isLate = false }: Said,
): InstanceRecord {
  const context: ActContext = { at, by: null, via: 'source' }
  const isForPerson = refusal?.withoutPrefix === 'true'
  const reason = isForPerson ? refusal.message : null
  const recorder = createRecorder(record.instance, { verb: 'press', taskId, reason }, context)
  recorder.record({
    type: 'press_answered',
    taskId,
    number,
    state,
    ...(refusal && { refusal }),
    ...(isLate && { isLate }),
  })
  return toRecord(record, recorder.outcome())
}
