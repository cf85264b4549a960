import type { Locale } from '../../shared/locale.ts'
import type { DocumentNumber, NumberSeries } from '../../shared/document-number.ts'
import type { Box } from '../../shared/requests.ts'
import type { InstanceStatus } from '../../shared/status.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import type { Turn } from '../domain/engine/turns.ts'
import type { Listed } from '../domain/listed.ts'
import type { LetterRecord } from '../domain/letters/letter.ts'
import type { Carrier, Effect, EndpointQueue, InstanceRecord, OutboxLine } from '../domain/outbox/record.ts'
import type { Reminder } from '../domain/reminder.ts'
import type { PersonSettings } from '../domain/settings.ts'
import type { RequestLog } from '../runtime/request-log.ts'

/** A page of something, newest first unless said otherwise; `nextCursor` is null on the last one. */
export type Page<T> = { items: readonly T[]; nextCursor: string | null }

/**
 * The right to deliver one instance's effects of one line. `token` is a fence: after the lease has run out and
 * somebody else took that line of the instance, a change under the old token is refused with `LeaseLost`. `by`: who
 * caused what is delivered under it.
 */
export type Lease<L extends OutboxLine = OutboxLine> = {
  instanceId: string
  line: L
  token: number
  by: string
}

/** A delivery came back after its lease had passed to another worker: its result must be dropped (R20). */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** A logged-in person. Only the SHA-256 of the token is stored. */
export type Session = {
  tokenHash: string
  userId: string
  openId: string
  name: string
  expiresAt: number
}

/**
 * The number that comes next in a series: behind every one that was ever stored in it, and no other instance's text,
 * whatever its letters' case. It is given with the write of an instance that begins with it, and not before: whoever
 * asks again, or writes nothing, gets the same one. A store that has to wait for its counter runs `decide` again.
 */
export type NextNumber = (series: NumberSeries) => DocumentNumber

/** `next: undefined` means that nothing changed and nothing is written. */
export type Change<T> = { next?: InstanceRecord | undefined; result: T }

/** Of a person's open tasks: those at a node, and those marked for later at that time, or not. */
export type TaskFilter = {
  node?: string | undefined
  postponed?: { at: number; show: 'only' | 'without' } | undefined
}

export type BoxQuery = {
  userId: string
  box: Box
  /** Of any of these. */
  definitions?: readonly string[] | undefined
  /** Only for `todo`. */
  tasks?: TaskFilter | undefined
  /** All of these words stand in `shownText` (domain/search-text.ts). Looked at last, for `MOST_READ` instances a page. */
  text?: { words: readonly string[]; locale: Locale | undefined } | undefined
  cursor?: string | undefined
  limit: number
}

/** Instances of any of these definitions that changed at `since` or later, and have the status. */
export type ChangeQuery = {
  definitions: readonly string[]
  status?: InstanceStatus | undefined
  since?: number | undefined
  cursor?: string | undefined
  limit: number
}

export const MOST_READ = 300
export const MOST_SEARCHED = 1_000

/** Open tasks at a node of one version whose turn began at `before` or earlier. */
export type TurnQuery = {
  definition: string
  version: number
  node: string
  before: number
  cursor?: string | undefined
  limit: number
}

/** A person by both ids: the user_id is a name that may change, the open_id stays. */
export type Identity = { userId: string; openId: string }

export type TodoCount = { definition: string; version: number; nodeId: string; count: number }

/** An uploaded file. */
export type AttachmentRecord = {
  id: string
  name: string
  /** Bytes. */
  size: number
  type: string
  uploadedBy: string
  uploadedAt: number
  /** The instance that is about to name it, or does. */
  claim: { instanceId: string; at: number } | null
  /** That instance was seen to name it: it stays for good. */
  kept: boolean
}

