import type { Language } from '../../shared/languages.ts'

/** Where a field's options are asked for, as its definition says. */
export type OptionSource = {
  from: string
  /** Names of the environment's variables that hold the token and, where answers are encrypted, the key. */
  tokenEnv?: string | undefined
  keyEnv?: string | undefined
  /** 支持模糊、分页搜索: the source searches by itself and answers in pages. */
  search: boolean
}

/** What a source is asked (关联外部选项说明, 请求参数). */
export type OptionQuestion = {
  source: OptionSource
  /** user_id of the initiator, which the page calls employee_id. */
  userId: string
  /** Values of the fields that the options depend on, by key. */
  linkage: Readonly<Record<string, string>>
  /** Of a source that searches. */
  query: string
  /** Empty for the first one. */
  page: string
  locale: Language
}

export type OutsideOption = {
  value: string
  /** In the languages that the source has, its default first. */
  label: Readonly<Partial<Record<Language, string>>>
  /** Whom the source names as its owner: a user_id, mail or mobile. The page knows no such thing. */
  owner?: string
}

export type OptionsPage = { options: readonly OutsideOption[]; next: string | null }

/** What was looked for: with those that were found, and whether the others are known to be none. */
export type FoundOptions = { found: ReadonlyMap<string, OutsideOption>; isComplete: boolean }

/** Other people's systems, asked for options. Both reject with `OptionsUnavailable`. */
export type OptionsPort = {
  /** One page; what the source said within the last minute will do. */
  list: (question: OptionQuestion) => Promise<OptionsPage>
  /** These values of `question`'s source, asked anew. */
  find: (
    question: Omit<OptionQuestion, 'query' | 'page'>,
    values: ReadonlySet<string>,
  ) => Promise<FoundOptions>
}

export type OptionsFailure =
  /** No address, or a secret that it needs is not set here. */
  | 'not_set_up'
  /** Too slow, or not there. */
  | 'no_answer'
  /** It answered that it will not. */
  | 'refused'
  /** It answered something else than options, or more than anybody could choose from. */
  | 'not_understood'

/** Why a source's options cannot be had. The message names its host and no secret. */
export class OptionsUnavailable extends Error {
  override readonly name = 'OptionsUnavailable'
  readonly why: OptionsFailure

  constructor(why: OptionsFailure, message: string, cause?: unknown) {
    super(message, { cause })
    this.why = why
  }
}
