import { serverOrigin } from '../server-origin.ts'
import type { World } from '../world.ts'

/** 配置重定向 URL: origin and path have to be listed; what follows `?` or `#` counts for nothing. */
export function isRedirectUrl(world: World, address: string): boolean {
  return isOneOf(world, world.settings().redirectUrls, address, ({ origin, pathname }) => origin + pathname)
}

/** H5 可信域名: where pages may ask the client for more than a login. */
export function isTrusted(world: World, address: string): boolean {
  return isOneOf(world, world.settings().trustedDomains, address, ({ origin }) => origin)
}

function isOneOf(
  world: World,
  listed: 'server' | readonly string[],
  address: string,
  partOf: (url: URL) => string,
): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (listed === 'server') return url.origin === serverOrigin(world)
  return listed.some((one) => partOf(new URL(one)) === partOf(url))
}
