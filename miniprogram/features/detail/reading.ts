import type { Language } from '../../../shared/languages.ts'
import type { Say } from '../../view/words.ts'

/** Who reads, when, and how a file is reached. */
export type Reading = { locale: Language; now: number; say: Say; urlOf: (url: string) => string }

export const namesOf = (people: readonly { name: string }[], say: Say): string =>
  people.map(({ name }) => name).join(say('separator'))

/** Whoever acted where no person did: another system, or this one. */
export const systemName = (service: string | undefined, say: Say): string =>
  service === undefined ? say('system') : say('otherSystem', { service })
