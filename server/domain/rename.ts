import type { Field, FormValues } from '../../shared/form/field.ts'
import { listOf, mapLeaves } from '../../shared/form/leaves.ts'
import type { Seat } from './instance.ts'
import type { InstanceRecord, ParkCause } from './outbox/record.ts'
import { tryAgain } from './outbox/retry.ts'

/** Somebody whose user_id changed; the open_id tells that they are the same person. */
export type Renamed = { from: string; to: string; openId: string }

/**
 * The record as if its person had always had the new user_id: state, history and what waits for Feishu. Nobody did
 * anything, and for Feishu the person is the same, so no clock moves and nothing is pushed; only what Feishu refused
 * meanwhile, because of the old id, is tried again. Undefined where it does not name this person, or names somebody
 * else by the new id: that one's change comes first. `fields` are those of its form.
 */
export function renamePerson(
  record: InstanceRecord,
  { from, to, openId }: Renamed,
  fields: readonly Field[],
  now: number,
): InstanceRecord | undefined {
  const { people } = record.instance
  const isThere = Object.hasOwn(people, from) && people[from]?.openId === openId
  const isTaken = Object.hasOwn(people, to) && people[to]?.openId !== openId
  if (!isThere || isTaken) return undefined
  const renamed = createWalk((id) => (id === from ? to : id), fields)(record)
  const effects = renamed.effects.map((effect) =>
    effect.parked && OF_PEOPLE.has(effect.parked.cause) ? tryAgain(effect, now) : effect,
  )
  return { ...renamed, effects }
}

/** Why something is given up that is about somebody whom Feishu does not know by the old id. */
const OF_PEOPLE: ReadonlySet<ParkCause> = new Set(['refused', 'not_applied'])

/** Fields of a record and of its events that hold a person, or a place at a node, which is named after one. */
const PERSON: ReadonlySet<string> = new Set([
  ...['userId', 'by', 'assignee', 'consignedBy', 'successor', 'person', 'from', 'to', 'seat'],
])
const PEOPLE: ReadonlySet<string> = new Set([...['approvers', 'users', 'people', 'ccAtEnd', 'ccIfApproved']])
/** Maps with people as keys. */
const BY_PERSON: ReadonlySet<string> = new Set(['people', 'known', 'replaced'])
/** Words and values of people, where the same letters mean something else. */
const APART: ReadonlySet<string> = new Set([
  'files',
  'departments',
  'chosen',
  'linked',
  'definition',
  'parked',
])

function createWalk(now: (id: string) => string, fields: readonly Field[]): <T>(value: T) => T {
  // A place that was added to another one is called after it, with a number: `u_hr+1`.
  const nowPlace = (id: string): string => {
    const [person = id, ...rest] = id.split('+')
    return [now(person), ...rest].join('+')
  }
  const nowAny = (value: unknown): unknown => (typeof value === 'string' ? nowPlace(value) : walk(value))
  const inForm = (form: FormValues): FormValues =>
    mapLeaves(fields, form, ({ field: { type }, value }) =>
      type === 'contact' ? listOf(value).map(now) : value,
    )
  const field = (key: string, value: unknown): unknown => {
    if (APART.has(key)) return value
    if (key === 'form') return inForm(value as FormValues)
    if (PERSON.has(key)) return nowAny(value)
    if (PEOPLE.has(key) && Array.isArray(value)) return value.map(nowAny)
    if (key === 'seats' && Array.isArray(value)) return (value as Seat[]).map((seat) => walk(withPlace(seat)))
    if (BY_PERSON.has(key) && typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([id, one]) => [now(id), nowAny(one)]))
    }
    return walk(value)
  }
  const withPlace = (seat: Seat): Seat => ({ ...seat, id: nowPlace(seat.id) })
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, field(key, one)]))
  }
  return <T>(value: T): T => walk(value) as T
}
