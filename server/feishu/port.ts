import type { Definition } from '../../shared/definition.ts'
import type { Locale, LocalizedText } from '../../shared/locale.ts'
import type { TaskStatus } from '../../shared/status.ts'
import type { AttendanceEntry } from '../domain/attendance/entries.ts'
import type { DefinitionRecord, SourceEntry } from '../domain/definition.ts'
import type { Instance } from '../domain/instance.ts'
import type { Notice } from '../domain/messages.ts'
import type { Letter, LetterStatus } from '../domain/letters/letter.ts'
import type { LetterPeople } from '../domain/letters/plan-letter.ts'
import type { Attended, Card } from '../domain/outbox/record.ts'
import type { Answer, Sent } from '../domain/outbox/answer.ts'
import type { CardStatus } from '../domain/outbox/card-status.ts'
import type { AppliedPush, PushCounts } from '../domain/outbox/proof.ts'
import type { Picture, PicturedTask } from '../domain/picture.ts'

/** A person as contacts know them. */
export type Contact = {
  userId: string
  openId: string
  name: string
  leaderUserId: string | null
  /** `od-…` ids, the main one first. */
  openDepartmentIds: readonly string[]
  /** Has not left and is not frozen. */
  active: boolean
  /** 工号, where the company keeps one. */
  employeeNo?: string
  /** Of somebody who is not active: why. */
  absence?: 'left' | 'suspended' | 'not_joined'
}

/** How contacts answer for an id: nobody has it (any more), or the app may not see who has. */
export type Sight = Contact | 'nobody' | 'hidden'

export type Department = {
  /** The custom id: cards want this one. */
  departmentId: string
  openDepartmentId: string
  name: string
  leaderUserId: string | null
  /** null at the top. */
  parentOpenDepartmentId: string | null
}

/** A difference that the check API names: clocks as Feishu holds them, "0" for what it does not know. */
export type CheckDifference = {
  instanceId: string
  clock: number
  tasks: readonly { taskId: string; clock: number }[]
}

/** What delivery and reconcile need of Feishu. `by`: who caused it, in whose turn it leaves. */
export interface DeliveryPort {
  /**
   * 同步三方审批实例. `mode` REPLACE only to repair what was lost here or there, with nothing of the instance in flight.
   * Null: Feishu does not say what it applied.
   */
  syncInstance(picture: Picture, mode: 'UPDATE' | 'REPLACE', by?: string): Promise<Sent<AppliedPush | null>>
  /** 发送审批 Bot 消息, template 1008. `messageId` null: Feishu answered well but named none. */
  sendCard(picture: Picture, card: Card, by?: string): Promise<Sent<{ messageId: string | null }>>
  /** 发送审批 Bot 消息, the templates that ask for nothing. A duplicate of its uuid counts as sent. */
  sendMessage(picture: Picture, notice: Notice, by?: string): Promise<Sent<null>>
  /**
   * 写入审批结果. A duplicate of its id counts as written; `approvalId` null: Feishu did not name its own id for it.
   */
  writeAttendance(entry: AttendanceEntry, by?: string): Promise<Sent<{ approvalId: string | null }>>
  /**
   * 通知审批状态更新: withdraws what is approved. `looks`: by 获取审批数据 first, and what is withdrawn already is left as
   * it is. `nowhere`: neither is there, and nothing was done.
   */
  takeBackAttendance(attended: Attended, looks: boolean, by?: string): Promise<Sent<'gone' | 'nowhere'>>
  /** 更新审批 Bot 消息. */
  settleCard(messageId: string, status: CardStatus, by?: string): Promise<Sent<null>>
  /** 发送审批 Bot 消息, as a source filled it in. */
  sendLetter(letter: LetterToSend, by?: string): Promise<Sent<{ messageId: string | null }>>
  /** 更新审批 Bot 消息, the same. */
  updateLetter(messageId: string, shown: LetterStatus, by?: string): Promise<Sent<null>>
  /** 校验三方审批实例, at most 100 at a time. Answers only what differs. */
  check(instances: readonly Instance[]): Promise<Answer<readonly CheckDifference[]>>
  /** 获取三方审批任务状态: a page of what the approval center shows of these definitions, at most 20. */
  shown(query: ShownQuery): Promise<Answer<ShownPage>>
  /** 三方审批实例常见问题: takes an instance out of everybody's lists, for good. `REPLACE` without a person. */
  retire(one: ShownInstance): Promise<Answer<PushCounts | null>>
}

