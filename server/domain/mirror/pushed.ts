import type { LocalizedText } from '../../../shared/locale.ts'
import type { CompleteReason, InstanceStatus, TaskStatus } from '../../../shared/status.ts'
import type { OwnPage } from '../own-page.ts'
import type { QuickAction } from '../quick-action.ts'

/** What has a clock of its own; null: it was pushed without one, and the last that arrives counts. */
type Clocked = { clock: number | null }

export type PushedTask = Clocked & {
  id: string
  /** Whose it is, as the source calls them. */
  person: string
  title: LocalizedText | null
  page: OwnPage | null
  status: TaskStatus
  completeReason: CompleteReason | null
  node: { id: string; name: LocalizedText } | null
  actions: readonly QuickAction[]
  /** What comes back to the source with a decision, to the byte. */
  context: string | null
  isConsigned: boolean
  countsInStatistics: boolean
  /** Null: the source does not say; then since it came. */
  createdAt: number | null
  /** Null while it is open, and where the source does not say. */
  endedAt: number | null
  /** With what it is deleted, besides by itself (`Push.deletions`). */
  within?: string | undefined
}

export type PushedCc = Clocked & {
  id: string
  person: string
  page: OwnPage | null
  isRead: boolean
  createdAt: number | null
}

/** What a source says of an approval as a whole. */
export type PushedHead = Clocked & {
  status: InstanceStatus
  /** None: it is called as its kind is. */
  title: LocalizedText | null
  form: readonly { name: LocalizedText; value: LocalizedText }[]
  number: string | null
  page: OwnPage | null
  /** Without a person: nobody who is one, or somebody whom the source only names. */
  initiator: { person: string | null; name: LocalizedText | null }
  department: { id: string | null; name: LocalizedText | null }
  startedAt: number | null
  endedAt: number | null
}

/** The clock of a head that nobody has pushed yet: something was deleted before it came. Below every other. */
export const NEVER = -1

/** All that a source has said of one approval, in its own ids and by its own clocks: its truth. */
export type Pushed = {
  head: PushedHead
  tasks: Readonly<Record<string, PushedTask>>
  cc: Readonly<Record<string, PushedCc>>
  /** Each push was about one to-do: whether something waits is said by the to-dos, and by nothing else. */
  perItem?: true | undefined
  /** By what was deleted, a task or what several are within: what of it is no newer than that is gone. */
  deleted?: Readonly<Record<string, number>> | undefined
}

/**
 * `update`, `replace`: as Feishu's update_mode. `items`: pushes that are about one to-do each and come in any order;
 * each counts for itself, the one with the greatest clock.
 */
export type Push = {
  mode: 'update' | 'replace' | 'items'
  head: PushedHead
  tasks: readonly PushedTask[]
  cc: readonly PushedCc[]
  /** What is gone, by the source's clock: of `items` alone. Known or not, so that what comes late stays gone. */
  deletions?: readonly { scope: string; clock: number }[] | undefined
  /** What is there all the same, whatever was deleted before: its source has looked. */
  restored?: readonly string[] | undefined
}
