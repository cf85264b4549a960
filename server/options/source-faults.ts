import { isIP } from 'node:net'
import type { OutsideOptions } from '../../shared/form/field.ts'
import { isPublicAddress } from '../runtime/outside/public-address.ts'

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
  return ({ from, tokenEnv, keyEnv }: OutsideOptions): SourceFault[] => [
    ...(from === undefined ? [] : addressFaults(from, trusted)),
    ...(tokenEnv === undefined
      ? [{ key: 'tokenEnv' as const, message: 'is missing: a source is asked with a token' }]
      : named('tokenEnv', tokenEnv)),
    ...named('keyEnv', keyEnv),
  ]
}

function addressFaults(from: string, trusted: readonly string[]): SourceFault[] {
  const fault = (message: string): SourceFault[] => [{ key: 'from', message }]
  if (!URL.canParse(from)) return fault('is no address')
  const { protocol, host, hostname, username, password } = new URL(from)
  if (username !== '' || password !== '') return fault('carries credentials: a source is asked with a token')
  if (trusted.includes(host) || trusted.includes(hostname)) return []
  const outside = 'and WEBHOOK_HOSTS does not name its host'
  if (protocol !== 'https:') return fault(`is not https, ${outside}`)
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) !== 0 && !isPublicAddress(address)
    ? fault(`leads into a private network, ${outside}`)
    : []
}
