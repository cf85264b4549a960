import type { MutableKind } from '../../shared/settings.ts'
import type { Locale } from '../../shared/locale.ts'
import type { KnownPerson } from './instance.ts'

/** Somebody who decides in another's place, `from` an instant until before `until`. */
export type Delegation = {
  to: string
  /** Kept with it, so that a task can go there without asking Feishu. */
  person: KnownPerson
  from: number
  until: number
  /** Codes; absent: all. */
  definitions?: readonly string[] | undefined
}

/** What a person chose for themselves. */
export type PersonSettings = {
  userId: string
  delegation?: Delegation | undefined
  /** What they do not want to be told. */
  muted: readonly MutableKind[]
  locale?: Locale | undefined
}
