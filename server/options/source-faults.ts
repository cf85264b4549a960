import type { OutsideOptions } from '../../shared/form/field.ts'
import { addressFault } from '../runtime/outside/address-faults.ts'

export type SourceFault = { key: 'from' | 'tokenEnv' | 'keyEnv'; message: string }

type Deps = {
  /** `host` or `host:port`, in lower case: may be asked in plain and wherever they are. */
  trusted: readonly string[]
  secretOf: (name: string) => string | undefined
  /** Whether a variable is one of our own settings. */
  isSetting: (name: string) => boolean
}

/** What keeps this server from asking a source, as far as its definition and the environment show. */
export function createSourceFaults({ trusted, secretOf, isSetting }: Deps) {
  const named = (key: 'tokenEnv' | 'keyEnv', name: string | undefined): SourceFault[] => {
    if (name === undefined) return []
    if (isSetting(name))
      return [{ key, message: `${name} is a setting of this server, which no other system is told` }]
    return secretOf(name) === undefined
      ? [{ key, message: `names ${name}, which is not set in the environment of this server` }]
      : []
  }
  const addressFaults = (from: string): SourceFault[] => {
    const message = addressFault(from, trusted)
    return message === undefined ? [] : [{ key: 'from', message }]
  }
  return ({ from, tokenEnv, keyEnv }: OutsideOptions): SourceFault[] => [
    ...(from === undefined ? [] : addressFaults(from)),
    ...(tokenEnv === undefined
      ? [{ key: 'tokenEnv' as const, message: 'is missing: a source is asked with a token' }]
      : named('tokenEnv', tokenEnv)),
    ...named('keyEnv', keyEnv),
  ]
}