export type LetterToSend = { letter: Letter; card: Card; people: LetterPeople }

/** Tasks of one status, whoever pushed them. */
export type ShownQuery = {
  approvalCodes: readonly string[]
  status: TaskStatus
  pageToken: string | undefined
}

export type ShownInstance = {
  instanceId: string
  approvalCode: string
  /** Feishu's word for the instance. */
  status: string
  clock: number
  /** Those of the status that was asked for. */
  tasks: readonly { taskId: string; clock: number }[]
}

/** `next`: the token of the next page; null on the last. */
export type ShownPage = { items: readonly ShownInstance[]; next: string | null }

/** Where a login code comes from: an API of the client, or Feishu's login page. */
export type LoginWay = 'requestAccess' | 'login' | 'redirect'

/** What only whoever began a login can show: where it leads back to, and the secret behind its challenge (PKCE). */
export type RedirectProof = { uri: string; verifier: string }

/** What people are known by besides their ids. */
export type PersonKey = 'email' | 'mobile' | 'employee_no'

/** What use cases need of Feishu. */
export interface PeoplePort {
  /** By user_id, or by open_id (`ou_…`). Undefined: no such person, or out of the app's contact range. Cached. */
  person(id: string): Promise<Answer<Contact | undefined>>
  /** Undefined: no such department, or out of range. Cached. */
  department(openDepartmentId: string): Promise<Answer<Department | undefined>>
  /**
   * 通过手机号或邮箱获取用户 ID, or by employee number: the user_ids of whoever has these and has not left. What nobody has
   * is left out. Not cached.
   */
  idsOf(by: PersonKey, keys: readonly string[]): Promise<Answer<ReadonlyMap<string, string>>>
  /** As contacts answer now, before every other lookup: nothing that is remembered counts. */
  fresh(id: string): Promise<Answer<Contact | undefined>>
  /** As contacts answer now, fifty in a request; a few that are missing cost one more each. Ids of one kind. */
  look(ids: readonly string[]): Promise<Answer<ReadonlyMap<string, Sight>>>
  /**
   * The user_id of whoever has this mail address or mobile number in contacts. Undefined: nobody whom the app may see,
   * or who has left. Remembered for a minute.
   */
  idBy(by: 'mail' | 'mobile', address: string): Promise<Answer<string | undefined>>
  /** These people, by user_id or open_id, changed in contacts: what is cached of them no longer holds. */
  forget(ids: readonly string[]): void
  /** Exchanges a login code, which works once and for 3 to 5 minutes. `redirect`: of a code that came by one. */
  login(code: string, via: LoginWay, redirect?: RedirectProof): Promise<Answer<Contact>>
}

/** `isWhole`: everything that the app may see was looked at. */
export type Found<T> = { items: readonly T[]; isWhole: boolean }

/** What others ask of contacts through us. `params`: what kinds of ids are meant; the answers are Feishu's own `data`. */
export interface PassOnPort {
  /** 通过手机号或邮箱获取用户 ID. */
  peopleIds(params: Readonly<Record<string, string>>, keys: object): Promise<Answer<object>>
  /** 获取单个用户信息. */
  person(id: string, params: Readonly<Record<string, string>>): Promise<Answer<object>>
}

