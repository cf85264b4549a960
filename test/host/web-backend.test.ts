import { expect, it } from 'vitest'
import { createWebBackend } from '../../host/backends/web-backend.ts'
import type { Jssdk } from '../../host/backends/jssdk.ts'
import { obtainCode } from '../../miniprogram/client/ask.ts'
import { identityApis } from '../../host/api/identity.ts'

function jssdkWith(answers: Record<string, object>) {
  const asked: [string, object][] = []
  const call: Jssdk['call'] = <T>(name: string, options: object) => {
    asked.push([name, options])
    const answer = answers[name]
    return answer ? Promise.resolve(answer as T) : Promise.reject(new Error(`no ${name}`))
  }
  return { asked, jssdk: { appId: () => Promise.resolve('cli_1'), call, callAuthorised: call } }
}

const loginOn = (jssdk: Jssdk) => {
  const backend = createWebBackend({
    jssdk,
    prefix: '',
    language: 'zh-CN',
    userAgent: '',
    shown: () => undefined,
  })
  return obtainCode(identityApis(backend) as unknown as Parameters<typeof obtainCode>[0], '')
}

it('a web app asks for access with its own app id', async () => {
  const { asked, jssdk } = jssdkWith({ requestAccess: { code: 'c1' } })
  expect(await loginOn(jssdk)).toEqual({ code: 'c1', via: 'requestAccess' })
  expect(asked).toEqual([['requestAccess', { scopeList: [], appID: 'cli_1' }]])
})

it('on a client that does not know requestAccess the older API gives the code', async () => {
  const { asked, jssdk } = jssdkWith({ requestAuthCode: { code: 'c2' } })
  expect(await loginOn(jssdk)).toEqual({ code: 'c2', via: 'login' })
  expect(asked.at(-1)).toEqual(['requestAuthCode', { appId: 'cli_1' }])
})
