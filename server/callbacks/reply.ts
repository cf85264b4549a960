import type { Locale } from '../../shared/locale.ts'
import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'

/** A request of Feishu's, before anybody believes it. */
export type FeishuRequest = {
  raw: Uint8Array
  /** By lower-case name; undefined when it is not there. */
  header: (name: string) => string | undefined
  /** Too much from this address was refused lately: a bare token is not enough for it. */
  isSuspect: boolean
}

export type FeishuReply = { status: number; body: object }

export type CallbackEndpoint = (request: FeishuRequest) => Promise<FeishuReply>

/** Feishu names no language; most of its people read this one. */
const LOCALE: Locale = 'zh-CN'

/** Above 400 and in this form, Feishu shows the words to the person. */
export function refuse(status: number, words: Readonly<Record<Locale, string>>): FeishuReply {
  return { status, body: { message: words[LOCALE], without_prefix: 'true' } }
}

/** The one answer to everything that does not prove itself, whatever is wrong with it. */
export const refuseUnproven = (): FeishuReply => refuse(401, REFUSAL_TEXTS.callbackRefused)
