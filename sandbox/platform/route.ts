import type { World } from '../world.ts'
import type { Answer } from './answer.ts'

export type WireRequest = {
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  body: unknown
  /** Who the user_access_token belongs to; empty for tenant tokens. */
  userId: string
}

export type Route = {
  /** Short name for faults, limits, the log and the counters. */
  api: string
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  token: 'none' | 'tenant' | 'user'
  /** Any one of these is enough; empty asks for none. */
  scopes: readonly string[]
  limited: boolean
  /** Title of the documentation page. */
  page: string
  /** What of the page is supported, for ROUTES.md. */
  support: string
  /** What has to be asked of others before it is handled; refuses by throwing. */
  check?: (world: World, request: WireRequest) => Promise<void>
  handle: (world: World, request: WireRequest) => Answer
}

/** What most routes want: the app's own token, and to keep within the limits. */
export const tenant = { token: 'tenant', limited: true } as const
