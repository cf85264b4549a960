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
  'contact:user.department:readonly',
  'contact:user.employee:readonly',
  'contact:user.employee_id:readonly',
  'contact:department.base:readonly',
  'contact:department.organize:readonly',
  'im:message',
  'im:message:send_as_bot',
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

/** How this Feishu behaves where the documentation leaves it open or a test wants it different. */
export const Settings = z.object({
  rateLimit: RateLimit.prefault({}),
  /** What a second send with the same uuid answers; the documentation does not say. */
  duplicateUuid: z.enum(['same_id', 'no_id']).default('same_id'),
  /** Off: Feishu's own settling by `next_status` fails. */
  settleCards: z.boolean().default(true),
  scopes: z.array(z.string()).default([...ALL_SCOPES]),
  /** People the app may see and serve: everyone, or a list of user_ids. */
  contactRange: z.union([z.literal('all'), z.array(z.string())]).default('all'),
  /** 安全设置 of the developer console, or `server`: every page of the server that the newest definition names. */
  redirectUrls: z.union([z.literal('server'), z.array(z.url()).max(300)]).default('server'),
  trustedDomains: z.union([z.literal('server'), z.array(z.url())]).default('server'),
  /** The request address of the app's events, as the developer console has it; empty: none are sent. */
  eventUrl: z.union([z.literal(''), z.url()]).default(''),
  /** Off: callbacks stay plain although a key is configured. */
  encryptCallbacks: z.boolean().default(true),
  callbackTimeoutMs: z.number().int().positive().default(10_000),
  /** After a failed card callback Feishu goes on in the background; 0 gives up at once. */
  callbackRetryMs: z.number().int().nonnegative().default(10_000),
  callbackRetryEveryMs: z.number().int().positive().default(2_000),
  /** Pushes of one instance closer than this answer 1395001; 0 never does. */
  sameInstanceWithinMs: z.number().int().nonnegative().default(0),
})
export type Settings = z.infer<typeof Settings>