/** Closed as often as one likes. */
export type FileContent = {
  /** Bytes, when it was opened. */
  size: number
  /** Exactly as many bytes, or an error behind those that are there. Once. */
  pieces: AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export interface AttachmentStore {
  /**
   * Takes a file piece by piece, never whole in memory; `describe` is asked after the last one. Content and
   * description are durable when it resolves, and neither is there when it rejects. An `AppError` that either
   * throws comes out as it is.
   * Rejects with `too_many_uploads` when the person has `atMost` unclaimed files, those on their way included.
   */
  add(
    upload: { id: string; uploadedBy: string; atMost?: number },
    content: AsyncIterable<Uint8Array>,
    describe: () => AttachmentRecord,
  ): Promise<AttachmentRecord>
  read(id: string): Promise<AttachmentRecord | undefined>
  /** The content; undefined when there is none. Has to be closed, read or not. */
  open(id: string): Promise<FileContent | undefined>
  /** Bytes of the content as it is now; undefined when there is none. */
  contentSize(id: string): Promise<number | undefined>
  /** Changes of one file run one after another; `decide` may throw. Undefined: no change. */
  change(
    id: string,
    decide: (current: AttachmentRecord | undefined) => AttachmentRecord | undefined,
  ): Promise<void>
  /** Gone with its content when `isUnwanted` still says so. Answers whether it is. */
  remove(id: string, isUnwanted: (current: AttachmentRecord) => boolean): Promise<boolean>
  /** Those that are not `kept`; with `before`, only those uploaded before that time. */
  unclaimed(before?: number): Promise<readonly AttachmentRecord[]>
  /** Removes contents that no upload ever finished. Returns how many. */
  removeOrphans(): Promise<number>
}

export interface InstanceStore {
  /** The committed record. The caller must not change it. */
  read(id: string): Promise<InstanceRecord | undefined>
  /**
   * The only way an instance changes. Changes of one instance run one after another, whoever makes them; `decide` sees
   * the committed record, is synchronous, may be run again and may throw (then nothing is written). Resolves after the
   * write is durable. `store_unavailable`: it is not known to be, and what is read next tells.
   * With a `lease`, rejects with `LeaseLost` when somebody else has that line of the instance by now.
   */
  change<T>(
    id: string,
    decide: (current: InstanceRecord | undefined, nextNumber: NextNumber) => Change<T>,
    lease?: Lease,
  ): Promise<T>
  /**
   * A person's list, newest first: `todo` and `done` by the creation of their latest task there, `started`
   * by the start, `cc` by being told. `done` holds what they approved, rejected or transferred, as Feishu's does.
   * A filter looks at a bounded number of instances: a page may then have few items, or none, and a next one.
   * However large the records are and however many lists are asked for at once, few records are in memory for it.
   */
  list(query: BoxQuery): Promise<Page<Listed>>
  /**
   * The oldest change first, so that whoever reads page by page misses none: what changes meanwhile stands further on,
   * and is there once more. Costs what the page costs. A page may hold fewer than were asked for, and have a next one.
   */
  changes(query: ChangeQuery): Promise<Page<Listed>>
  /** A person's to-dos by definition and node, in no order. */
  groups(query: { userId: string; tasks: TaskFilter }): Promise<readonly TodoCount[]>
  /** How many instances of any version of a definition have not ended; counted no further than `atMost`. */
  underWay(definition: string, atMost: number): Promise<number>
  /** user_ids of everybody with such a task, each once, in no order. */
  peopleWith(tasks: TaskFilter): Promise<readonly string[]>
  /** Everybody whom instances under way name, each once, in no order. */
  peopleUnderWay(): Promise<readonly Identity[]>
  /** Whoever is named under this user_id: one, but for somebody whose user_id another had before. */
  identitiesOf(userId: string): Promise<readonly Identity[]>
  /** Ids of the instances that name somebody, in no order. It looks at all there are: for what is rare. */
  naming(userId: string): Promise<readonly string[]>
  /** Ids of the instances under way in which somebody has, or may have, something to do (domain/engine/concerned.ts). */
  concerning(userId: string): Promise<readonly string[]>
  /** The turn that began first first. */
  turns(query: TurnQuery): Promise<Page<Omit<Turn, 'nodeId'> & { instanceId: string }>>
  /** The user_id of somebody with this open_id, in the instance that changed last of those that name them. */
  userIdOf(openId: string): Promise<string | undefined>
  /** Ids of instances whose `updatedAt` is at or after `since`, oldest first, at most `limit`. */
  changedSince(since: number, limit: number): Promise<readonly { id: string; updatedAt: number }[]>
  /** Of the instance with this number, letters' case aside. */
  numbered(number: string): Promise<string | undefined>
  /** Ids of those whose id or number begins so, letters' case aside, the latest change first. */
  beginning(prefix: string, limit: number): Promise<readonly string[]>
  /**
   * What waits of another system's approvals: how many of its to-dos are open, and whom it names whom nobody knows, with
   * in how many approvals.
   */
  ofSource(source: string): Promise<{ open: number; unknown: ReadonlyMap<string, number> }>
  /** Ids of another system's approvals that are under way, or name somebody whom nobody knows, in no order. */
  idsOfSource(source: string, which: 'under_way' | 'unknown'): Promise<readonly string[]>
  /**
   * Ids of the instances with all of these words in what they show in any language, or in the names and
   * ids of those whom they name; the latest change first. A page looks at `MOST_SEARCHED` of them: it may hold few, or
   * none, and have a next one.
   */
  find(query: { words: readonly string[]; cursor?: string | undefined; limit: number }): Promise<Page<string>>
}

/** What sources say to people themselves. */
export interface LetterStore {
  read(id: string): Promise<LetterRecord | undefined>
  /** As of instances. */
  change<T>(
    id: string,
    decide: (current: LetterRecord | undefined) => { next?: LetterRecord | undefined; result: T },
    lease?: Lease,
  ): Promise<T>
  /** How many of a source have something that waits to be delivered. */
  waiting(source: string): Promise<number>
  /** Removes those that were sent before that time, whatever waits of them. How many. */
  removeOlder(than: number): Promise<number>
}

/** How many events wait for an endpoint, and of how many instances. */
export type Queued = { events: number; instances: number }

export interface Outbox {
  /**
   * Takes up to `limit` instances that have an effect of this line due at `now` and no live lease for it, for
   * `leaseMs`: one of each person who caused something in turn, of one person the longest due first. An instance
   * whose `nextDueAt` (domain/outbox/effects.ts) has come is due (domain/outbox/due.ts). With `each`, one person has at most so many
   * live leases in this line. `ahead`: also of what is not due yet, the one that would be first first.
   */
  claim<L extends OutboxLine>(args: {
    now: number
    limit: number
    leaseMs: number
    line: L
    each?: number
    ahead?: boolean
  }): Promise<readonly Lease<L>[]>
  release(lease: Lease): Promise<void>
  /** Those that nobody else has taken meanwhile go on for `leaseMs`; of the others there is nothing to do. */
  renew(leases: readonly Lease[], args: { now: number; leaseMs: number }): Promise<void>
  /**
   * When the next unleased instance is due, in one line or in any of Feishu's; null when none waits. A lease that
   * runs out is noticed by `claim`.
   */
  nextDueAt(line?: OutboxLine): Promise<number | null>
  /** Effects that wait or are parked, oldest instance first, and then those of letters, whose id is the `instanceId`. */
  list(query: {
    state?: 'pending' | 'parked' | undefined
    cursor?: string | undefined
    limit: number
  }): Promise<Page<{ instanceId: string; effect: Effect }>>
  count(): Promise<{ pending: number; parked: number }>
  /** Changes what waits of an instance or a letter, alone as every change; undefined: nothing. */
  edit(id: string, decide: <R extends Carrier>(current: R) => R | undefined): Promise<void>
  /** What waits for an endpoint, oldest instance first. */
  queues(query: {
    endpoint: string
    cursor?: string | undefined
    limit: number
  }): Promise<Page<{ instanceId: string; queue: EndpointQueue }>>
  /** By endpoint, of those for which something waits. */
  queued(): Promise<ReadonlyMap<string, Queued>>
  /** Calls `listener` after a commit that left something to deliver. Returns how to stop. */
  onWork(listener: () => void): () => void
}

export interface DefinitionStore {
  /** The newest version of each. */
  list(): Promise<readonly DefinitionRecord[]>
  read(code: string, version?: number): Promise<DefinitionRecord | undefined>
  /**
   * As of reminders, of one version: one after another, `decide` may throw, and undefined is no change. Rejects for a
   * version that leaves one out.
   */
  change(
    code: string,
    version: number,
    decide: (current: DefinitionRecord | undefined) => DefinitionRecord | undefined,
  ): Promise<DefinitionRecord | undefined>
}

export interface SessionStore {
  save(session: Session): Promise<void>
  /** Also finds an expired one: the caller compares the time. */
  find(tokenHash: string): Promise<Session | undefined>
  remove(tokenHash: string): Promise<void>
  /** Logs a person out everywhere, by user_id or open_id. How many were removed. */
  removeOf(id: string): Promise<number>
  /** Everybody who is logged in, each once, in no order. */
  people(): Promise<readonly Identity[]>
  /** What is held under an open_id goes on under this user_id. How many were changed. */
  rename(to: Identity): Promise<number>
  /** Leaves a person of one app, who may have several devices, the sessions that end last. How many were removed. */
  keepNewest(openId: string, count: number): Promise<number>
  /** How many were removed. */
  removeExpired(now: number): Promise<number>
}

/** Each person's latest reminder. */
export interface ReminderStore {
  read(userId: string): Promise<Reminder | undefined>
  /**
   * Changes of one person run one after another, whoever makes them; `decide` may throw. Undefined: no change.
   * Answers what is stored then; durable when it resolves.
   */
  change(
    userId: string,
    decide: (current: Reminder | undefined) => Reminder | undefined,
  ): Promise<Reminder | undefined>
  list(): Promise<readonly Reminder[]>
}

/** What people chose for themselves. */
export interface SettingsStore {
  /** Undefined: this person never chose anything. */
  read(userId: string): Promise<PersonSettings | undefined>
  /** As of reminders: one after another, `decide` may throw, and undefined is no change. */
  change(
    userId: string,
    decide: (current: PersonSettings | undefined) => PersonSettings | undefined,
  ): Promise<PersonSettings | undefined>
  /** Of everybody whose delegation is not over by then, in no order. */
  delegating(at: number): Promise<readonly PersonSettings[]>
}

/** Small durable values by name: keys, bindings, watermarks. */
export interface Notes {
  /** The JSON value stored last. */
  read(name: string): Promise<unknown>
  /** As of reminders: one after another, `decide` may throw, and undefined is no change. */
  change(name: string, decide: (current: unknown) => unknown): Promise<unknown>
}

/** What reading all that is stored found. */
export type StoreCheck = {
  documents: number
  /** Contents of attachments. */
  contents: number
  /** Of both, those that were written before there were checksums: a changed bit in them may go unseen. */
  withoutChecksum: number
  damaged: { path: string; reason: string }[]
  /** Of the records of approvals; `farLarger` than the usual one are at most 20, the largest first. */
  sizes: { usual: number; farLarger: readonly { id: string; bytes: number }[] }
}

/** Every adapter passes test/store/contract.ts: that file is the definition. */
export interface Store {
  instances: InstanceStore
  letters: LetterStore
  outbox: Outbox
  definitions: DefinitionStore
  sessions: SessionStore
  settings: SettingsStore
  attachments: AttachmentStore
  reminders: ReminderStore
  notes: Notes
  requests: RequestLog
  /** Rejects when the store cannot be reached or written. */
  ping(): Promise<void>
  /** Reads all that is stored, whole, and says what of it is damaged. Changes nothing. */
  check(): Promise<StoreCheck>
  close(): Promise<void>
}