/** What operators need of Feishu to find somebody of whom they know the name. Slow: it looks at everybody. */
export interface OrganisationPort {
  people(isMeant: (one: Contact) => boolean, limit: number): Promise<Answer<Found<Contact>>>
  departments(isMeant: (one: Department) => boolean, limit: number): Promise<Answer<Found<Department>>>
}

/** What registering definitions needs of Feishu. */
export interface DefinitionsPort {
  /** The payload's hash, to tell whether Feishu has to be told. Differs with the callback token and key too. */
  hash(definition: Definition, state: DefinitionRecord['state'], entry?: SourceEntry): string
  /** 创建三方审批定义: creates without `approvalCode`, else updates; answers the code to keep. */
  apply(
    definition: Definition,
    state: DefinitionRecord['state'],
    approvalCode: string | null,
    entry?: SourceEntry,
  ): Promise<Answer<{ approvalCode: string }>>
}

/** What a reminder's card says. */
export type ReminderContent = {
  /** Tasks that wait for the person now. */
  waiting: number
  /** Tasks that they put off until later. */
  later: number
  /** Of what waits: the largest group first. */
  groups: readonly { kind: LocalizedText; count: number }[]
  /** Of what waits: the first few, the one that has waited longest first. */
  oldest: readonly { picture: Picture; task: PicturedTask }[]
  now: number
}

/** What the daily reminder needs of Feishu. */
export interface ReminderPort {
  /** 发送消息, by the app's own bot. The same `uuid` (≤ 50 characters) within an hour sends one message. */
  sendReminder(userId: string, uuid: string, content: ReminderContent): Promise<Answer<{ messageId: string }>>
  /** 更新已发送的消息卡片, for 14 days. */
  updateReminder(messageId: string, content: ReminderContent): Promise<Answer<null>>
}

/** An endpoint that was switched off. `status`: its last answer's; null: none came. */
export type EndpointOff = {
  id: string
  host: string
  why: 'gone' | 'failing'
  status: number | null
  /** Events. */
  waiting: number
}

/** What those who answer for approvals are told. */
export interface OperatorPort {
  /** 发送消息, by the app's own bot. The same `uuid` (≤ 50 characters) within an hour sends one message. */
  tellOff(userId: string, uuid: string, endpoint: EndpointOff): Promise<Answer<null>>
}

/** What a link shows to one viewer who may see its approval. */
export type PreviewContent = {
  picture: Picture
  /** Their own, which they may decide. */
  task: PicturedTask | undefined
}

type LanguagesOfCard = { zh_cn: string; en_us: string; ja_jp: string }
export type RawCard = { config: object; header: object; elements: object[] }
export type CardToast = { type: 'success' | 'error'; content: string; i18n: LanguagesOfCard }
/** 拉取链接预览数据, the answer. */
export type LinkPreview = {
  inline: { i18n_title: LanguagesOfCard; url?: object }
  card?: { type: 'raw'; data: RawCard }
}

/** What Feishu shows of a link in a chat, and of a button that was pressed there. */
export interface PreviewPort {
  preview(url: string, content: PreviewContent | undefined): LinkPreview
  /** 卡片回传交互回调, the answer: words, and what the viewer may see now. */
  pressed(
    type: CardToast['type'],
    words: Readonly<Record<Locale, string>>,
    content: PreviewContent | undefined,
  ): { toast: CardToast; card?: LinkPreview['card'] }
}

/** What `doctor` needs of Feishu: one cheap call per thing that can be set wrongly. */
export interface DoctorPort {
  token(): Promise<Answer<null>>
  /** The scopes that were granted. */
  scopes(): Promise<Answer<readonly string[]>>
  /** How many departments and people the app may see. */
  contactRange(): Promise<Answer<{ departments: number; people: number; everyone: boolean }>>
  /** Feishu's clock by its Date header, minus ours, in ms. */
  clockSkewMs(): Promise<Answer<number>>
  /** 获取应用信息, of the app itself. */
  application(): Promise<Answer<Application>>
  /** 获取应用版本信息. */
  version(versionId: string): Promise<Answer<AppVersion>>
  /** 获取机器人信息: null where the app has no bot. */
  bot(): Promise<Answer<AppBot | null>>
}

