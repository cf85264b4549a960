import { LeaseLost, type InstanceStore, type Outbox } from '../contract.ts'
import { createDocuments, scanDocuments, type Damage } from './documents.ts'
import type { DataFolder } from './disk/files.ts'
import { createInstanceIndex, type InstanceIndex } from '../row/instance-index.ts'
import { INSTANCES, INSTANCES_INDEXED } from './document-schemas.ts'
import { listBox } from '../row/list-box.ts'
import { listChanges } from '../row/list-changes.ts'
import { createTextLook, findByText, idsBeginning, type DefinitionOf } from '../row/find.ts'
import { createListReader } from './list-reader.ts'
import { createOutbox } from './outbox.ts'
import { createRecordReader } from './record-reader.ts'
import { toRow } from '../row/row.ts'
import type { InstanceRecord } from '../../domain/outbox/record.ts'

export type Instances = {
  instances: InstanceStore
  outbox: Outbox
  /** Where other things that wait for Feishu stand as well. */
  lines: { due: InstanceIndex['due']; onWork: () => void }
  load(): Promise<Damage[]>
  close(): Promise<void>
}

/** `definitionOf` reads the version that an instance began with. */
export function createInstances(files: DataFolder, definitionOf: DefinitionOf): Instances {
  const index = createInstanceIndex()
  const listeners = new Set<() => void>()
  const onWork = () => {
    for (const listener of listeners) listener()
  }

  const documents = createDocuments(files, INSTANCES, (id, record) => {
    if (!record) throw new Error(`instance ${id} was removed, which never happens`)
    const row = toRow(record)
    index.put(row)
    records.keep(id, record)
    lists.forget(id)
    if (row.due.todos ?? row.due.messages ?? row.endpoints[0]) queueMicrotask(onWork)
  })
  const records = createRecordReader(documents, index)
  const lists = createListReader(documents, records.glance)
  const { read } = records

  const instances: InstanceStore = {
    read,
    change: (id, decide, lease) =>
      documents.alone(id, async () => {
        if (lease && (lease.instanceId !== id || !index.due.isHeld(lease))) {
          throw new LeaseLost(`the lease ${lease.token} of instance ${id} has passed to another`)
        }
        const current = await records.load(id)
        const { next, result } = decide(current, index.numbers.next)
        if (!next || next === current) return result
        if (next.instance.id !== id) throw new Error(`a change of ${id} made ${next.instance.id} of it`)
        // Whoever decides while this one is on its way to the disk gets the number behind it.
        if (!current) index.numbers.give(numberedIn(next))
        await documents.write(id, next)
        return result
      }),
    list: (query) => listBox(index, { read: lists.read, hasText: createTextLook(definitionOf) }, query),
    changes: (query) => listChanges(index, lists, query),
    groups: async ({ userId, tasks }) => index.todos.of(userId, tasks),
    underWay: async (definition, atMost) => Math.min(index.underWay(definition), atMost),
    peopleWith: async (tasks) => index.todos.peopleWith(tasks),
    ...questionsOfPeople(index),
    ...questionsOfSources(index),
    turns: async (query) => index.turns.page(query),
    changedSince: async (since, limit) =>
      take(index.changedSince(since), limit).map(({ id, updatedAt }) => ({ id, updatedAt })),
    numbered: async (number) => idNumbered(index, number),
    beginning: async (prefix, limit) => idsBeginning(index, prefix, limit),
    find: (query) => findByText(index, { read: records.glance, definitionOf }, query),
  }
  return {
    instances,
    outbox: createOutbox({ index, documents, read, listeners, edit: editIn(instances) }),
    lines: { due: index.due, onWork },
    async load() {
      const damages = await scanDocuments(files, INSTANCES_INDEXED, (_id, record) => index.put(toRow(record)))
      index.arrange()
      return damages
    },
    close: () => documents.close(),
  }
}

const editIn =
  ({ change }: Pick<InstanceStore, 'change'>): Outbox['edit'] =>
  (id, decide) =>
    change(id, (current) => ({ next: current && decide(current), result: undefined }))

const questionsOfPeople = ({
  people,
}: Pick<InstanceIndex, 'people'>): Pick<
  InstanceStore,
  'peopleUnderWay' | 'identitiesOf' | 'naming' | 'concerning' | 'userIdOf'
> => ({
  peopleUnderWay: async () => people.underWay(),
  identitiesOf: async (userId) => people.identitiesOf(userId),
  naming: async (userId) => people.naming(userId),
  concerning: async (userId) => people.concerning(userId),
  userIdOf: async (openId) => people.userIdOf(openId),
})

const questionsOfSources = ({
  sources,
}: Pick<InstanceIndex, 'sources'>): Pick<InstanceStore, 'ofSource' | 'idsOfSource'> => ({
  ofSource: async (source) => sources.of(source),
  idsOfSource: async (source, which) => sources.ids(source, which),
})

function idNumbered({ numbers, has }: InstanceIndex, number: string): string | undefined {
  const id = numbers.idOf(number)
  return id !== undefined && has(id) ? id : undefined
}

const numberedIn = ({ instance: { id, definition, number } }: InstanceRecord) => ({
  id,
  definition: definition.code,
  number: number ?? null,
})

function take<T>(values: Iterable<T>, limit: number): T[] {
  const taken: T[] = []
  for (const value of values) {
    if (taken.length === limit) break
    taken.push(value)
  }
  return taken
}
