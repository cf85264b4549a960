/** What the control API answers, as far as it is shown. */
export type Person = {
  userId: string
  openId: string
  name: string
  enName: string
  departmentIds: string[]
  leaderUserId: string
  resigned: boolean
  external: boolean
}

export type Department = { departmentId: string; openDepartmentId: string; name: Record<string, string> }

export type Button = {
  actionType: string
  name: string
  needReason: boolean
  reasonRequired: boolean
  needAttachment: boolean
}

type Initiator = { userId: string; name: string; departmentName: string }

export type Entry = {
  instanceId: string
  taskId?: string
  ccId?: string
  title: string
  definitionName: string
  bizName: string
  form: { name: string; value: string }[]
  status: string
  instanceStatus: string
  initiator: Initiator
  nodeName?: string
  readStatus?: string
  createTime: number
  links: { pc_link?: string; mobile_link?: string }
  displayMethod?: string | null
  actionConfigs?: Button[]
  batch?: boolean
}

export const LIST_NAMES = ['todo', 'done', 'started', 'cc'] as const
export type ListName = (typeof LIST_NAMES)[number]
export type Lists = Record<ListName, Entry[]>

export type Card = {
  kind: 'card'
  messageId: string
  templateId: string
  status: string
  statusName: string
  detailName: string
  title: string
  content: string
  /** Who sent it themselves (1013); empty: the bot. */
  sender: string
  initiator: Initiator
  summaries: string[]
  comment: string
  note: string
  text: string
  actions: { name: string; url: string; iosUrl: string; pcUrl: string }[]
  buttons: Button[]
  sentAt: number
}

export type ImMessage = { kind: 'im'; messageId: string; msgType: string; content: unknown; sentAt: number }

/** A link in the chat that everybody is in; `preview`: what the app shows of it to whoever looks. */
export type PastedLink = {
  kind: 'link'
  messageId: string
  url: string
  sentBy: string
  sentAt: number
  preview: {
    inline: {
      title?: string
      i18n_title?: Record<string, string>
      url?: { ios?: string; pc?: string }
    }
    card?: { data: unknown }
  } | null
}

export type Message = Card | ImMessage | PastedLink

export type Startable = {
  name: string
  group: string
  description: string
  pcLink: string
  mobileLink: string
}

export type LogEntry = {
  seq: number
  at: number
  api: string
  method: string
  path: string
  status: number
  code: number | null
  ms: number
  fault?: string
  rule?: string
  request: unknown
  response: unknown
}

/** An order of the other system, with what it was told of it. */
export type OtherOrder = {
  number: string
  title: Record<string, string>
  amount: string
  initiator: string
  approver: string
  status: string
  reason: string
  /** The approval server has it as it is. */
  isPushed: boolean
  trouble: string
  heard: { at: number; action: string; userId: string; answer: 'takes' | 'silent' | 'refuses' }[]
}
export type OtherSystem = { mood: 'takes' | 'silent' | 'refuses'; orders: OtherOrder[] }

export type Fault = { id: number; api: string; kind: string; left: number | null; hits: number }

export type Press = {
  userId: string
  via: 'card' | 'list'
  messageId?: string
  taskId?: string
  action: string
  reason?: string
  files?: { name: string; content: string; type: 'IMAGE' | 'ATTACHMENTS' }[]
}

export type PressedPreview = {
  status: number
  answer: { toast?: { content?: string; i18n?: Record<string, string> } } | null
}

/** A page on phones and on PCs; either may be missing. */
export type PageLinks = { phone: string; pc: string }
