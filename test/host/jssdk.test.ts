import { afterEach, describe, expect, it, vi } from 'vitest'
import { openJssdk } from '../../host/backends/jssdk.ts'

const HOME = 'https://oa.example/m/pages/detail?id=1'
const SIGNER = 'https://oa.example/api/v1/jssdk'

type Options = { success: (result: object) => void; fail: (error: object) => void }
type Config = {
  nonceStr: string
  timestamp: unknown
  jsApiList: string[]
  onSuccess: () => void
  onFail: (error: object) => void
}

/** A client that says what a test wants to each `config`, and its page. */
function enter(answers: (object | undefined)[] = []) {
  const place = { href: HOME }
  const seen = { signedFor: [] as string[], configs: [] as Config[], calls: [] as string[] }
  vi.stubGlobal('fetch', async (address: string) => {
    const url = new URL(address).searchParams.get('url') ?? ''
    seen.signedFor.push(url)
    const nonceStr = `n${seen.signedFor.length}`
    return new Response(JSON.stringify({ appId: 'a', timestamp: '1700000000000', nonceStr, signature: 's' }))
  })
  vi.stubGlobal('tt', {
    chooseContact: ({ success }: Options) => {
      seen.calls.push('chooseContact')
      success({ data: [] })
    },
    requestAccess: ({ fail }: Options) => fail({ errno: 2700002, errString: 'Not allowed' }),
  })
  vi.stubGlobal('h5sdk', {
    ready: (listener: () => void) => listener(),
    config: (config: Config) => {
      seen.configs.push(config)
      const fault = answers.shift()
      if (fault) config.onFail(fault)
      else config.onSuccess()
    },
  })
  const open = () =>
    openJssdk({
      load: async () => undefined,
      address: () => place.href,
      signatureAddress: SIGNER,
      readyWithinMs: 50,
    })
  return { place, seen, open }
}

afterEach(() => vi.unstubAllGlobals())

describe('an API that wants a signature', () => {
  it('gets a fresh one for each use, over the address as it is then', async () => {
    const { place, seen, open } = enter()
    const jssdk = await open()
    await jssdk.callAuthorised('chooseContact', {})
    place.href = 'https://oa.example/m/pages/home/index#top'
    await jssdk.callAuthorised('chooseContact', {})
    expect(seen.signedFor).toEqual([HOME, 'https://oa.example/m/pages/home/index'])
    expect(seen.configs.map(({ nonceStr }) => nonceStr)).toEqual(['n1', 'n2'])
    expect(seen.configs[0]).toMatchObject({
      // 毫秒级时间戳, long.
      timestamp: 1_700_000_000_000,
      jsApiList: expect.arrayContaining(['getSystemInfo', 'chooseContact', 'shareWebContent']) as string[],
    })
  })

  it('gets a second one when the first is refused, and its words when that is, too', async () => {
    const expired = { errCode: 333444, errString: 'signature expired' }
    const { seen, open } = enter([expired])
    await (await open()).callAuthorised('chooseContact', {})
    expect(seen.signedFor).toEqual([HOME, HOME])

    const refused = enter([expired, expired])
    const jssdk = await refused.open()
    await expect(jssdk.callAuthorised('chooseContact', {})).rejects.toMatchObject({
      message: 'signature expired',
      errCode: 333444,
    })
    expect([refused.seen.calls, refused.seen.configs.length]).toEqual([[], 2])
  })

  it('is tried with the address that was loaded where the client goes by that', async () => {
    const { place, seen, open } = enter([{ errorCode: 333441, errorMessage: 'invalid signature' }])
    const jssdk = await open()
    place.href = 'https://oa.example/m/pages/home/index'
    await jssdk.callAuthorised('chooseContact', {})
    expect(seen.signedFor).toEqual(['https://oa.example/m/pages/home/index', HOME])
  })

  it('fails when our own server signs nothing', async () => {
    const { open } = enter()
    vi.stubGlobal('fetch', async () => new Response('', { status: 503 }))
    await expect((await open()).callAuthorised('chooseContact', {})).rejects.toThrow('network error: 503')
  })
})

it('a login goes without any, and its failure is the client’s own', async () => {
  const { seen, open } = enter()
  await expect((await open()).call('requestAccess', {})).rejects.toMatchObject({
    message: 'Not allowed',
    errCode: 2700002,
  })
  expect(seen.signedFor).toEqual([])
})

it('outside of Feishu nobody is ready, and nothing is called', async () => {
  const { seen, open } = enter()
  vi.stubGlobal('h5sdk', { ready: () => undefined })
  const jssdk = await open()
  expect(await jssdk.ready).toBe(false)
  await expect(jssdk.call('chooseContact', {})).rejects.toMatchObject({ errCode: 103 })
  expect(seen.calls).toEqual([])
})
