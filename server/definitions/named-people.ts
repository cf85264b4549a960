import type { FileFault, NamedPeople } from '../../shared/operator-api.ts'
import { wayOf, type Definition } from '../../shared/definition.ts'
import type { PeoplePort } from '../feishu/port.ts'

/** Where a definition names a person, in the words of its file. */
type Naming = { path: (string | number)[]; id: string }

export type NamedPerson = { file: string; line: number; path: string; id: string }

/** Everybody whom a file names by user_id, with the place. */
export function peopleNamedIn(
  file: string,
  definition: Definition,
  lineOf: (path: readonly (string | number)[]) => number,
): NamedPerson[] {
  return namingsOf(definition).map(({ path, id }) => ({ file, line: lineOf(path), path: path.join('.'), id }))
}

function namingsOf({ managers, flow, cc }: Definition): Naming[] {
  const list = (path: (string | number)[], ids: readonly string[]): Naming[] =>
    ids.map((id, at) => ({ path: [...path, at], id }))
  return [
    ...list(['managers'], managers),
    ...wayOf({ flow }).flatMap(({ node, path }) =>
      'users' in node.approvers ? list([...path, 'approvers', 'users'], node.approvers.users) : [],
    ),
    ...cc.flatMap((rule, at) => ('users' in rule ? list(['cc', at, 'users'], rule.users) : [])),
  ]
}

/** Asks contacts for each of them. Without an answer nobody counts as unknown. */
export async function checkPeople(
  people: Pick<PeoplePort, 'person'>,
  named: readonly NamedPerson[],
): Promise<NamedPeople> {
  const ids = [...new Set(named.map(({ id }) => id))]
  const answers = await Promise.all(ids.map(async (id) => [id, await people.person(id)] as const))
  const silent = answers.find(([, answer]) => !answer.ok)
  if (silent && !silent[1].ok) return { unknown: [], unasked: silent[1].failure.message }
  const wrong = new Map(
    answers.flatMap(([id, answer]) => {
      if (!answer.ok || answer.value?.active) return []
      return [[id, answer.value ? LEFT : NOBODY]]
    }),
  )
  const unknown = named.flatMap(({ file, line, path, id }): FileFault[] => {
    const reason = wrong.get(id)
    return reason === undefined ? [] : [{ file, line, reason: `${path}: ${id} ${reason}` }]
  })
  return { unknown, unasked: null }
}

const NOBODY = 'is the user_id of nobody whom the app may see'
const LEFT = 'has left or is frozen'
