import { z } from 'zod'
import { hiddenIn } from '../shared/person-text.ts'
import { MutableKind } from '../shared/settings.ts'

// What is wrong is said in words for whoever sets it, never in the validator's own.

export const WholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine(
      (text) => /^\s*\d+\s*$/.test(text) && Number(text) >= least && Number(text) <= most,
      `is not a whole number from ${least} to ${most}`,
    )
    .transform(Number)
export const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, `is not one of ${names.join(', ')}`)
export const upTo = (most: number) => z.string().max(most, `is longer than ${most} characters`)
export const Url = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) URL' })
  .transform((url) => url.replace(/\/+$/, ''))
export const Secret = upTo(512)
/** What people read on one line. */
export const ShownText = upTo(60)
  .trim()
  .superRefine((text, context) => {
    const hidden = hiddenIn(text)
    if (hidden !== undefined) context.addIssue(`has ${hidden}, which nobody sees: take it out`)
    else if (/[\n\t]/.test(text)) context.addIssue('has more than one line')
  })
export const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'is a time like 09:37, or off')
export const Weekdays = z
  .string()
  .regex(/^[1-7](-[1-7])?(,[1-7](-[1-7])?)*$/, 'is like 1-5 or 1,3,5 (1 is Monday)')

/** Answers the kinds that are not sent. Nobody can do without what is theirs to do, whatever is set. */
export const Messages = z.string().transform((text, issues): readonly MutableKind[] => {
  const names = text.split(',').flatMap((one) => one.trim() || [])
  if (names.join() === 'all') return []
  if (names.join() === 'off') return MutableKind.options
  const strange = names.find((name) => !MutableKind.options.some((kind) => kind === name))
  if (strange !== undefined) {
    const known = MutableKind.options.join(', ')
    issues.addIssue(`names ${strange}, which is no kind of message: all, off, or some of ${known}`)
  }
  return MutableKind.options.filter((kind) => !names.includes(kind))
})

/** Sources as `frame-ancestors` takes them. They go into a header, so nothing else is let through. */
export const FrameAncestors = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(
    z.array(
      z.string().regex(/^https?:\/\/(\*\.)?[a-z0-9.-]+(:(\d{1,5}|\*))?$/i, {
        error: ({ input }) => `names ${String(input)}, which is no origin like https://*.feishu.cn`,
      }),
    ),
  )
export const ScriptUrl = Url.refine(
  (url) => !/[\s;,'"]/.test(url),
  'has a character that no policy for scripts can name',
)

const LINK_MODES = ['embed', 'tab', 'sidebar', 'window'] as const
type LinkMode = (typeof LINK_MODES)[number]

/** 打开网页应用, 打开小程序: as it was, and beside the chat where somebody shared it, as Feishu's own approvals do. */
export const LINK_DEFAULTS: Readonly<Record<'center' | 'card' | 'reminder' | 'chat', LinkMode>> = {
  center: 'tab',
  card: 'tab',
  reminder: 'tab',
  chat: 'sidebar',
}

/** `center=embed,chat=window`; what is left out keeps its default. */
export const LinkModes = z.string().transform((text, context) => {
  const modes = { ...LINK_DEFAULTS }
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [kind = '', mode = ''] = part.split('=')
    const known = LINK_MODES.find((one) => one === mode)
    if (Object.hasOwn(LINK_DEFAULTS, kind) && known) modes[kind as keyof typeof modes] = known
    else {
      const [kinds, all] = [Object.keys(LINK_DEFAULTS).join(', '), LINK_MODES.join(', ')]
      context.addIssue(`has ${part}: write <where>=<how>, with ${kinds}, and ${all}`)
    }
  }
  return modes
})

export const AddressList = z
  .string()
  .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
  .pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
        error: ({ input }) => `names ${String(input)}, which is no address and no network like 10.0.0.0/8`,
      }),
    ),
  )

const HOST = /^(?=.*[a-z0-9])([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/
export const HostList = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .split(',')
      .flatMap((one) => one.trim() || []),
  )
  .pipe(
    z.array(
      z.string().regex(HOST, {
        error: ({ input }) =>
          `names ${String(input)}, which is no host like erp.example.com or 10.0.0.8:8080`,
      }),
    ),
  )
