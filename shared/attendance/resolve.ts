import type { LocalizedText } from '../locale.ts'
import type { Column, Field, FieldOf } from '../form/field.ts'
import type { Fault } from '../plain-words.ts'
import { findPlace, mayBeEmpty, placeOf, type Asked, type FieldPlace } from './places.ts'
import { LONGEST_TYPE_ID, type AttendanceKind, type AttendanceRule, type Pay } from './rule.ts'

/** When it is: a field that says both ends, or one for each. */
export type PeriodPlace = { one: FieldPlace } | { from: FieldPlace; to: FieldPlace }

/** Which kind of leave or outing it is: one for all, or the option that was chosen. */
export type TypePlace = { id: string; name: LocalizedText } | { options: FieldOf<'select'> }

/** Where a form has what is written into attendance. */
export type ResolvedRule = {
  kind: AttendanceKind
  period: PeriodPlace
  /** Of leave and outings. */
  type?: TypePlace | undefined
  /** Absent where the form asks for none. */
  reason?: FieldPlace | undefined
  /** Fields of people; null is whoever started it. */
  who: readonly (string | null)[]
  pay: Pay | { field: string; leave: readonly string[]; money: readonly string[] }
  timezone?: string | undefined
}

type Parts = { code: string; name: LocalizedText; form: readonly Field[] }
type Found<T> = { found: T; faults?: never } | { found?: never; faults: Fault[] }

/** More than this of one approval takes longer than anybody waits. */
const MOST_RECORDS = 1_000

/** The rule with its fields, or everything for which nothing could be written, however the form is filled in. */
export function resolveRule(parts: Parts, rule: AttendanceRule): Found<ResolvedRule> {
  const { form } = parts
  const period = resolvePeriod(form, rule)
  const type = resolveType(parts, rule)
  const reason = resolveReason(form, rule)
  const who = (rule.who ?? [{ initiator: 'self' }]).map((one) => ('field' in one ? one.field : null))
  const faults = [
    ...(period.faults ?? []),
    ...(type.faults ?? []),
    ...(reason.faults ?? []),
    ...whoFaults(form, rule),
    ...payFaults(form, rule),
    ...(period.found ? [...sameRow(period.found, reason.found), ...tooMany(form, period.found, who)] : []),
  ]
  if (faults.length > 0 || !period.found) return { faults }
  const { attendance: kind, pay = 'none', timezone } = rule
  const found = { kind, period: period.found, type: type.found, reason: reason.found, who, pay, timezone }
  return { found }
}

const isRange = ({ type }: Column): boolean => type === 'daterange' || type === 'timespan'
const isSpan = ({ type }: Column): boolean => type === 'timespan'

function resolvePeriod(form: readonly Field[], rule: AttendanceRule): Found<PeriodPlace> {
  const { from, to, period, attendance } = rule
  const ofTimes = attendance === 'overtime'
  if (from !== undefined || to !== undefined) return resolveEnds(form, rule)
  const asked: Asked = ofTimes
    ? { key: 'period', fits: isSpan, wanted: 'a timespan, as overtime counts hours' }
    : { key: 'period', fits: isRange, wanted: 'a daterange or a timespan' }
  const place = findPlace(form, period, asked)
  if ('fault' in place) return { faults: [place.fault] }
  const faults = emptyFaults(period === undefined ? [] : ['period'], place.found)
  return faults.length > 0 ? { faults } : { found: { one: place.found } }
}

function resolveEnds(
  form: readonly Field[],
  { from, to, period, attendance }: AttendanceRule,
): Found<PeriodPlace> {
  if (period !== undefined) return only('period', 'cannot stand beside from and to')
  if (from === undefined || to === undefined)
    return only(from === undefined ? 'to' : 'from', 'has no other end: name from and to')
  const times = attendance === 'overtime' ? ['datetime'] : ['date', 'datetime']
  const asked = (key: string): Asked => ({
    key,
    fits: ({ type }) => times.includes(type),
    wanted: times.join(' or '),
  })
  const ends = { from: findPlace(form, from, asked('from')), to: findPlace(form, to, asked('to')) }
  if ('fault' in ends.from) return { faults: [ends.from.fault] }
  if ('fault' in ends.to) return { faults: [ends.to.fault] }
  const [first, last] = [ends.from.found, ends.to.found]
  if (first.field.type !== last.field.type)
    return only(
      'to',
      `field ${to} is ${last.field.type}, and ${from} is ${first.field.type}: both have to be the same`,
    )
  const faults = [...emptyFaults(['from'], first), ...emptyFaults(['to'], last)]
  return faults.length > 0 ? { faults } : { found: { from: first, to: last } }
}

const only = (key: string, message: string): { faults: Fault[] } => ({ faults: [{ path: [key], message }] })

function emptyFaults(path: Fault['path'], place: FieldPlace): Fault[] {
  if (!mayBeEmpty(place)) return []
  const table = place.table ? `, and ${place.table.key} a row` : ''
  const message = `field ${placeOf(place)} may be left empty, and nothing could be written then: it needs required: true and no visible${table}`
  return [{ path, message }]
}

