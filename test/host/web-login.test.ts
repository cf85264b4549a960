import { expect, it, vi } from 'vitest'
import { createWebLogin, tryLogin } from '../../host/backends/web-login.ts'

function loginWith(answers: Record<string, object>) {
  const asked: [string, object][] = []
  const login = createWebLogin('cli_1', <T>(name: string, options: object) => {
    asked.push([name, options])
    return Promise.resolve(answers[name] as T)
  })
  return { asked, login }
}

it('a web app asks for access under its own app id', async () => {
  const { asked, login } = loginWith({ requestAccess: { code: 'c1' } })
  expect(await login.requestAccess({ scopeList: [], appID: 'cli_2' })).toEqual({ code: 'c1' })
  expect(asked).toEqual([['requestAccess', { scopeList: [], appID: 'cli_1' }]])
})

it('what it has in place of tt.login is the older API for web apps', async () => {
  const { asked, login } = loginWith({ requestAuthCode: { code: 'c2' } })
  expect(await login.login()).toEqual({ code: 'c2' })
  expect(asked).toEqual([['requestAuthCode', { appId: 'cli_1' }]])
})

it('a page knows where it is once it has a code, and begins with that one', async () => {
  const codes = ['c1', 'c2']
  const login = createWebLogin('cli_1', <T>() => Promise.resolve({ code: codes.shift() } as T))
  const tried = await tryLogin(login)
  expect(await tried?.requestAccess({})).toEqual({ code: 'c1' })
  expect(await tried?.requestAccess({})).toEqual({ code: 'c2' })
})

it('a client that refuses, or never answers, is none that could say who is there', async () => {
  expect(await tryLogin(createWebLogin('cli_1', () => Promise.reject(new Error('no'))))).toBeUndefined()
  vi.useFakeTimers()
  const silent = tryLogin(createWebLogin('cli_1', () => new Promise(() => undefined)))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await silent).toBeUndefined()
  vi.useRealTimers()
})
