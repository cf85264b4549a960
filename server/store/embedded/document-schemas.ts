import { z } from 'zod'
import type { DefinitionRecord } from '../../domain/definition.ts'
import type { LetterRecord } from '../../domain/letters/letter.ts'
import type { InstanceRecord } from '../../domain/outbox/record.ts'
import type { Reminder } from '../../domain/reminder.ts'
import type { PersonSettings } from '../../domain/settings.ts'
import type { AttachmentRecord, Session } from '../contract.ts'
import { SCHEMA, type DocumentSchema } from './disk/document.ts'
import { upgradeRecord } from './older-record.ts'

const Schema = z.literal(SCHEMA)
const Text = z.string().min(1)
const Instant = z.number()

/** What the index is made from; the rest is whatever this version of the program wrote. */
const Indexed = z.object({
  schema: Schema,
  instance: z.object({
    id: Text,
    definition: z.object({ code: Text, version: z.int() }),
    number: z.object({ text: Text, period: z.string(), count: z.int().positive() }).optional(),
    status: Text,
    // Of another system's approval it may be nobody who is known here.
    initiator: z.object({ userId: z.string() }),
    route: z.array(z.object({ id: Text, status: Text })),
    tasks: z.array(z.object({ id: Text, assignee: Text, status: Text, createdAt: Instant })),
    cc: z.array(z.object({ userId: Text, createdAt: Instant })),
    startedAt: Instant,
    updatedAt: Instant,
    clock: Instant,
  }),
  cards: z.array(z.object({ taskId: Text })),
  effects: z.array(
    z.object({
      id: Text,
      kind: Text,
      taskId: Text.nullable(),
      nextTryAt: Instant,
      parked: z.object({ probeAt: Instant.nullable() }).nullable(),
    }),
  ),
  effectCount: z.int(),
  pushedClock: Instant.nullable(),
})

export const INSTANCES: DocumentSchema<InstanceRecord> = {
  folder: 'instances',
  sharded: true,
  shape: Indexed.extend({ history: z.array(z.unknown()).min(1) }),
  upgrade: upgradeRecord,
  keyOf: ({ instance }) => instance.id,
}

/** As they are read at a start: without the history, which is half of a file or more and in no index. */
export const INSTANCES_INDEXED: DocumentSchema<Omit<InstanceRecord, 'history'>> = {
  folder: INSTANCES.folder,
  sharded: INSTANCES.sharded,
  shape: INSTANCES.shape,
  upgrade: upgradeRecord,
  // Of schema 2 what lists need is as it is now.
  part: {
    shape: Indexed.extend({ schema: z.int().min(2).max(SCHEMA) }),
    gap: { from: ',"history":[{"at":', to: ',"cards":[' },
  },
  keyOf: ({ instance }) => instance.id,
}

export const LETTERS: DocumentSchema<LetterRecord> = {
  folder: 'letters',
  sharded: true,
  shape: z.object({
    schema: Schema,
    letter: z.object({
      id: Text,
      source: Text,
      at: Instant,
      content: z.object({ template: Text, to: Text }),
    }),
    cards: Indexed.shape.cards,
    effects: Indexed.shape.effects,
    effectCount: z.int(),
  }),
  keyOf: ({ letter }) => letter.id,
}

export type DefinitionDocument = { schema: typeof SCHEMA; record: DefinitionRecord }

export const DEFINITIONS: DocumentSchema<DefinitionDocument> = {
  folder: 'definitions',
  sharded: false,
  shape: z.object({
    schema: Schema,
    record: z.object({
      code: Text,
      version: z.int().positive(),
      definition: z.object({ code: Text, form: z.array(z.unknown()), flow: z.array(z.unknown()) }),
      approvalCode: Text.nullable(),
      appliedHash: Text.nullable(),
      state: z.enum(['live', 'retired']),
      savedAt: Instant,
    }),
  }),
  keyOf: ({ record }) => keyOfVersion(record.code, record.version),
}

export const keyOfVersion = (code: string, version: number) => `${code}.${version}`

export type SessionDocument = { schema: typeof SCHEMA; session: Session }

export const SESSIONS: DocumentSchema<SessionDocument> = {
  folder: 'sessions',
  sharded: false,
  shape: z.object({
    schema: Schema,
    session: z.object({
      tokenHash: Text,
      userId: Text,
      openId: z.string(),
      name: z.string(),
      expiresAt: Instant,
    }),
  }),
  keyOf: ({ session }) => session.tokenHash,
}

export type SettingsDocument = { schema: typeof SCHEMA; settings: PersonSettings }

export const SETTINGS: DocumentSchema<SettingsDocument> = {
  folder: 'settings',
  sharded: false,
  shape: z.object({
    schema: Schema,
    settings: z.object({
      userId: Text,
      delegation: z
        .object({ to: Text, person: z.object({ openId: z.string() }), from: Instant, until: Instant })
        .optional(),
      muted: z.array(Text),
    }),
  }),
  keyOf: ({ settings }) => settings.userId,
}

/** `sha256`: of the content, in hex; files of older versions have none. */
export type AttachmentDocument = { schema: typeof SCHEMA; attachment: AttachmentRecord; sha256?: string }

/** What is known of a file; its content lies beside it. */
export const ATTACHMENTS: DocumentSchema<AttachmentDocument> = {
  folder: 'attachments',
  sharded: true,
  shape: z.object({
    schema: Schema,
    attachment: z.object({
      id: Text,
      name: Text,
      size: z.int(),
      type: Text,
      uploadedBy: Text,
      uploadedAt: Instant,
      claim: z.object({ instanceId: Text, at: Instant }).nullable(),
      kept: z.boolean(),
    }),
    sha256: z.string().length(64).optional(),
  }),
  keyOf: ({ attachment }) => attachment.id,
}

export type ReminderDocument = { schema: typeof SCHEMA; reminder: Reminder }

export const REMINDERS: DocumentSchema<ReminderDocument> = {
  folder: 'reminders',
  sharded: false,
  shape: z.object({
    schema: Schema,
    reminder: z.object({
      userId: Text,
      days: z.array(Text).min(1),
      uuid: Text,
      firstTriedAt: Instant.nullable(),
      nextTryAt: Instant.nullable(),
      messageId: Text.nullable(),
      tasks: z.array(z.object({ id: Text, createdAt: Instant })),
    }),
  }),
  keyOf: ({ reminder }) => reminder.userId,
}

export type NoteDocument = { schema: typeof SCHEMA; name: string; value: unknown }

export const NOTES: DocumentSchema<NoteDocument> = {
  folder: 'notes',
  sharded: false,
  shape: z.object({ schema: Schema, name: Text, value: z.unknown() }),
  keyOf: ({ name }) => name,
}

/** Whose data a folder holds, in a file of its own at the top. */
export const Binding = z.object({
  schema: z.int().min(1).max(SCHEMA),
  appId: z.string(),
  baseUrl: z.string(),
})

export const FOLDERS = [
  INSTANCES,
  LETTERS,
  DEFINITIONS,
  SESSIONS,
  SETTINGS,
  ATTACHMENTS,
  REMINDERS,
  NOTES,
].map(({ folder, sharded }) => ({ folder, sharded }))
