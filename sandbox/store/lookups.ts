import type { Card, Definition, Department, ImMessage, Person, StoredInstance, Version } from './records.ts'
import { createGroups } from './table.ts'

/** Who is who, by every kind of id. */
export function createOrganisationLookups() {
  const personByOpenId = new Map<string, string>()
  const personByUnionId = new Map<string, string>()
  const departmentByOpenId = new Map<string, string>()
  return {
    personByOpenId,
    personByUnionId,
    departmentByOpenId,
    indexPerson(_before: Person | undefined, after: Person | undefined): void {
      if (!after) return
      personByOpenId.set(after.openId, after.userId)
      personByUnionId.set(after.unionId, after.userId)
    },
    indexDepartment(_before: Department | undefined, after: Department | undefined): void {
      if (after) departmentByOpenId.set(after.openDepartmentId, after.departmentId)
    },
  }
}

/** Person → tasks, cc and instances; task → instance; instance → versions. */
export function createInstanceLookups() {
  const todoOf = createGroups()
  const doneOf = createGroups()
  const ccsOf = createGroups()
  const startedBy = createGroups()
  const instanceOfTask = new Map<string, string>()
  const versionsOf = new Map<string, Version[]>()
  const definitionByOwnCode = new Map<string, string>()

  const file = (instance: StoredInstance, change: 'add' | 'remove'): void => {
    if (instance.userId !== '') startedBy[change](instance.userId, instance.id)
    for (const [id, { userId, wire }] of Object.entries(instance.tasks)) {
      const box = wire.status === 'PENDING' ? todoOf : doneOf
      box[change](userId, id)
      if (change === 'add') instanceOfTask.set(id, instance.id)
      else instanceOfTask.delete(id)
    }
    for (const [id, { userId }] of Object.entries(instance.ccs))
      ccsOf[change](userId, `${instance.id}\n${id}`)
  }
  return {
    todoOf,
    doneOf,
    ccsOf,
    startedBy,
    instanceOfTask,
    versionsOf,
    definitionByOwnCode,
    indexInstance(before: StoredInstance | undefined, after: StoredInstance | undefined): void {
      if (before) file(before, 'remove')
      if (after) file(after, 'add')
    },
    indexVersion(before: Version | undefined, after: Version | undefined): void {
      if (before ?? !after) return
      const versions = versionsOf.get(after.instanceId)
      if (versions) versions.push(after)
      else versionsOf.set(after.instanceId, [after])
    },
    indexDefinition(_before: Definition | undefined, after: Definition | undefined): void {
      if (after) definitionByOwnCode.set(after.ownCode, after.code)
    },
  }
}

/** Person and instance → messages. */
export function createMessageLookups() {
  const cardsOf = createGroups()
  const cardsOfInstance = createGroups()
  const imOf = createGroups()
  /** 1008 cards without a final status. */
  const unsettledCards = new Set<string>()
  return {
    cardsOf,
    cardsOfInstance,
    imOf,
    unsettledCards,
    indexCard(before: Card | undefined, after: Card | undefined): void {
      if (before && before.userId !== after?.userId) cardsOf.remove(before.userId, before.messageId)
      if (!after) return
      cardsOf.add(after.userId, after.messageId)
      if (after.instanceId !== '') cardsOfInstance.add(after.instanceId, after.messageId)
      const unsettled = after.status === 'open' || after.status === 'buttons_gone'
      if (after.templateId === '1008' && unsettled) unsettledCards.add(after.messageId)
      else unsettledCards.delete(after.messageId)
    },
    indexIm(before: ImMessage | undefined, after: ImMessage | undefined): void {
      if (before && before.userId !== after?.userId) imOf.remove(before.userId, before.messageId)
      if (after) imOf.add(after.userId, after.messageId)
    },
  }
}
