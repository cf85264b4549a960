import type {
  Card,
  Definition,
  Department,
  ImMessage,
  LoginCode,
  Person,
  SentUuid,
  StoredInstance,
  Token,
  Version,
  Violation,
} from './records.ts'
import { SAMPLE_DEPARTMENTS, SAMPLE_PEOPLE } from '../organisation.ts'
import { openJournal, type Op } from './journal.ts'
import { createGroups, createTable, type Table } from './table.ts'

export type State = ReturnType<typeof openState>

/** Everything the sandbox knows, in memory with lookups, and in `dir` when one is given. */
export function openState(dir: string | undefined) {
  let pending: Op[] = []
  const record = (op: Op): void => {
    if (dir !== undefined) pending.push(op)
  }
  const lookups = createLookups()
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
    uuids: createTable<SentUuid>('uuids', record),
    tokens: createTable<Token>('tokens', record),
    codes: createTable<LoginCode>('codes', record),
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

/** Lookups over the tables, so that no request walks over all rows. */
function createLookups() {
  const todoOf = createGroups()
  const doneOf = createGroups()
  const ccsOf = createGroups()
  const startedBy = createGroups()
  const cardsOf = createGroups()
  const cardsOfInstance = createGroups()
  const imOf = createGroups()
  /** 1008 cards without a final status. */
  const unsettledCards = new Set<string>()
  const instanceOfTask = new Map<string, string>()
  const personByOpenId = new Map<string, string>()
  const personByUnionId = new Map<string, string>()
  const departmentByOpenId = new Map<string, string>()
  const definitionByOwnCode = new Map<string, string>()
  const versionsOf = new Map<string, Version[]>()

  const eachEntity = (instance: StoredInstance, task: 'add' | 'remove'): void => {
    if (instance.userId !== '') startedBy[task](instance.userId, instance.id)
    for (const [id, { userId, wire }] of Object.entries(instance.tasks)) {
      const box = wire.status === 'PENDING' ? todoOf : doneOf
      box[task](userId, id)
      if (task === 'add') instanceOfTask.set(id, instance.id)
      else instanceOfTask.delete(id)
    }
    for (const [id, { userId }] of Object.entries(instance.ccs)) ccsOf[task](userId, `${instance.id}\n${id}`)
  }
  return {
    todoOf,
    doneOf,
    ccsOf,
    startedBy,
    cardsOf,
    cardsOfInstance,
    imOf,
    unsettledCards,
    instanceOfTask,
    personByOpenId,
    personByUnionId,
    departmentByOpenId,
    definitionByOwnCode,
    versionsOf,
    indexPerson(_before: Person | undefined, after: Person | undefined): void {
      if (!after) return
      personByOpenId.set(after.openId, after.userId)
      personByUnionId.set(after.unionId, after.userId)
    },
    indexDepartment(_before: Department | undefined, after: Department | undefined): void {
      if (after) departmentByOpenId.set(after.openDepartmentId, after.departmentId)
    },
    indexDefinition(_before: Definition | undefined, after: Definition | undefined): void {
      if (after) definitionByOwnCode.set(after.ownCode, after.code)
    },
    indexInstance(before: StoredInstance | undefined, after: StoredInstance | undefined): void {
      if (before) eachEntity(before, 'remove')
      if (after) eachEntity(after, 'add')
    },
    indexVersion(before: Version | undefined, after: Version | undefined): void {
      if (before ?? !after) return
      const versions = versionsOf.get(after.instanceId)
      if (versions) versions.push(after)
      else versionsOf.set(after.instanceId, [after])
    },
    indexCard(_before: Card | undefined, after: Card | undefined): void {
      if (!after) return
      cardsOf.add(after.userId, after.messageId)
      if (after.instanceId !== '') cardsOfInstance.add(after.instanceId, after.messageId)
      const unsettled = after.status === 'open' || after.status === 'buttons_gone'
      if (after.templateId === '1008' && unsettled) unsettledCards.add(after.messageId)
      else unsettledCards.delete(after.messageId)
    },
    indexIm(_before: ImMessage | undefined, after: ImMessage | undefined): void {
      if (after) imOf.add(after.userId, after.messageId)
    },
  }
}
