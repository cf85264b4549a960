import type { AttachmentView, CommentView, InstanceView } from '../../shared/responses.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import type { FieldType } from '../../shared/form/field.ts'
import { idsIn, leavesOf, listOf } from '../../shared/form/leaves.ts'
import { own } from '../../shared/own.ts'
import { cleanText, said } from '../../shared/person-text.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { eventsOf, type Act } from '../domain/act.ts'
import { taskIn } from '../domain/picture.ts'
import { pictureOf } from '../domain/picture-of.ts'
import { namesFor, type FileInfo, type Instance, type Task } from '../domain/instance.ts'
import { endingOf } from '../domain/ending.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { actionsOf } from './actions.ts'
import { linkTo } from './attachment-link.ts'
import type { UseCaseContext } from './context.ts'
import { phrasesIn } from './definition-views.ts'
import { passedTo, toHistoryViews, type FileOf, type Told, whoAdded } from './history-view.ts'
import { formBasis, publicFields } from './form-basis.ts'
import { viewPress } from './press-view.ts'
import { readCallback } from './sources/callback-of-kind.ts'
import { definitionOf } from './stored.ts'
import { toHeading, toNodeViews, toPerson, toPrincipal, type Reader } from './views.ts'

/** The whole of one instance, as `reader` sees it. Whether they may is known. */
export async function viewInstance(
  ctx: UseCaseContext,
  { instance, history }: InstanceRecord,
  reader: Reader,
): Promise<InstanceView> {
  const record = await definitionOf(ctx, instance)
  const { definition, version } = record
  const picture = pictureOf(instance, record)
  const locale = reader.locale ?? picture.language
  const heading = toHeading(picture, locale)
  const isToldOf = instance.mirror !== undefined && (await readCallback(ctx.store, record.code)) !== null
  const actions = actionsOf({ instance, history }, definition, reader, ctx.now())
  const file = (id: string): AttachmentView[] => toAttachmentViews(ctx, instance, id, reader)
  return {
    ...heading,
    definition: { ...heading.definition, version },
    ...(instance.service !== undefined && { service: instance.service }),
    form: instance.form,
    fields: publicFields(definition.form),
    ...(actions.some(({ action }) => action === 'resubmit') && {
      basis: await formBasis(ctx, definition, reader.userId),
    }),
    names: namesIn(instance, definition, locale),
    optionLabels: optionLabelsIn(instance, locale),
    files: filesIn(instance, definition, file),
    comments: history.flatMap((act) => toCommentViews(instance, act, file)),
    nodes: toNodeViews(definition, instance, locale),
    tasks: instance.tasks.map((task) => ({
      ...toTaskView({ instance, history }, task, file),
      // Nothing can be pressed where its source wants to be told nothing.
      ...(isToldOf &&
        task.assignee === reader.userId &&
        viewPress(task, taskIn(picture, task.id)?.actions ?? [], locale)),
    })),
    cc: instance.cc.map(({ id, userId, createdAt, readAt }) => ({
      id,
      person: toPerson(instance, userId),
      createdAt,
      readAt,
    })),
    history: toHistoryViews({ instance, history }, reader.userId, file),
    phrases: phrasesIn(definition, locale),
    actions,
    endedAt: picture.endedAt,
    ended: toEnding(instance, history),
  }
}

function toEnding(instance: Instance, history: InstanceRecord['history']): InstanceView['ended'] {
  const ending = endingOf(history)
  if (!ending) return null
  const { how, by, service, reason, at } = ending
  const person = by === null ? null : toPerson(instance, by)
  return { how, by: person, ...(service !== undefined && { service }), reason, at }
}

/** A file as it is shown to this person, with a link that only they were given. */
export function toAttachmentView(
  ctx: Pick<UseCaseContext, 'mac' | 'now' | 'publicUrl'>,
  id: string,
  { name, size, type }: FileInfo,
  viewer: string,
): AttachmentView {
  return { id, name, size, type, url: linkTo(ctx, id, viewer) }
}

function toAttachmentViews(
  ctx: UseCaseContext,
  { files = {} }: Instance,
  id: string,
  { userId }: Reader,
): AttachmentView[] {
  const info = own(files, id)
  return info ? [toAttachmentView(ctx, id, info, userId)] : []
}

function namesIn(
  instance: Instance,
  { form }: DefinitionRecord['definition'],
  locale: Locale,
): Record<string, string> {
  const nameOf = namesFor(instance, locale)
  const named = leavesOf(form, instance.form).filter(({ field }) => NAMED.has(field.type))
  return Object.fromEntries(
    named.flatMap(({ value, place }) => listOf(value).map((id) => [id, nameOf(id, place) ?? id] as const)),
  )
}

const NAMED: ReadonlySet<FieldType> = new Set(['contact', 'department', 'approval'])

function optionLabelsIn({ chosen = {} }: Instance, locale: Locale): InstanceView['optionLabels'] {
  const labels = Object.entries(chosen).map(([place, options]) => {
    const named = Object.entries(options).map(([value, { label }]) => [value, textIn(label, locale)] as const)
    return [place, Object.fromEntries(named)] as const
  })
  return Object.fromEntries(labels)
}

function filesIn(
  instance: Instance,
  { form }: DefinitionRecord['definition'],
  file: FileOf,
): InstanceView['files'] {
  const ids = idsIn(form, instance.form, ['image', 'attachment'])
  return Object.fromEntries(ids.flatMap(file).map((view) => [view.id, view]))
}

/** Of an act that is none there is no view. */
function toCommentViews(instance: Instance, act: Act, file: FileOf): CommentView[] {
  const { at, by, service, people, files } = act
  return eventsOf(act, 'commented').map(({ commentId: id, text }) => ({
    id,
    by: by === null ? null : toPerson(instance, by),
    ...(service !== undefined && { service }),
    at,
    text: cleanText(text),
    mentions: people.map((userId) => toPerson(instance, userId)),
    attachments: Object.keys(files).flatMap(file),
  }))
}

function toTaskView(told: Told, task: Task, file: FileOf): InstanceView['tasks'][number] {
  const { instance } = told
  const { id, nodeId, assignee, status, completeReason, round, reason, attachments = [] } = task
  return {
    id,
    nodeId,
    assignee: toPerson(instance, assignee),
    consignedBy: toPrincipal(instance, task),
    status,
    completeReason,
    round,
    added: whoAdded(told, task),
    passedTo: passedTo(told, id).map((userId) => toPerson(instance, userId)),
    reason: said(reason),
    attachments: attachments.flatMap(file),
    createdAt: task.createdAt,
    endedAt: task.endedAt,
  }
}
