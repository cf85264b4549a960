import { expect, it } from 'vitest'
import { createWebLogin } from '../../host/backends/web-login.ts'

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