export type Application = {
  isEnabled: boolean
  /** The version that is in force; null: none was ever published. */
  onlineVersionId: string | null
  /** The version that an administrator has yet to look at. */
  reviewedVersionId: string | null
  redirectUrls: readonly string[]
}

/** `audience`: for whom the developer meant it; an administrator may have said otherwise. */
export type AppVersion = {
  version: string
  events: readonly string[]
  hasWebApp: boolean
  audience: 'everyone' | 'some' | 'unknown'
}

/** `allowedIps`: none means that calls are taken from anywhere. */
export type AppBot = { isActive: boolean; allowedIps: readonly string[] }

/** One thing that is set on Feishu's side; what it does not name stays as it is. */
export type AppChange =
  | { step: 'scopes'; scopes: readonly string[] }
  | { step: 'encryption'; verificationToken: string | undefined; encryptKey: string | undefined }
  | { step: 'events'; by: EventsBy; url: string; events: readonly string[] }
  | { step: 'callbacks'; by: EventsBy; url: string; callbacks: readonly string[] }
  | { step: 'addresses'; redirectUrls: readonly string[]; origins: readonly string[] }
  | { step: 'people' }
  | { step: 'bot' }
  | { step: 'web_app'; url: string }
  | { step: 'publish'; remark: string; changelog: string }

/** How events and callbacks arrive: at an address, or over a connection that this server opens. */
export type EventsBy = 'webhook' | 'connection'

/** What setting an app up needs of Feishu. */
export interface AppSetupPort {
  /** 更新应用开发配置, 更新应用能力, 提交发布自建应用. What an app has already may be named again. */
  change(change: AppChange): Promise<Answer<null>>
}

/** What the pages need to use the client's own functions as a web app. */
export interface JssdkPort {
  /** 获取 JSAPI 临时授权凭证. Kept until shortly before it runs out. */
  ticket(): Promise<Answer<string>>
}

export interface FeishuPort {
  delivery: DeliveryPort
  reminders: ReminderPort
  operators: OperatorPort
  people: PeoplePort
  passOn: PassOnPort
  organisation: OrganisationPort
  definitions: DefinitionsPort
  doctor: DoctorPort
  setup: AppSetupPort
  jssdk: JssdkPort
  previews: PreviewPort
}

/**
 * Feishu counts its limits per API: each has a lane of its own. True: it counts against the month's calls, too
 * (自建应用 API 调用量上限调整说明: contacts, logins and events do not, and whatever is not named there does).
 */
export const IS_METERED = {
  definition: true,
  sync: true,
  check: true,
  task_list: true,
  card_send: true,
  card_update: true,
  message_send: true,
  message_update: true,
  attendance_write: true,
  attendance_query: true,
  attendance_process: true,
  scopes: true,
  app: true,
  app_version: true,
  app_bot: true,
  app_change: true,
  token: false,
  login: false,
  user_info: false,
  jsapi_ticket: false,
  user: false,
  user_batch: false,
  user_by_address: false,
  department: false,
  department_children: false,
  department_users: false,
  contact_range: false,
} as const
export type ApiName = keyof typeof IS_METERED
export const API_NAMES = Object.keys(IS_METERED) as readonly ApiName[]

/** In whose turn a request leaves; messages after lists and cards. Without one it is nobody's in particular. */
export type GateTurn = { by: string; line: GateLine }
/** What people wait for, and what only tells them something. */
export type GateLine = 'todos' | 'messages'

/** Every call goes through it: waits for a free slot of the API, and holds the lane when the answer says so. */
export type Gate = <T>(api: ApiName, call: () => Promise<Answer<T>>, turn?: GateTurn) => Promise<Answer<T>>
