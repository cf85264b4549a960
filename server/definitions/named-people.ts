import type { FileFault, NamedPeople } from '../../shared/operator-api.ts'
import type { Condition } from '../../shared/form/condition.ts'
import { wayOf, type Definition } from '../../shared/definition.ts'
import type { Field, FieldType } from '../../shared/form/field.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { PeoplePort } from '../feishu/port.ts'
import { placedFields, type PlacedField } from './field-paths.ts'

/** Where a definition names a person or a department, in the words of its file. */
type Naming = { path: (string | number)[]; id: string; kind: 'person' | 'department' }

export type NamedPerson = { file: string; line: number; path: string; id: string; kind: Naming['kind'] }

/** Everybody whom a file names by user_id, and every department, with the place. */
export function peopleNamedIn(
  file: string,
  definition: Definition,
  lineOf: (path: readonly (string | number)[]) => number,
): NamedPerson[] {
  return namingsOf(definition).map(({ path, id, kind }) => ({
    file,
    line: lineOf(path),
    path: path.join('.'),
    id,
    kind,
  }))
}

function namingsOf({ viewers, managers, flow, form, cc }: Definition): Naming[] {
  const list = (path: Naming['path'], ids: readonly string[]): Naming[] =>
    ids.map((id, at) => ({ path: [...path, at], id, kind: 'person' }))
  const kinds = kindsOf(form)
  return [
    ...viewers.flatMap((viewer, at): Naming[] =>
      'id' in viewer
        ? [{ path: ['viewers', at, 'id'], id: viewer.id, kind: KIND_OF_VIEWER[viewer.type] }]
        : [],
    ),
    ...list(['managers'], managers),
    ...placedFields({ form }).flatMap((placed) => namingsInField(placed, kinds)),
    ...wayOf({ flow }).flatMap(({ node, path }) =>
      node.when ? namingsIn(node.when, [...path, 'when'], kinds) : [],
    ),
    ...wayOf({ flow }).flatMap(({ node, path }) =>
      'users' in node.approvers ? list([...path, 'approvers', 'users'], node.approvers.users) : [],
    ),
    ...cc.flatMap((rule, at) => ('users' in rule ? list(['cc', at, 'users'], rule.users) : [])),
  ]
}

const KIND_OF_VIEWER = { USER: 'person', DEPARTMENT: 'department' } as const
const KIND_OF_FIELD: Partial<Record<FieldType, Naming['kind']>> = {
  contact: 'person',
  department: 'department',
}

type Kinds = ReadonlyMap<string, Naming['kind'] | undefined>

const kindsOf = (fields: readonly Field[]): Kinds =>
  new Map(fields.map(({ key, type }) => [key, KIND_OF_FIELD[type]]))

/** Whom it depends on whether a field is shown and has to be filled in. In a row its columns go before the form's fields. */
function namingsInField({ field, path, columns }: PlacedField, kinds: Kinds): Naming[] {
  const seen: Kinds = new Map([...kinds, ...kindsOf(columns)])
  const required = 'required' in field && typeof field.required === 'object' ? field.required : undefined
  return [
    ...(field.visible ? namingsIn(field.visible, [...path, 'visible'], seen) : []),
    ...(required ? namingsIn(required, [...path, 'required'], seen) : []),
  ]
}

/** Whom a condition compares a field of people or departments with. */
function namingsIn(condition: Condition, path: Naming['path'], kinds: Kinds): Naming[] {
  if ('all' in condition)
    return condition.all.flatMap((one, at) => namingsIn(one, [...path, 'all', at], kinds))
  if ('any' in condition)
    return condition.any.flatMap((one, at) => namingsIn(one, [...path, 'any', at], kinds))
  const kind = kinds.get(condition.field)
  if (!kind || !('value' in condition) || typeof condition.value !== 'string') return []
  return [{ path: [...path, 'value'], id: condition.value, kind }]
}

/** Asks contacts for each of them. Without an answer nobody counts as unknown. */
export async function checkPeople(
  contacts: Pick<PeoplePort, 'person' | 'department'>,
  named: readonly NamedPerson[],
): Promise<NamedPeople> {
  const asked = new Map(named.map((one) => [keyOf(one), one]))
  const answers = await Promise.all(
    [...asked].map(async ([key, one]) => [key, await faultOf(contacts, one)] as const),
  )
  const silent = answers.find(([, answer]) => !answer.ok)
  if (silent && !silent[1].ok) return { unknown: [], unasked: silent[1].failure.message }
  const wrong = new Map(answers.map(([key, answer]) => [key, answer.ok ? answer.value : undefined]))
  const unknown = named.flatMap((one): FileFault[] => {
    const { file, line, path, id } = one
    const reason = wrong.get(keyOf(one))
    return reason === undefined ? [] : [{ file, line, reason: `${path}: ${id} ${reason}` }]
  })
  return { unknown, unasked: null }
}

const keyOf = ({ kind, id }: Pick<Naming, 'kind' | 'id'>): string => `${kind} ${id}`

/** What is wrong with whom or what a file names; undefined: nothing. */
async function faultOf(
  contacts: Pick<PeoplePort, 'person' | 'department'>,
  { kind, id }: NamedPerson,
): Promise<Answer<string | undefined>> {
  // The root is the whole company, and nobody may ask for it who does not see all of it.
  if (kind === 'department' && id === '0') return { ok: true, value: undefined }
  if (kind === 'department') {
    const answer = await contacts.department(id)
    return answer.ok ? { ok: true, value: answer.value ? undefined : NOTHING } : answer
  }
  const answer = await contacts.person(id)
  if (!answer.ok) return answer
  return { ok: true, value: answer.value ? (answer.value.active ? undefined : LEFT) : NOBODY }
}

const NOBODY = 'is the user_id of nobody whom the app may see'
const LEFT = 'has left or is frozen'
const NOTHING = 'is the open_department_id of no department that the app may see'
