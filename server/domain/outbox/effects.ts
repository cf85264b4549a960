import { eventsOf, type Act, type Outcome } from '../act.ts'
import { foldHistory } from './fold-history.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { hasCome } from './due.ts'
import { messagesOf } from '../messages.ts'
import { findTask, isOpen, SHOWN_IN_FEISHU, type Instance } from '../instance.ts'
import { NEVER } from '../mirror/pushed.ts'
import { serviceTurn } from '../starter.ts'
import type { Card, Effect, EffectKind, InstanceRecord, Line, Message } from './record.ts'

/** Joins an act's outcome with what Feishu has to be told of it: the value of one atomic write. */
export function toRecord(before: InstanceRecord | undefined, { instance, act }: Outcome): InstanceRecord {
  if (!act) {
    if (before) return before
    throw new Error('a record begins with an act')
  }
  const base: InstanceRecord = before ?? {
    schema: 3,
    instance,
    history: [],
    cards: [],
    effects: [],
    effectCount: 0,
    pushedClock: null,
  }
  const { history, effects } = foldHistory(base, act)
  const changed: InstanceRecord = { ...base, instance, history: [...history, act], effects }
  const messages = messagesOf(act, instance).map((message) => ({ ...message, act: history.length }))
  const wanted: Wanted[] = [
    ...effectsOf(act, instance),
    ...messages.map((message): Wanted => ({ kind: 'send_message', taskId: null, message })),
    ...(changesAttendance(act, changed) ? [{ kind: 'attendance', taskId: null } as const] : []),
  ]
  return wanted.reduce<InstanceRecord>((record, effect) => queue(record, effect, act), changed)
}

type Wanted = { kind: EffectKind; taskId: string | null; message?: Omit<Message, 'uuid' | 'firstTriedAt'> }

/** What a change asks for: the lists first, then the cards of tasks that ended, then new cards. */
function effectsOf(act: Act, instance: Instance): Wanted[] {
  if (!act.events.some(({ type }) => SHOWN_IN_FEISHU[type])) return []
  const mirrored = eventsOf(act, 'mirrored')
  // All that is known of it is what was deleted before it came.
  if (instance.mirror?.pushed.head.clock === NEVER) return []
  const opened = [
    ...eventsOf(act, 'task_opened').map(({ taskId }) => taskId),
    ...mirrored.flatMap((event) => (event.state.mirror?.sendsCards ? event.opened : [])),
  ]
  const ended = [
    ...eventsOf(act, 'task_ended').map(({ taskId }) => taskId),
    ...mirrored.flatMap((event) => event.ended),
  ]
  const settle = ended.filter((taskId) => !opened.includes(taskId))
  const send = opened.filter((taskId) => {
    const task = findTask(instance, taskId)
    // Whoever has to submit again is told in words of our own: the card's are "awaits your approval".
    return task && isOpen(task) && task.nodeId !== INITIATOR_NODE
  })
  return [
    { kind: 'sync', taskId: null },
    ...settle.map((taskId): Wanted => ({ kind: 'settle_card', taskId })),
    ...send.map((taskId): Wanted => ({ kind: 'send_card', taskId })),
  ]
}

/** Once it is approved; and once it is withdrawn later, where something was written or is about to be. */
function changesAttendance(act: Act, { instance, attendance, effects }: InstanceRecord): boolean {
  if (eventsOf(act, 'ended').length === 0) return false
  if (instance.status === 'APPROVED') return instance.attends === true
  return attendance !== undefined || effects.some(({ kind }) => kind === 'attendance')
}

