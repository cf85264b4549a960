import type { Locale, LocalizedText } from '../../shared/locale.ts'
import type { CompleteReason, InstanceStatus, TaskStatus } from '../../shared/status.ts'
import type { Cc, Initiator } from './instance.ts'
import type { OwnPage } from './own-page.ts'
import type { QuickAction } from './quick-action.ts'

/** What a picture says in words; texts are made for the language that is asked for. */
export type Caption = {
  id: string
  /** The language in which all of its texts can be had. */
  language: Locale
  /** What approvals of its kind are called. */
  kind: LocalizedText
  title: (locale: Locale) => string
  /** The title is not just kind and initiator. */
  hasOwnTitle: boolean
  /** By which documents know each other (单据编号); none: people call it by its id. */
  number: string | undefined
  /** What is shown of its form, the weightiest first. */
  lines: (locale: Locale) => Line[]
  /** Without a user_id: nobody who is a person here, and Feishu shows the name. */
  initiator: Initiator
}

/**
 * One approval as Feishu and people are shown it, whoever decides it. Lists, cards, messages, reminders, links and
 * searches are made of it and ask nothing of where it comes from.
 */
export type Picture = Caption & {
  definition: { code: string; approvalCode: string | null }
  status: InstanceStatus
  /** What stands behind 来自; none: the settings' own words. */
  source: LocalizedText | undefined
  /** Only the system that `source` names carries it on. */
  isElsewhere: boolean
  /** Where it is read; null: on a page of ours. */
  page: OwnPage | null
  tasks: readonly PicturedTask[]
  cc: readonly PicturedCc[]
  startedAt: number
  updatedAt: number
  endedAt: number | null
  clock: number
}

type Line = { label: string; value: string }

export type PicturedTask = {
  id: string
  assignee: string
  /** None: it is called as the approval is. */
  title: LocalizedText | null
  page: OwnPage | null
  node: { id: string; name: LocalizedText } | null
  status: TaskStatus
  /** As Feishu is told: what time approved, nobody did. */
  completeReason: CompleteReason | null
  /** What may be pressed on a card or in a list while it is open: two at most. */
  actions: readonly QuickAction[]
  /** It asks its initiator to submit again, not to decide. */
  isOwnStep: boolean
  /** Somebody spent time on it. */
  countsInStatistics: boolean
  /** Somebody else's, whom they stand in for. */
  isConsigned: boolean
  /** In whose place it is done; null also where only another system knows. */
  principal: { userId: string; name: string } | null
  /** After so many hours its person is reminded. */
  remindAfterHours: number | null
  round: number
  createdAt: number
  endedAt: number | null
  clock: number
}

export type PicturedCc = Cc & { page: OwnPage | null }

export function taskIn({ tasks }: Pick<Picture, 'tasks'>, taskId: string): PicturedTask | undefined {
  return tasks.find(({ id }) => id === taskId)
}

/** How people call it: by the number it was given, else by as much of its id as tells two apart. */
export const numberOf = ({ id, number }: Pick<Caption, 'id' | 'number'>): string =>
  number ?? id.slice(0, SHORT_NUMBER)

const SHORT_NUMBER = 8

/** The number, where it was given one that its title does not say. */
export const numberBeside = ({ number }: Pick<Caption, 'number'>, title: string): string | undefined =>
  number === undefined || title.includes(number) ? undefined : number