function resolveType(
  { code, name, form }: Parts,
  { attendance, type }: AttendanceRule,
): Found<TypePlace | undefined> {
  if (attendance === 'overtime' || attendance === 'trip') {
    return type === undefined ? { found: undefined } : only('type', `${attendance} has no type`)
  }
  if (typeof type === 'object') return { found: type }
  const selects = form.filter((field) => field.type === 'select')
  if (type === undefined && selects.length === 0) {
    if (code.length <= LONGEST_TYPE_ID) return { found: { id: code, name } }
    const message = `the form has no select field for its type, and the code is longer than ${LONGEST_TYPE_ID} letters: name one, type: { id, name }`
    return { faults: [{ path: [], message }] }
  }
  const asked: Asked = { key: 'type', fits: (field) => field.type === 'select', wanted: 'a select' }
  const place = findPlace(selects, type, asked)
  if ('fault' in place) return { faults: [place.fault] }
  const path = type === undefined ? [] : ['type']
  const faults = [...emptyFaults(path, place.found), ...optionFaults(path, place.found.field)]
  const { field } = place.found
  return faults.length > 0 || field.type !== 'select' ? { faults } : { found: { options: field } }
}

/** Each option is a type of its own in Feishu, called by its value. */
function optionFaults(path: Fault['path'], field: Column): Fault[] {
  if (field.type !== 'select') return []
  if (!Array.isArray(field.options)) {
    return [
      { path, message: `field ${field.key} has its options from outside: Feishu needs them listed here` },
    ]
  }
  const long = field.options.find(({ value }) => value.length > LONGEST_TYPE_ID)
  if (!long) return []
  const message = `option ${long.value} of ${field.key} is longer than the ${LONGEST_TYPE_ID} letters that Feishu takes of a type`
  return [{ path, message }]
}

const isText = ({ type }: Column): boolean => type === 'text' || type === 'textarea'

/** None is fine where the form has none: the name of the approval stands in for it. */
function resolveReason(form: readonly Field[], { reason }: AttendanceRule): Found<FieldPlace | undefined> {
  const place = findPlace(form, reason, { key: 'reason', fits: isText, wanted: 'a text or a textarea' })
  if (!('fault' in place)) return place
  const hasNone =
    reason === undefined &&
    !form.some((field) => (field.type === 'table' ? field.columns : [field]).some(isText))
  return hasNone ? { found: undefined } : { faults: [place.fault] }
}

/** A reason in another table has no row that is the period's. */
function sameRow(period: PeriodPlace, reason: FieldPlace | undefined): Fault[] {
  const table = 'one' in period ? period.one.table : undefined
  if (!reason?.table || reason.table.key === table?.key) return []
  return [{ path: ['reason'], message: `${placeOf(reason)} is in another table than the period` }]
}

function whoFaults(form: readonly Field[], { who = [] }: AttendanceRule): Fault[] {
  const isSomebody = who.length === 0 || who.some((one) => !('field' in one) || !mayLack(form, one.field))
  const nobody = {
    path: ['who'],
    message: 'may be nobody: name a contact field with required: true, or { initiator: self }',
  }
  const faults = who.flatMap((one, at) => {
    if (!('field' in one)) return []
    const field = form.find(({ key }) => key === one.field)
    const path = ['who', at, 'field']
    if (!field) return [{ path, message: `no form field has the key ${one.field}` }]
    if (field.type === 'contact') return []
    return [
      { path, message: `field ${one.field} is ${field.type}, people can only come from a contact field` },
    ]
  })
  return faults.length === 0 && !isSomebody ? [nobody] : faults
}

const mayLack = (form: readonly Field[], key: string): boolean =>
  form.some((field) => field.key === key && field.type !== 'table' && mayBeEmpty({ field }))

function payFaults(form: readonly Field[], { attendance, pay }: AttendanceRule): Fault[] {
  if (pay === undefined) return []
  if (attendance !== 'overtime') return [{ path: ['pay'], message: `${attendance} has no pay: overtime has` }]
  if (typeof pay === 'string') return []
  const field = form.find(({ key }) => key === pay.field)
  if (field?.type !== 'select' || !Array.isArray(field.options))
    return [{ path: ['pay', 'field'], message: `${pay.field} is no select field with options of its own` }]
  const known = field.options.map(({ value }) => value)
  return (['leave', 'money'] as const).flatMap((word) =>
    pay[word].flatMap((value, at) => {
      if (known.includes(value)) return []
      return [
        {
          path: ['pay', word, at],
          message: `${value} is no option of ${pay.field}, which has ${known.join(', ')}`,
        },
      ]
    }),
  )
}

function tooMany(form: readonly Field[], period: PeriodPlace, who: ResolvedRule['who']): Fault[] {
  const rows = 'one' in period ? (period.one.table?.maxRows ?? 1) : 1
  const people = who.reduce((sum, key) => {
    const field = form.find((one) => one.key === key)
    return sum + (field?.type === 'contact' ? field.maxCount : 1)
  }, 0)
  if (rows * people <= MOST_RECORDS) return []
  const message = `could write ${rows * people} records, for ${people} people in ${rows} rows, but ${MOST_RECORDS} is the most: lower maxCount or maxRows`
  return [{ path: [], message }]
}

/** What is wrong with every rule of a definition, each where it stands. */
export const attendanceFaults = (parts: Parts & { then?: readonly AttendanceRule[] | undefined }): Fault[] =>
  (parts.then ?? []).flatMap((rule, at) =>
    (resolveRule(parts, rule).faults ?? []).map((fault) => ({ ...fault, path: ['then', at, ...fault.path] })),
  )
