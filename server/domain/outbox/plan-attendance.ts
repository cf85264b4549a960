import { editAttended, without } from './edit.ts'
import type { Planned, PlanFacts } from './planned.ts'
import type { Attended, Effect, InstanceRecord } from './record.ts'

/**
 * Attendance is to be as the approval is: all of it written once it is approved, none of it there once it is withdrawn.
 * Each record of attendance goes its own way, so that one that Feishu refuses holds up no other.
 */
export function planAttendance(
  record: InstanceRecord,
  effect: Effect,
  facts: Pick<PlanFacts, 'now' | 'attendance'>,
): Planned {
  const { entry: id } = effect
  if (id === undefined) return { next: eachOfItsOwn(record, effect, facts) }
  const known = record.attendance?.find((one) => one.id === id)
  return record.instance.status === 'APPROVED'
    ? planWrite(record, { effect, known }, facts)
    : planTakeBack(record, { effect, known })
}

/** An effect for each record in place of the one for all, and of what waited or was given up before. */
function eachOfItsOwn(
  record: InstanceRecord,
  effect: Effect,
  { attendance = [] }: Pick<PlanFacts, 'attendance'>,
): InstanceRecord {
  const isApproved = record.instance.status === 'APPROVED'
  const ids = (isApproved ? attendance : (record.attendance ?? [])).map(({ id }) => id)
  const others = without(record, ({ kind }) => kind === 'attendance')
  const own = ids.map((entry, at): Effect => ({
    ...effect,
    id: `${record.instance.id}.${record.effectCount + 1 + at}`,
    entry,
  }))
  return { ...others, effects: [...others.effects, ...own], effectCount: record.effectCount + own.length }
}

type Subject = { effect: Effect; known: Attended | undefined }

function planWrite(
  record: InstanceRecord,
  { effect, known }: Subject,
  { now, attendance = [] }: Pick<PlanFacts, 'now' | 'attendance'>,
): Planned {
  const entry = attendance.find(({ id }) => id === effect.entry)
  if (!entry || (known && known.state !== 'tried')) return { next: without(record, isThis(effect)) }
  const tried: Attended = known
    ? { ...known, lastTriedAt: now }
    : {
        id: entry.id,
        kind: entry.kind,
        userId: entry.userId,
        state: 'tried',
        firstTriedAt: now,
        lastTriedAt: now,
        approvalId: null,
      }
  const others = record.attendance?.filter(({ id }) => id !== entry.id) ?? []
  const next = { ...record, attendance: [...others, tried] }
  return { next, plan: { do: 'write_attendance', entry, first: !known } }
}

function planTakeBack(record: InstanceRecord, { effect, known }: Subject): Planned {
  // What never left need not be taken back.
  if (!known || known.state === 'gone') return { next: without(record, isThis(effect)) }
  const looks = known.state !== 'there' || known.approvalId === null
  const plan = { do: 'take_back_attendance', attended: known, looks } as const
  if (looks) return { plan }
  // Durable before it leaves: whoever asks a second time looks first.
  return { next: editAttended(record, known.id, (one) => ({ ...one, state: 'leaving' })), plan }
}

const isThis =
  ({ id }: Effect) =>
  (one: Effect): boolean =>
    one.id === id
