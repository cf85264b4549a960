import type { AttendanceKind, Pay } from '../../../shared/attendance/rule.ts'
import { resolveRule, type ResolvedRule } from '../../../shared/attendance/resolve.ts'
import type { FieldPlace } from '../../../shared/attendance/places.ts'
import { defaultLocale, type Definition } from '../../../shared/definition.ts'
import type { FormValue, FormValues, TableRow } from '../../../shared/form/field.ts'
import { listOf, rowsOf } from '../../../shared/form/leaves.ts'
import { textIn, type LocalizedWords } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import { wallAt } from '../../../shared/time/clock.ts'
import { isWorkingDay } from '../../../shared/time/work-calendar.ts'
import type { Calendar } from '../calendar.ts'
import { clockIn } from '../clock.ts'
import type { Instance } from '../instance.ts'
import { stretchOf, type WallSpan } from './stretch.ts'

/** One record of attendance: what one person has of one period. */
export type AttendanceEntry = {
  /** Feishu's idempotent_id: the same for every attempt. */
  id: string
  kind: AttendanceKind
  userId: string
  /** What the clocks show where the person's attendance group is. */
  stretch: WallSpan
  /** Of leave and outings. */
  type?: { id: string; names: LocalizedWords } | undefined
  reason: string
  /** Of overtime. */
  day: 'workday' | 'restday' | 'holiday'
  pay: Pay
  /** Of a trip: when it was asked for and when it was approved, by the clocks there, `2026-11-20T10:00:30`. */
  applied: string
  passed: string
}

type Subject = Pick<Instance, 'id' | 'form' | 'initiator' | 'startedAt' | 'endedAt'>

/**
 * What is written into attendance of an approval. The order, and so the ids, follow from the form alone: an approved
 * one does not change.
 */
export function attendanceOf(
  instance: Subject,
  definition: Definition,
  calendar: Calendar,
): AttendanceEntry[] {
  const wanted = (definition.then ?? []).flatMap((rule) => {
    const { found } = resolveRule(definition, rule)
    return found ? entriesOf(found, { instance, definition, calendar }) : []
  })
  return wanted.flatMap((entry, at) =>
    entry ? [{ id: at === 0 ? instance.id : `${instance.id}-${at + 1}`, ...entry }] : [],
  )
}

type Facts = { instance: Subject; definition: Definition; calendar: Calendar }
type Entry = Omit<AttendanceEntry, 'id'>

/** Null for what lasts no time: it has its place in the order all the same. */
function entriesOf(rule: ResolvedRule, facts: Facts): (Entry | null)[] {
  const { form } = facts.instance
  const people = peopleIn(rule, facts.instance)
  return rowsFor(rule, form).flatMap((row) => {
    const valueOf = (place: FieldPlace): FormValue | undefined =>
      place.table ? own(row, place.field.key) : own(form, place.field.key)
    const entry = entryOf(rule, valueOf, facts)
    return people.map((userId) => entry && { ...entry, userId })
  })
}

/** Those of the period's table, or one for the form as a whole. */
function rowsFor({ period }: ResolvedRule, form: FormValues): readonly TableRow[] {
  const table = 'one' in period ? period.one.table : undefined
  return table ? rowsOf(own(form, table.key)) : [{}]
}

/** Each once. */
function peopleIn({ who }: ResolvedRule, { initiator, form }: Subject): readonly string[] {
  const all = who.flatMap((key) => (key === null ? [initiator.userId] : listOf(own(form, key))))
  return [...new Set(all)]
}

type ValueOf = (place: FieldPlace) => FormValue | undefined

function entryOf(rule: ResolvedRule, valueOf: ValueOf, facts: Facts): Omit<Entry, 'userId'> | null {
  const { instance, definition, calendar } = facts
  const timeZone = rule.timezone ?? calendar.timeZone
  const read = stretchOf(rule.period, valueOf, { from: calendar.timeZone, to: timeZone })
  if (!read) return null
  return {
    kind: rule.kind,
    stretch: read.stretch,
    type: typeOf(rule, instance.form),
    reason: reasonIn(rule, valueOf) || textIn(definition.name, defaultLocale(definition)),
    day: kindOfDay(calendar, read.day),
    pay: payIn(rule, instance.form),
    applied: shownAt(instance.startedAt, timeZone),
    passed: shownAt(instance.endedAt ?? instance.startedAt, timeZone),
  }
}

const shownAt = (at: number, timeZone: string): string =>
  new Date(wallAt(at, clockIn(timeZone))).toISOString().slice(0, 19)

function typeOf({ type }: ResolvedRule, form: FormValues): AttendanceEntry['type'] {
  if (!type) return undefined
  if ('id' in type) return { id: type.id, names: type.name }
  const { key, options } = type.options
  const chosen = own(form, key)
  const option = Array.isArray(options) ? options.find(({ value }) => value === chosen) : undefined
  return option && { id: option.value, names: option.label }
}

function reasonIn({ reason }: ResolvedRule, valueOf: ValueOf): string {
  const text = reason && valueOf(reason)
  return typeof text === 'string' ? text.trim() : ''
}

function payIn({ pay }: ResolvedRule, form: FormValues): Pay {
  if (typeof pay === 'string') return pay
  const chosen = own(form, pay.field)
  if (typeof chosen !== 'string') return 'none'
  return pay.leave.includes(chosen) ? 'leave' : pay.money.includes(chosen) ? 'money' : 'none'
}

function kindOfDay(calendar: Calendar, day: string): AttendanceEntry['day'] {
  if (isWorkingDay(calendar, day)) return 'workday'
  return calendar.holidays.has(day) ? 'holiday' : 'restday'
}
