import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { createRedirectLogin } from '../../host/backends/redirect-login.ts'

const MINUTE_MS = 60_000

/** A tab of a browser: what it keeps, where it goes, and the clock on its wall. */
function openTab({ keeps = true, appId = 'cli_1', stored = new Map<string, string>() } = {}) {
  const gone: URL[] = []
  let now = 0
  let drawn = 0
  const login = createRedirectLogin({
    authorizeUrl: 'https://accounts.feishu.cn/open-apis/authen/v1/authorize',
    returnAddress: 'https://oa.example/app/m/_login',
    appId,
    kept: keeps
      ? {
          getItem: (key) => stored.get(key) ?? null,
          setItem: (key, text) => void stored.set(key, text),
          removeItem: (key) => void stored.delete(key),
        }
      : undefined,
    random: () => String((drawn += 1)).padStart(43, 'r'),
    now: () => now,
    leave: (address) => void gone.push(new URL(address)),
  })
  const back = (more: Record<string, string>) =>
    login.arrive(`?${new URLSearchParams({ state: stateOf(gone), ...more }).toString()}`)
  return { login, gone, back, stored, wait: (ms: number) => (now += ms) }
}

const stateOf = (gone: readonly URL[]): string => gone.at(-1)?.searchParams.get('state') ?? ''

it('goes to Feishu’s login page as 获取授权码 says, with the digest of a secret that stays here', () => {
  const { login, gone, back } = openTab()
  login.begin('pages/detail?id=1')
  const { origin, pathname, searchParams } = gone[0]!
  expect(origin + pathname).toBe('https://accounts.feishu.cn/open-apis/authen/v1/authorize')
  const verifier = '2'.padStart(43, 'r')
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'cli_1',
    response_type: 'code',
    redirect_uri: 'https://oa.example/app/m/_login',
    state: '1'.padStart(43, 'r'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  expect(back({ code: 'c1' })).toEqual({ page: 'pages/detail?id=1', code: 'c1', verifier })
})

it('works once', () => {
  const { login, back } = openTab()
  login.begin('pages/detail')
  back({ code: 'c1' })
  expect(back({ code: 'c2' })).toEqual({ page: '', trouble: 'unknown' })
})

it('is over after ten minutes', () => {
  const { login, back, wait } = openTab()
  login.begin('pages/detail')
  wait(10 * MINUTE_MS - 1)
  expect(back({ code: 'c1' })).toMatchObject({ code: 'c1' })
  login.begin('pages/detail')
  wait(10 * MINUTE_MS)
  expect(back({ code: 'c2' })).toEqual({ page: 'pages/detail', trouble: 'unknown' })
})

it.each<[string, Record<string, string>]>([
  ['another state', { state: 'x', code: 'evil' }],
  ['an empty state', { state: '', code: 'evil' }],
])('takes no code that comes with %s', (_what, query) => {
  const { login, back } = openTab()
  login.begin('pages/detail')
  expect(back(query)).toEqual({ page: 'pages/detail', trouble: 'unknown' })
})

it('takes no code where none was asked for, nor a page to go on to from an address', () => {
  const { login } = openTab()
  for (const query of [
    '?code=evil',
    '?code=evil&state=null&page=//evil.example',
    '?code=evil&state=undefined',
  ])
    expect(login.arrive(query)).toEqual({ page: '', trouble: 'unknown' })
})

it('a login that is begun anew is the one that counts', () => {
  const { login, gone, back } = openTab()
  login.begin('pages/detail')
  const first = stateOf(gone)
  login.begin('pages/detail')
  expect(back({ state: first, code: 'c1' })).toMatchObject({ trouble: 'unknown' })
})

it('tells a refusal, and remembers in this tab that it worked', () => {
  const { login, back } = openTab()
  login.begin('pages/detail')
  expect(back({ error: 'access_denied' })).toEqual({ page: 'pages/detail', trouble: 'refused' })
  expect(login.hasWorked()).toBe(false)
  login.begin('pages/detail')
  back({ code: 'c1' })
  expect(login.hasWorked()).toBe(true)
})

it('is not possible in a browser that keeps nothing', () => {
  const { login, gone, back } = openTab({ keeps: false })
  expect(login.isPossible).toBe(false)
  expect(() => login.begin('pages/detail')).toThrow('keeps nothing')
  expect(gone).toEqual([])
  expect(back({ code: 'evil' })).toEqual({ page: '', trouble: 'unknown' })
})

it('keeps neither the code nor the secret once somebody came back', () => {
  const { login, back, stored } = openTab()
  login.begin('pages/detail')
  back({ code: 'c1' })
  expect([...stored.values()]).toEqual(['yes'])
})

it('of one app is none of another at the same origin', () => {
  const one = openTab()
  const other = openTab({ appId: 'cli_2', stored: one.stored })
  one.login.begin('pages/detail?id=1')
  other.login.begin('pages/home/index')
  expect(one.back({ code: 'c1' })).toMatchObject({ page: 'pages/detail?id=1', code: 'c1' })
  expect([one.login.hasWorked(), other.login.hasWorked()]).toEqual([true, false])
  expect(other.back({ code: 'c2' })).toMatchObject({ page: 'pages/home/index', code: 'c2' })
})

it.each(['{', 'null', '1', '"text"', '[]', '{}', '{"state":"x","verifier":1,"page":"p","at":0}'])(
  'what somebody else kept in its place counts as none, and is gone: %s',
  (text) => {
    const { login, back, stored } = openTab()
    login.begin('pages/detail')
    for (const key of stored.keys()) stored.set(key, text)
    expect(login.arrive('?state=x&code=evil')).toEqual({ page: '', trouble: 'unknown' })
    expect(stored.size).toBe(0)
    login.begin('pages/detail')
    expect(back({ code: 'c1' })).toMatchObject({ code: 'c1' })
  },
)
