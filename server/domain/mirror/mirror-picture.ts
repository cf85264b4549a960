import type { Locale, LocalizedText } from '../../../shared/locale.ts'
import { textIn } from '../../../shared/locale.ts'
import { defaultLocale } from '../../../shared/definition.ts'
import type { DefinitionRecord } from '../definition.ts'
import { nameOf } from '../instance.ts'
import type { Listed, ListedTask } from '../listed.ts'
import type { Caption, Picture, PicturedTask } from '../picture.ts'
import type { Mirror } from './mirrored.ts'
import type { PushedTask } from './pushed.ts'

type Named = Pick<Listed, 'id' | 'people' | 'initiator'>

/** What an approval of another system says in words: its own, as it pushed them. */
export function mirrorCaption(
  named: Named,
  { pushed: { head } }: Mirror,
  { definition }: Pick<DefinitionRecord, 'definition'>,
): Caption {
  const { id, initiator } = named
  const kind = definition.name
  const said = (text: LocalizedText | null, locale: Locale): string => textIn(text ?? kind, locale)
  return {
    id,
    language: defaultLocale(definition),
    kind,
    title: (locale) => said(head.title, locale),
    hasOwnTitle: head.title !== null,
    number: head.number ?? undefined,
    lines: (locale) =>
      head.form.map(({ name, value }) => ({ label: textIn(name, locale), value: textIn(value, locale) })),
    initiator: initiator.userId === '' ? initiator : { ...initiator, name: nameOf(named, initiator.userId) },
  }
}

/** The picture of an approval that another system carries on. */
export function mirrorPicture(listed: Listed, mirror: Mirror, record: DefinitionRecord): Picture {
  const { status, startedAt, updatedAt, endedAt, clock } = listed
  const { pushed } = mirror
  const tasks = new Map(Object.values(pushed.tasks).map((task) => [mirror.taskIds[task.id], task]))
  const cc = new Map(Object.values(pushed.cc).map((one) => [mirror.ccIds[one.id], one]))
  return {
    ...mirrorCaption(listed, mirror, record),
    definition: { code: record.code, approvalCode: record.approvalCode },
    status,
    source: record.definition.source,
    isElsewhere: true,
    page: pushed.head.page,
    tasks: listed.tasks.map((task) => pictureTask(task, tasks.get(task.id))),
    cc: listed.cc.map((one) => ({ ...one, page: cc.get(one.id)?.page ?? null })),
    startedAt,
    updatedAt,
    endedAt,
    clock,
  }
}

/** `said` undefined: the source names it no more. */
function pictureTask(task: ListedTask, said: PushedTask | undefined): PicturedTask {
  const { id, assignee, status, completeReason, round, createdAt, endedAt, clock } = task
  return {
    id,
    assignee,
    title: said?.title ?? null,
    page: said?.page ?? null,
    node: said?.node ?? null,
    status,
    completeReason,
    actions: said?.actions ?? [],
    isOwnStep: false,
    countsInStatistics: said?.countsInStatistics ?? false,
    isConsigned: said?.isConsigned ?? false,
    principal: null,
    remindAfterHours: null,
    round,
    createdAt,
    endedAt,
    clock,
  }
}
