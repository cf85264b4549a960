import { z } from 'zod'
import { Instant } from './instant.ts'
import { PersonView } from './responses.ts'
import { Locale } from './locale.ts'

/** What people are told besides their to-dos, each with a message of its own. */
export const MessageKind = z.enum([
  'approved',
  'rejected',
  'rolled_back',
  'terminated',
  'withdrawn',
  'commented',
  'mentioned',
  'cc',
  'urged',
  'handed_over',
  'press_refused',
])
export type MessageKind = z.infer<typeof MessageKind>

/** Nobody can close their ears to being urged, nor to what is theirs to look after now, or once more. */
export const MutableKind = MessageKind.exclude(['urged', 'handed_over', 'press_refused'])
export type MutableKind = z.infer<typeof MutableKind>

/** Who decides in one's place, from one instant until before another; of some definitions (by code), or all. */
const Delegation = z.strictObject({
  to: z.string().trim().min(1).max(64),
  from: Instant,
  until: Instant,
  definitions: z.array(z.string().min(1).max(128)).min(1).max(100).optional(),
})

/** The whole of it: what is left out is no longer set. */
export const SettingsRequest = z.strictObject({
  delegation: Delegation.optional(),
  muted: z.array(MutableKind).max(MutableKind.options.length).default([]),
  locale: Locale.optional(),
})
export type SettingsRequest = z.infer<typeof SettingsRequest>

/** `delegate`: the one in `delegation`, by name. */
export const SettingsView = SettingsRequest.extend({ delegate: PersonView.optional() })
export type SettingsView = z.infer<typeof SettingsView>
