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
  createdAt: number
  endedAt: number | null
}

export type PushedCc = Clocked & {
  id: string
  person: string
  page: OwnPage | null
  isRead: boolean
  createdAt: number
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
  startedAt: number
  endedAt: number | null
}

/** All that a source has said of one approval, in its own ids and by its own clocks: its truth. */
export type Pushed = {
  head: PushedHead
  tasks: Readonly<Record<string, PushedTask>>
  cc: Readonly<Record<string, PushedCc>>
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
}
