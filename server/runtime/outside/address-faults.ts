import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/**
 * What keeps this server from asking an address, as far as it shows without looking its name up. `trusted`: `host` or
 * `host:port`, in lower case, which may be asked in plain and wherever they are.
 */
export function addressFault(address: string, trusted: readonly string[]): string | undefined {
  if (!URL.canParse(address)) return 'is no address'
  const { protocol, host, hostname, username, password } = new URL(address)
  if (username !== '' || password !== '') return 'carries credentials: secrets stand in the environment'
  if (trusted.includes(host) || trusted.includes(hostname)) return undefined
  const outside = 'and WEBHOOK_HOSTS does not name its host'
  if (protocol !== 'https:') return `is not https, ${outside}`
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(literal) !== 0 && !isPublicAddress(literal)
    ? `leads into a private network, ${outside}`
    : undefined
}
