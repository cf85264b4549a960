import type {
  AttachedFile,
  AttendanceRecord,
  Card,
  Definition,
  Department,
  ImMessage,
  LoginCode,
  PastedLink,
  Person,
  SentUuid,
  StoredInstance,
  Token,
  UsedSignature,
  Version,
  Violation,
} from './records.ts'
import { SAMPLE_DEPARTMENTS, SAMPLE_PEOPLE } from '../organisation.ts'
import { openJournal, type Op } from './journal.ts'
import { createInstanceLookups, createMessageLookups, createOrganisationLookups } from './lookups.ts'
import { createTable, type Table } from './table.ts'

export type State = ReturnType<typeof openState>

/** Everything the sandbox knows, in memory with lookups, and in `dir` when one is given. */
export function openState(dir: string | undefined) {
  let pending: Op[] = []
  let changes = 0
  const record = (op: Op): void => {
    changes += 1
    if (dir !== undefined) pending.push(op)
  }
  const lookups = { ...createOrganisationLookups(), ...createInstanceLookups(), ...createMessageLookups() }
  const tables = {
    meta: createTable<unknown>('meta', record),
    people: createTable<Person>('people', record, lookups.indexPerson),
    departments: createTable<Department>('departments', record, lookups.indexDepartment),
    definitions: createTable<Definition>('definitions', record, lookups.indexDefinition),
    groups: createTable<Definition['groupName']>('groups', record),
    instances: createTable<StoredInstance>('instances', record, lookups.indexInstance),
    versions: createTable<Version>('versions', record, lookups.indexVersion),
    cards: createTable<Card>('cards', record, lookups.indexCard),
    im: createTable<ImMessage>('im', record, lookups.indexIm),
    links: createTable<PastedLink>('links', record),
    files: createTable<AttachedFile>('files', record),
    attendance: createTable<AttendanceRecord>('attendance', record),
    uuids: createTable<SentUuid>('uuids', record),
    tokens: createTable<Token>('tokens', record),
    codes: createTable<LoginCode>('codes', record),
    signatures: createTable<UsedSignature>('signatures', record),
    violations: createTable<Violation>('violations', record),
  }
  const byName = new Map<string, Table<unknown>>(
    Object.values(tables).map((table) => [table.name, table as Table<unknown>]),
  )
  const journal =
    dir === undefined
      ? undefined
      : openJournal(
          dir,
          ([table, key, value]) => byName.get(table)?.load(key, value),
          function* () {
            for (const table of byName.values()) yield* table.dump()
          },
        )
  if (tables.people.size() === 0) {
    for (const person of SAMPLE_PEOPLE) tables.people.put(person.userId, person)
    for (const department of SAMPLE_DEPARTMENTS) tables.departments.put(department.departmentId, department)
  }
  return {
    ...tables,
    lookups,
    /** How often anything changed since the start. */
    changes: () => changes,
    /** Writes what changed since the last call. Called before an answer leaves. */
    flush(): void {
      if (pending.length === 0) return
      const ops = pending
      pending = []
      journal?.append(ops)
    },
    close(): void {
      journal?.close()
    },
  }
}
