import { z } from 'zod'

/** What the app may do by default: the scopes that the documentation of the used routes asks for. */
export const ALL_SCOPES = [
  'approval:approval',
  'approval:approval:readonly',
  'approval:external_approval',
  'approval:external_instance',
  'approval:external_task',
  'contact:contact.base:readonly',
  'contact:user.base:readonly',
  'contact:user.id:readonly',
  'contact:user.department:readonly',
  'contact:user.employee:readonly',
  'contact:user.employee_id:readonly',
  'contact:department.base:readonly',
  'contact:department.organize:readonly',
  'im:message',
  'im:message:send_as_bot',
  'application:application:self_manage',
  'attendance:task',
  'attendance:task:readonly',
] as const

export const RateLimit = z.union([
  z.literal('off'),
  z.object({
    perSecond: z.number().int().positive().default(50),
    perMinute: z.number().int().positive().default(1_000),
    window: z.enum(['fixed', 'sliding']).default('fixed'),
    status: z.union([z.literal(429), z.literal(400)]).default(429),
    /** Seconds. A longer reset tells a late request from an early one, also on a machine that has no time. */
    resetAtLeast: z.number().int().positive().optional(),
  }),
])
export type RateLimit = z.infer<typeof RateLimit>

const People = z.union([z.literal('all'), z.array(z.string())])

/** How this Feishu behaves where the documentation leaves it open or a test wants it different. */
export const Settings = z.object({
  /** `documented` also takes what pages and tutorials print, and hides in silence what Feishu hides so. */
  rules: z.enum(['strict', 'documented']).default('strict'),
  rateLimit: RateLimit.prefault({}),
  /** What a second send with the same uuid answers; the documentation does not say. */
  duplicateUuid: z.enum(['same_id', 'no_id']).default('same_id'),
  /** What a second write with the same idempotent_id answers; the documentation does not say. */
  duplicateAttendance: z.enum(['refused', 'same_id']).default('refused'),
  /** Off: Feishu's own settling by `next_status` fails. */
  settleCards: z.boolean().default(true),
  scopes: z.array(z.string()).default([...ALL_SCOPES]),
  /** Whom contacts show the app (通讯录权限范围): everyone, or a list of user_ids. */
  contactRange: People.default('all'),
  /** Who may use the app (可用范围), whoever is in contacts: everyone, or a list of user_ids. */
  availability: People.default('all'),
  /** 安全设置 of the developer console, or `server`: every page of the server that the newest definition names. */
  redirectUrls: z.union([z.literal('server'), z.array(z.url()).max(300)]).default('server'),
  trustedDomains: z.union([z.literal('server'), z.array(z.url())]).default('server'),
  /** The request address of the app's events, as the developer console has it; empty: none are sent. */
  eventUrl: z.union([z.literal(''), z.url()]).default(''),
  /** 订阅方式: where the app's events and callbacks go. It is set with the first long connection, as by whoever saves it then. */
  eventWay: z.enum(['webhook', 'connection']).default('webhook'),
  /** 链接预览: the app's URL rule, `host/path` without a wildcard, which holds for all below it; empty: none. */
  previewRule: z
    .string()
    .refine(
      (rule) => !/^https?:|[*?#]/.test(rule),
      'a rule is like example.com/app: no scheme, no wildcard here',
    )
    .default(''),
  /** What Feishu tells the SDKs of a long connection; its own are 120 s, 120 s and 30 s. */
  connection: z
    .object({
      pingSeconds: z.number().positive().default(30),
      reconnectSeconds: z.number().positive().default(1),
      /** Whoever lost it waits for up to as long first. */
      reconnectNonceSeconds: z.number().nonnegative().default(0),
      /** What is longer comes in several frames. */
      frameBytes: z.number().int().positive().default(500),
    })
    .prefault({}),
  /** Off: callbacks stay plain although a key is configured. */
  encryptCallbacks: z.boolean().default(true),
  callbackTimeoutMs: z.number().int().positive().default(10_000),
  /** After a failed card callback Feishu goes on in the background; 0 gives up at once. */
  callbackRetryMs: z.number().int().nonnegative().default(10_000),
  callbackRetryEveryMs: z.number().int().positive().default(2_000),
  /** Whether a version that is handed in is agreed to at once, or waits for an administrator. */
  appReview: z.enum(['agreed', 'waits']).default('agreed'),
  /** Off: the app was made otherwise than in the developer console, and cannot be changed by calls. */
  appPatchable: z.boolean().default(true),
  /** Off: what `registerApp` wants to be prefilled is ignored. */
  registrationAddons: z.boolean().default(true),
  /** How often a device may ask whether it was confirmed. */
  registrationSeconds: z.number().int().positive().default(5),
  /** Pushes of one instance closer than this answer 1395001; 0 never does. */
  sameInstanceWithinMs: z.number().int().nonnegative().default(0),
  /** Off: the answer to a push does not say what was applied, as before December 2025. */
  processRecord: z.boolean().default(true),
  /** What is new of these in a push is lost, and the answer is a success. */
  loses: z.array(z.enum(['tasks', 'cc'])).default([]),
  /** 聚合推送: a card is taken, and nobody is shown one. */
  aggregatedPush: z.boolean().default(false),
})
export type Settings = z.infer<typeof Settings>