/** Adds an effect at the end; a sync that waits already says it all, so there is never a second one waiting. */
function queue(record: InstanceRecord, { kind, taskId, message }: Wanted, act: Act): InstanceRecord {
  const { at, by, service } = act
  const who = service === undefined ? by : serviceTurn(service)
  const waiting = record.effects.some((effect) => effect.kind === 'sync' && !effect.parked)
  if (kind === 'sync' && waiting) return record
  // Where none was ever asked for there is none to settle.
  if (kind === 'settle_card' && !record.cards.some((card) => card.taskId === taskId)) return record
  const effectCount = record.effectCount + 1
  const id = `${record.instance.id}.${effectCount}`
  const effect: Effect = {
    id,
    kind,
    taskId,
    ...(message && { message: { ...message, uuid: id, firstTriedAt: null } }),
    ...(who !== null && { by: who }),
    createdAt: at,
    attempts: 0,
    nextTryAt: at,
    lastError: null,
    logId: null,
    parked: null,
  }
  const effects = [...record.effects, effect]
  if (kind !== 'send_card' || taskId === null) return { ...record, effects, effectCount }
  return { ...record, effects, effectCount, cards: [...record.cards, newCard(taskId)] }
}

// A task id is unique in tenant and app, and a task has one card in its life.
const newCard = (taskId: string): Card => ({
  taskId,
  uuid: taskId,
  firstTriedAt: null,
  messageId: null,
  sentAt: null,
  settledAs: null,
})

/** The instance an effect belongs to: its id says so. */
export function instanceOfEffect(effectId: string): string {
  return effectId.slice(0, Math.max(0, effectId.lastIndexOf('.')))
}

/** The instance a task belongs to: its id says so. */
export function instanceOfTask(taskId: string): string {
  return taskId.slice(0, Math.max(0, taskId.lastIndexOf('_')))
}

/**
 * The effects whose turn it is. The lists come before any card, a card is sent before it is settled, and messages
 * come last; but what cannot be delivered holds back neither the lists nor anybody else's card or message.
 */
export function effectsInTurn({ effects }: Pick<InstanceRecord, 'effects'>): readonly Effect[] {
  const waiting = effects.filter(({ parked }) => !parked)
  const sync = waiting.find(({ kind }) => kind === 'sync')
  const inLine = (line: Line): Effect[] => waiting.filter((effect) => lineOf(effect) === line)
  // Attendance knows nothing of lists.
  if (sync) return [sync, ...inLine('attendance')]
  const cards = inLine('todos')
  const next = cards.filter((effect, at) => cards.findIndex(({ taskId }) => taskId === effect.taskId) === at)
  return [...next, ...inLine('messages'), ...inLine('attendance')]
}

function lineOf({ kind }: Pick<Effect, 'kind'>): Line {
  if (kind === 'send_message') return 'messages'
  return kind === 'attendance' ? 'attendance' : 'todos'
}

/** The effect to try now, if any: one whose turn it is, else a parked one that is to be probed. Of one line, or of both. */
export function dueEffect(
  record: Pick<InstanceRecord, 'effects'>,
  now: number,
  line?: Line,
): Effect | undefined {
  return attemptsIn(record, line).find(({ at }) => hasCome(at, now))?.effect
}

/** When there is something to try next, of one line or of both; null when nothing waits. */
export function nextDueAt(record: Pick<InstanceRecord, 'effects'>, line?: Line): number | null {
  return nextDue(record, line)?.at ?? null
}

/** The same with the effect. */
export function nextDue(record: Pick<InstanceRecord, 'effects'>, line?: Line): Attempt | null {
  return attemptsIn(record, line).reduce<Attempt | null>(
    (first, one) => (first && first.at <= one.at ? first : one),
    null,
  )
}

type Attempt = { effect: Effect; at: number }

/** What may be tried once its time has come: first what waits in its turn, then what is parked and probed. */
function attemptsIn(record: Pick<InstanceRecord, 'effects'>, line: Line | undefined): Attempt[] {
  const inTurn = effectsInTurn(record).map((effect) => ({ effect, at: effect.nextTryAt }))
  const probes = record.effects.flatMap((effect) =>
    effect.parked?.probeAt == null ? [] : [{ effect, at: effect.parked.probeAt }],
  )
  return [...inTurn, ...probes].filter(({ effect }) => line === undefined || lineOf(effect) === line)
}
