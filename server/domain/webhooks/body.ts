import { nodeNames, type Definition } from '../../../shared/definition.ts'
import { cellValueText, isShownIn, valueText } from '../../../shared/form/form-text.ts'
import type { Field, FieldOf, TableRow } from '../../../shared/form/field.ts'
import { rowsOf } from '../../../shared/form/leaves.ts'
import { textIn, type Locale } from '../../../shared/locale.ts'
import { own } from '../../../shared/own.ts'
import { cleanText, said } from '../../../shared/person-text.ts'
import type { EventData, WebhookEvent } from '../../../shared/webhooks/event.ts'
import type { Act } from '../act.ts'
import type { DefinitionRecord } from '../definition.ts'
import { replay } from '../engine/evolve.ts'
import { flowCaption } from '../flow-picture.ts'
import { findTask, nameOf, namesFor, type Instance, type Task } from '../instance.ts'
import type { InstanceRecord } from '../outbox/record.ts'
import { numberOf } from '../picture.ts'
import { toldEvents, type ToldEvent } from './told-event.ts'

/**
 * What is told of an event: the approval as it stood right after the act, which its history up to then leads to. So
 * every attempt says the same, whatever has happened since. Undefined: there is no such event.
 */
export function bodyOf(
  { history }: Pick<InstanceRecord, 'history'>,
  definition: DefinitionRecord,
  sequence: number,
): WebhookEvent | undefined {
  const told = toldEvents(history)[sequence - 1]
  if (!told) return undefined
  const instance = replay(history.slice(0, told.until))
  return {
    type: told.type,
    timestamp: new Date(told.act.at).toISOString(),
    data: dataOf(instance, definition, told),
  }
}

type Shown = { instance: Instance; definition: Definition; locale: Locale }

function dataOf(
  instance: Instance,
  { version, definition }: DefinitionRecord,
  { sequence, act, event }: ToldEvent,
): EventData {
  const caption = flowCaption(instance, definition)
  const { language: locale } = caption
  const shown = { instance, definition, locale }
  const { id, status, initiator, startedAt, endedAt } = instance
  const task = 'taskId' in event ? findTask(instance, event.taskId) : undefined
  return {
    sequence,
    id,
    number: numberOf(caption),
    definition: { code: definition.code, version, name: textIn(definition.name, locale) },
    title: caption.title(locale),
    status,
    initiator: {
      ...personIn(instance, initiator.userId),
      department: initiator.department?.name ?? null,
    },
    form: formOf(shown),
    cause: causeOf(instance, act),
    tasks: instance.tasks.map((one) => taskOf(shown, one)),
    startedAt,
    endedAt,
    ...(task && { task: taskOf(shown, task) }),
    ...(event.type === 'commented' && {
      comment: {
        id: event.commentId,
        text: cleanText(event.text),
        mentions: act.people.map((userId) => personIn(instance, userId)),
      },
    }),
  }
}

const personIn = (instance: Instance, userId: string) => ({ userId, name: nameOf(instance, userId) })

function causeOf(instance: Instance, { verb, by, via, service, at, reason, files }: Act): EventData['cause'] {
  return {
    verb,
    by: by === null ? null : personIn(instance, by),
    via,
    ...(service !== undefined && { service }),
    at,
    reason: said(reason),
    files: Object.entries(files).map(([id, { name, size, type }]) => ({ id, name, size, type })),
  }
}

function taskOf({ instance, definition, locale }: Shown, task: Task): EventData['tasks'][number] {
  const { id, nodeId, assignee, status, reason, completeReason, createdAt, endedAt } = task
  return {
    id,
    node: { id: nodeId, name: textIn(nodeNames(definition, nodeId), locale) },
    assignee: personIn(instance, assignee),
    status,
    reason: said(reason),
    completeReason,
    createdAt,
    endedAt,
  }
}

/** Fields with a value of their own, in the order of the form; what was hidden is left out. */
function formOf({ instance, definition, locale }: Shown): EventData['form'] {
  const { form } = instance
  const nameIn = namesFor(instance, locale)
  const entryOf = (field: Field): EventData['form'] => {
    if (field.type === 'note' || !isShownIn(field, form)) return []
    const { key, type } = field
    const value = own(form, key)
    const text = valueText(field, value, locale, nameIn)
    const entry = { key, type, label: textIn(field.label, locale), value: value ?? null, text }
    return [type === 'table' ? { ...entry, rows: rowsOf(value).map((row) => cellsOf(field, row)) } : entry]
  }
  const cellsOf = (
    table: FieldOf<'table'>,
    row: TableRow,
  ): NonNullable<EventData['form'][number]['rows']>[number] =>
    table.columns.flatMap((column) => {
      if (column.type === 'note') return []
      const { key, type } = column
      const value = own(row, key)
      const text = cellValueText({ table, column }, value, locale, nameIn)
      return [{ key, type, label: textIn(column.label, locale), value: value ?? null, text }]
    })
  return definition.form.flatMap(entryOf)
}
