import type { LocalizedText } from '../localized.ts'
import type { CcWire, InstanceWire, TaskWire } from '../approval/instance-schema.ts'
import type { DefinitionWire } from '../approval/definition-schema.ts'

export type Person = {
  userId: string
  openId: string
  unionId: string
  name: string
  enName: string
  /** Custom department ids, main one first; '0' is the root. */
  departmentIds: string[]
  leaderUserId: string
  resigned: boolean
  /** What the person themselves gave: not an address of the company's mail service. */
  email?: string
  /** Without a country's code for mainland China, else beginning with +. */
  mobile?: string
  /** Suspended for a while: still answered, and nobody acts in their name. */
  frozen?: boolean
  /** Of another company: the client's picker knows them, contacts do not. */
  external?: boolean
}

export type Department = {
  departmentId: string
  openDepartmentId: string
  name: LocalizedText
  parentId: string
  leaderUserId: string
}

export type Definition = {
  /** What Feishu answered at creation; instances name this one. */
  code: string
  /** What the app passed at creation. */
  ownCode: string
  wire: DefinitionWire
  name: LocalizedText
  description: LocalizedText
  groupName: LocalizedText
  bizName: LocalizedText
  viewers: { type: string; userId?: string; departmentId?: string }[]
  managers: string[]
  updatedAt: number
}

export type StoredTask = {
  userId: string
  wire: Omit<TaskWire, 'user_id' | 'open_id'>
  title: LocalizedText | null
  nodeName: LocalizedText | null
  actionNames: Record<string, LocalizedText>
}

export type StoredCc = { userId: string; wire: Omit<CcWire, 'user_id' | 'open_id'> }

export type StoredInstance = {
  id: string
  approvalCode: string
  /** Initiator; empty when the app named none. */
  userId: string
  wire: Omit<InstanceWire, 'task_list' | 'cc_list' | 'i18n_resources' | 'user_id' | 'open_id'>
  title: LocalizedText | null
  userName: LocalizedText | null
  departmentName: LocalizedText | null
  form: { name: LocalizedText; value: LocalizedText }[]
  tasks: Record<string, StoredTask>
  ccs: Record<string, StoredCc>
}

/** What one applied push made of the view: kept for every push, for good. */
export type Version = {
  instanceId: string
  number: number
  at: number
  mode: 'UPDATE' | 'REPLACE'
  clock: number
  status: string
  tasks: Record<string, { status: string; clock: number }>
  ccs: Record<string, { readStatus: string; clock: number }>
}

export type CardAction = {
  name: LocalizedText | 'DETAIL'
  url: string
  androidUrl: string
  iosUrl: string
  pcUrl: string
}

export type CardButton = {
  actionType: string
  name: LocalizedText | null
  needReason: boolean
  reasonRequired: boolean
  needAttachment: boolean
  nextStatus: string
}

export type Card = {
  messageId: string
  templateId: string
  userId: string
  uuid: string
  approvalName: LocalizedText | null
  titleUserId: string
  customTitle: LocalizedText | null
  customContent: LocalizedText | null
  initiator: {
    userId: string
    departmentId: string
    userName: LocalizedText | null
    departmentName: LocalizedText | null
  }
  summaries: LocalizedText[]
  comment: LocalizedText | null
  note: LocalizedText | null
  senderUserId: string
  text: string
  actions: CardAction[]
  buttons: CardButton[]
  callback: { url: string; token: string; key: string; context: string } | null
  /** From the detail link's `id`; empty when it has none. */
  instanceId: string
  /** open · buttons_gone · a status word of 更新审批 Bot 消息. */
  status: string
  statusName: LocalizedText | null
  detailName: LocalizedText | null
  sentAt: number
  settledAt: number
  history: { at: number; by: 'app' | 'feishu'; status: string }[]
  /** 聚合推送 was on when it came: nobody was shown it. */
  hidden?: boolean
}

export type ImMessage = {
  messageId: string
  userId: string
  uuid: string
  msgType: string
  content: string
  sentAt: number
  updatedAt: number
  history: { at: number; content: string }[]
}

/** A link that somebody pasted into the chat that everybody is in. */
export type PastedLink = {
  messageId: string
  url: string
  sentBy: string
  previewToken: string
  sentAt: number
}

/** A file that somebody attached to a quick approval; `content` in base64. */
export type AttachedFile = { name: string; content: string }

export type AttendanceKind = 'leave' | 'out' | 'overtime' | 'trip'

/** What was written into attendance (写入审批结果), as it was given. */
export type AttendanceRecord = {
  approvalId: string
  kind: AttendanceKind
  openId: string
  date: string
  wire: {
    start_time: string
    end_time: string
    idempotent_id?: string | undefined
    i18n_names?: { ch?: string | undefined; en?: string | undefined; ja?: string | undefined } | undefined
    default_locale?: 'ch' | 'en' | 'ja' | undefined
  } & Record<string, unknown>
  /** 2 approved, 4 withdrawn. */
  status: number
  /** How often it was asked for, the first time included. */
  writes: number
  /** How often it was asked to be withdrawn. */
  withdrawals: number
  createdAt: number
}

export type Token = { kind: 'tenant' | 'user'; userId: string; issuedAt: number; expiresAt: number }
export type LoginCode = {
  userId: string
  expiresAt: number
  used: boolean
  /** Of 获取授权码: where the code went, and the PKCE challenge that came along. */
  redirectUri?: string
  challenge?: { text: string; method: 'S256' | 'plain' }
}
/** A signature of a page that `h5sdk.config` took. */
export type UsedSignature = { at: number }
export type SentUuid = { messageId: string; at: number }

export type Violation = {
  number: number
  at: number
  rule: string
  what: string
  detail: Record<string, unknown>
}
