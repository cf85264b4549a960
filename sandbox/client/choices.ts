import { LIST_NAMES, type ListName } from './model.ts'

export const LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const
export type Locale = (typeof LOCALES)[number]
export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const SECTIONS = ['chat', ...LIST_NAMES, 'start'] as const
export type Section = 'chat' | ListName | 'start'
export const MODES = ['phone', 'pc'] as const
export type Mode = (typeof MODES)[number]

/** What the person at the screen chose. */
export type Choice = { user: string; locale: Locale; theme: Theme; section: Section; mode: Mode }
