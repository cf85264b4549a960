import { ApiError } from '../api/callback.ts'
import { sha256 } from '../package/sha256.ts'
import type { LoginCode } from './web-login.ts'

/** What lasts as long as a tab. */
export type KeptInTab = {
  getItem: (key: string) => string | null
  setItem: (key: string, text: string) => void
  removeItem: (key: string) => void
}

type Begun = { state: string; verifier: string; page: string; at: number }

/** Somebody came back to `page`: with a code, or without one. `unknown`: from a login that was not begun in this tab. */
export type Arrival = { page: string } & (LoginCode | { trouble: 'refused' | 'unknown' })

export type RedirectLogin = ReturnType<typeof createRedirectLogin>

type Parts = {
  /** Feishu's login page (获取授权码). */
  authorizeUrl: string
  /** Of the app's redirect URLs: where it leads back to. */
  returnAddress: string
  appId: string
  /** Whatever else may be loaded in the tab; undefined where the browser keeps nothing. */
  kept: KeptInTab | undefined
  random: () => string
  now: () => number
  leave: (address: string) => void
}

const LIFE_MS = 10 * 60_000

/**
 * The login for browsers, and for pages that the approval center shows in a frame (三方审批定义概述). It is bound to the
 * tab in which it was begun, by a `state` that is compared here, and by a secret whose digest Feishu compares (PKCE):
 * the tab's own storage holds both, as a cookie of ours would be missing in another site's frame. It works once, for ten
 * minutes. Where it goes on is kept with it and comes from no address.
 */
export function createRedirectLogin({ kept, now, ...parts }: Parts) {
  // Several apps may lie at one origin.
  const begunKey = `redirect-login:${parts.appId}`
  const doneKey = `${begunKey}:done`
  return {
    isPossible: kept !== undefined,
    /** Whether somebody logged in by it in this tab before. */
    hasWorked: () => kept?.getItem(doneKey) === 'yes',
    /** Goes to the login page, to come back to `page`. */
    begin(page: string): void {
      if (!kept) throw new ApiError('this browser keeps nothing for the page')
      const begun: Begun = { state: parts.random(), verifier: parts.random(), page, at: now() }
      kept.setItem(begunKey, JSON.stringify(begun))
      parts.leave(loginAddress(parts, begun))
    },
    arrive(query: string): Arrival {
      const given = new URLSearchParams(query)
      const text = kept?.getItem(begunKey)
      // Before it is read: what cannot be read must not be there the next time.
      kept?.removeItem(begunKey)
      const begun = readBegun(text)
      const isOurs = begun?.state === given.get('state') && now() - begun.at < LIFE_MS
      const code = given.get('code')
      if (!begun || !isOurs) return { page: begun?.page ?? '', trouble: 'unknown' }
      if (code === null || code === '') return { page: begun.page, trouble: 'refused' }
      kept?.setItem(doneKey, 'yes')
      return { page: begun.page, code, verifier: begun.verifier }
    },
  }
}

function loginAddress(
  { authorizeUrl, returnAddress, appId }: Pick<Parts, 'authorizeUrl' | 'returnAddress' | 'appId'>,
  { state, verifier }: Begun,
): string {
  const query = new URLSearchParams({
    client_id: appId,
    response_type: 'code',
    redirect_uri: returnAddress,
    state,
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
  })
  return `${authorizeUrl}?${query.toString()}`
}

/** Undefined: none was begun, or somebody else wrote there. */
function readBegun(text: string | null | undefined): Begun | undefined {
  try {
    const { state, verifier, page, at } = JSON.parse(text ?? '') as Partial<Record<keyof Begun, unknown>>
    const isWhole = [state, verifier, page].every((one) => typeof one === 'string') && typeof at === 'number'
    return isWhole ? ({ state, verifier, page, at } as Begun) : undefined
  } catch {
    return undefined
  }
}

const challengeOf = (verifier: string): string => {
  const bytes = sha256(verifier).match(/../g) ?? []
  return base64Url(bytes.map((byte) => Number.parseInt(byte, 16)))
}

/** 43 characters that nobody guesses. */
export const randomText = (): string => base64Url([...crypto.getRandomValues(new Uint8Array(32))])

const base64Url = (bytes: readonly number[]): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
