import { BlockList, isIP } from 'node:net'

/** Finds who is calling. `X-Forwarded-For` counts only as far as trusted proxies wrote it. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string

/** Throws for what is neither an address nor a network like `10.0.0.0/8`. */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = toBlockList(trustedProxies)
  const isTrusted = (address: string) => {
    const family = isIP(address)
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
  return (peer, forwardedFor) => {
    let client = normalized(peer ?? '')
    const hops = (forwardedFor ?? '').split(',').map((hop) => normalized(withoutPort(hop)))
    // From the right: each proxy adds whom it heard from, and only a trusted one is believed.
    while (isTrusted(client)) {
      const before = hops.pop()
      if (before === undefined || isIP(before) === 0) break
      client = before
    }
    return client
  }
}

/** Whether an address is one of these, or in one of these networks; any is without a list. */
export function isListed(address: string, entries: readonly string[] | undefined): boolean {
  if (!entries) return true
  const family = isIP(address)
  return family !== 0 && toBlockList(entries).check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** The part of an address that one client holds: of IPv6 the /56 that providers give to one household or office. */
export function clientKey(given: string): string {
  const address = given.replace(/%.*$/, '')
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = tail === undefined ? left : [...left, ...zeros, ...right]
  const numbers = groups.slice(0, 4).map((group) => parseInt(group, 16))
  return numbers.map((number, at) => (at < 3 ? number : number & 0xff00).toString(16)).join(':')
}

function toBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) throw new Error(`TRUSTED_PROXIES: ${entry} is no address`)
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

/** An IPv4 peer on a socket that speaks both is the same client, however its address is written. */
function normalized(address: string): string {
  const [, high, low] = /^(?:::|(?:0+:){5})ffff:([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(address) ?? []
  if (high === undefined || low === undefined) return address.replace(/^::ffff:(?=\d+\.)/i, '')
  const bytes = [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff])
  return bytes.join('.')
}

/** Some proxies write `203.0.113.7:40001` and `[2001:db8::5]:443`. */
function withoutPort(hop: string): string {
  const plain = hop.trim().replace(/^"(.*)"$/, '$1')
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(plain) ?? []
  return bracketed ?? plain.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}
