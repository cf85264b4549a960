import { Refusal, REFUSED } from './refusal.ts'

/** 自建应用获取 tenant_access_token: two hours. */
const LIFE_MS = 2 * 3_600_000

/** Whoever logs in: the id of a source behind it. */
const APP_ID = /^src_([a-z0-9]{1,16})$/

export const sourceOfApp = (appId: string): string | undefined => APP_ID.exec(appId)?.[1]

type Keeper = {
  /** HMAC under a key of this store, base64url. */
  mac: (text: string) => string
  /** What is kept of a source's secret, undefined where it has none: another secret ends every token. */
  keptSecretOf: (source: string) => Promise<string | undefined>
  /** In the same time wherever the first difference lies. */
  isSame: (given: string, expected: string) => boolean
  hash: (text: string) => string
  now: () => number
}

export type SourceTokens = {
  /** In the same time whether there is such a source or not. */
  isSecretOf: (source: string, secret: string) => Promise<boolean>
  issue: (source: string) => Promise<{ token: string; expiresInSeconds: number }>
  /** The source that a token was issued to. Throws `Refusal`. */
  verify: (token: string | undefined) => Promise<string>
}

const TOKEN = /^t-([a-z0-9]{1,16})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{20,64})$/

/** SourceTokens that say by themselves whose they are and until when; nothing is kept of them. */
export function createTokens({ mac, keptSecretOf, isSame, hash, now }: Keeper): SourceTokens {
  const signatureOf = (source: string, until: string, kept: string): string =>
    mac(`source token\n${source}\n${until}\n${kept}`)
  return {
    isSecretOf: async (source, secret) => {
      const kept = await keptSecretOf(source)
      return isSame(hash(secret), kept ?? '') && kept !== undefined
    },
    issue: async (source) => {
      const kept = (await keptSecretOf(source)) ?? ''
      const until = (now() + LIFE_MS).toString(36)
      const token = `t-${source}.${until}.${signatureOf(source, until, kept)}`
      return { token, expiresInSeconds: LIFE_MS / 1_000 }
    },
    verify: async (token) => {
      if (token === undefined) throw new Refusal(REFUSED.tokenMissing)
      if (!token.startsWith('t-')) throw new Refusal(REFUSED.tokenMalformed)
      const [, source = '', until = '', signature = ''] = TOKEN.exec(token) ?? []
      const kept = source === '' ? undefined : await keptSecretOf(source)
      const isOurs = isSame(signature, signatureOf(source, until, kept ?? ''))
      if (!isOurs || kept === undefined || parseInt(until, 36) <= now())
        throw new Refusal(REFUSED.tokenInvalid)
      return source
    },
  }
}
