import { z } from 'zod'
import { LocalizedText } from './locale.ts'
import { writtenLike } from './plain-words.ts'
import { isTimeZone } from './time/time-zone.ts'

/* `sources.yaml`: other systems that run approvals of their own. */

/** A file beside this one. */
const FileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.csv$/, 'is the name of a file beside this one, like people.csv')

/** How a source names people. */
const People = z.union(
  [z.enum(['user_id', 'email', 'mobile', 'employee_no']), z.strictObject({ file: FileName })],
  'is one of user_id, email, mobile, employee_no, or { file: people.csv }',
)

const Quota = z.strictObject({
  /** Pushes taken in a minute. */
  perMinute: z.int().min(1).max(100_000).default(600),
  /** To-dos open at the same time. */
  open: z.int().min(1).max(1_000_000).default(100_000),
})

const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+)(\/\d{1,3})?$/
const Address = z
  .string()
  .regex(ADDRESS, 'is no address like 203.0.113.7, and no network like 10.0.0.0/8')
  .refine((address) => isInRange(address), 'is no address like 203.0.113.7, and no network like 10.0.0.0/8')

function isInRange(address: string): boolean {
  const [host = '', prefix] = address.split('/')
  const isV6 = host.includes(':')
  if (prefix !== undefined && Number(prefix) > (isV6 ? 128 : 32)) return false
  return isV6 ? URL.canParse(`http://[${host}]/`) : host.split('.').every((part) => Number(part) <= 255)
}

const Base = z
  .string()
  .refine(isWebAddress, 'is no address like https://oa.example.com')
  .transform((url) => url.replace(/\/+$/, ''))

function isWebAddress(url: string): boolean {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return false
  const { search, hash, username, password } = new URL(url)
  return search === '' && hash === '' && username === '' && password === ''
}

/**
 * Which of a caller's to-dos are one approval. `flowid`: those with one flowid. Else a part of it: of `u7+3+4711` by
 * `separator: '+', part: 3` the last.
 */
const Group = z.union(
  [
    z.literal('flowid'),
    z.strictObject({ separator: z.string().min(1).max(8), part: z.int().min(1).max(20) }),
  ],
  "is flowid, or { separator: '+', part: 3 }",
)

const Values = z.array(z.string().trim().min(1).max(200)).max(100).default([])

/** By which field a caller says how somebody decided, where it says so. Without it nothing counts as approved. */
const OutcomeRule = z.strictObject({
  field: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_]{1,64}$/, 'is the name of a field of the body, like nodename'),
  approved: Values,
  rejected: Values,
})

const TimeZone = z.string().refine(isTimeZone, 'is not a time zone like Asia/Shanghai')

export const Source = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]{1,16}$/, 'is 1 to 16 small letters and digits'),
    name: LocalizedText,
    format: z.enum(['feishu', 'ofs', 'seeyon']),
    people: People.default('user_id'),
    quota: Quota.prefault({}),
    /** Whether the bridge sends a card for each to-do, or the source sends its own. */
    cards: z.enum(['auto', 'own']).default('auto'),
    /** What becomes of a decision to which the source says nothing. */
    whenSilent: z.enum(['accept', 'refuse']).default('refuse'),
    /** Of its times that name none. */
    timezone: TimeZone.default('Asia/Shanghai'),
    /** From where it may push; from anywhere without. */
    addresses: z.array(Address).min(1).max(100).optional(),
    /** In front of links that are only a path. */
    links: z.strictObject({ base: Base }).optional(),
    group: Group.optional(),
    outcome: OutcomeRule.optional(),
  })
  .superRefine(({ format, group, outcome }, context) => {
    for (const [key, value] of Object.entries({ group, outcome }))
      if (value !== undefined && format !== 'ofs')
        context.addIssue({ code: 'custom', path: [key], message: `is for format ofs, not for ${format}` })
    const both = outcome?.approved.find((value) => outcome.rejected.includes(value))
    if (both !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['outcome', 'rejected'],
        message: `${both} is among approved as well`,
      })
  })
export type Source = z.infer<typeof Source>

const EXAMPLE = '- { id: oa, name: { zh-CN: 协同办公 }, format: ofs }'

/** Empty, as a file of comments is, it names no source. */
export const SourcesFile = z.preprocess(
  (content) => content ?? [],
  z
    .array(Source, { error: writtenLike(EXAMPLE) })
    .max(200)
    .superRefine((sources, context) => {
      sources.forEach(({ id }, at) => {
        if (sources.findIndex((one) => one.id === id) < at)
          context.addIssue({ code: 'custom', path: [at, 'id'], message: `${id} is the id of another source` })
      })
    }),
)
export type SourcesFile = z.infer<typeof SourcesFile>
