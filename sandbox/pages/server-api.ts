import { issueLoginCode } from '../platform/auth.ts'
import type { World } from '../world.ts'

export type ServerAnswer = { status: number; body: unknown }

export type ServerApi = {
  /** Calls the approval server's own HTTP API as this person, logging in with a code first. */
  call: (
    user: string,
    method: 'GET' | 'POST',
    path: string,
    locale: string,
    body?: unknown,
  ) => Promise<ServerAnswer>
}

/** Stands in for the pages of the mini program, which talk to the server and not to Feishu. */
export function createServerApi(world: World): ServerApi {
  const sessions = new Map<string, string>()

  const send = async (
    url: string,
    method: string,
    headers: Record<string, string>,
    body: unknown,
  ): Promise<ServerAnswer> => {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
  }
  const login = async (origin: string, user: string): Promise<string> => {
    const code = issueLoginCode(world, user)
    world.state.flush()
    const { status, body } = await send(
      `${origin}/api/v1/session`,
      'POST',
      {},
      { code, via: 'requestAccess' },
    )
    const token = (body as { token?: unknown } | null)?.token
    if (typeof token !== 'string') throw new Error(`login answered ${String(status)}`)
    sessions.set(`${origin} ${user}`, token)
    return token
  }

  return {
    async call(user, method, path, locale, body) {
      const origin = originOf(world)
      if (origin === undefined) throw new Error('no definition names a callback address yet')
      const ask = (token: string): Promise<ServerAnswer> =>
        send(
          `${origin}${path}`,
          method,
          { authorization: `Bearer ${token}`, 'accept-language': locale },
          body,
        )
      const known = sessions.get(`${origin} ${user}`)
      const first = known === undefined ? undefined : await ask(known)
      return first && first.status !== 401 ? first : ask(await login(origin, user))
    },
  }
}

/** Where the server lives: its latest definition says where it wants to be called back. */
function originOf(world: World): string | undefined {
  const [latest] = [...world.state.definitions.values()]
    .filter(({ wire }) => wire.external.action_callback_url !== undefined)
    .sort((one, other) => other.updatedAt - one.updatedAt)
  const url = latest?.wire.external.action_callback_url
  return url === undefined ? undefined : new URL(url).origin
}
