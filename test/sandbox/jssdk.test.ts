import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLeave, type Leave } from './support/leave.ts'

const SERVER = 'https://approvals.example.com'
const PAGE = `${SERVER}/m/pages/detail?id=1`

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave({}, { 'external.action_callback_url': `${SERVER}/feishu/approval/callback` })
})
afterEach(() => feishu.close())

const ticket = async (): Promise<string> =>
  String((await feishu.post('/open-apis/jssdk/ticket/get', {})).body.data['ticket'])

let count = 0
/** What a page of the server says to `h5sdk.config`, with what a test has otherwise. */
async function signed(more: Record<string, unknown> = {}, page = PAGE, by?: string) {
  const nonceStr = `nonce-${(count += 1)}`
  const timestamp = feishu.sandbox.world.clock.now()
  const text = `jsapi_ticket=${by ?? (await ticket())}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`
  const signature = createHash('sha1').update(text).digest('hex')
  const { appId } = feishu.sandbox.info
  return { appId, timestamp, nonceStr, signature, jsApiList: ['chooseContact'], ...more }
}

const config = async (options: object, page = PAGE): Promise<number | undefined> => {
  const answer: { errCode?: number } = await feishu.control('POST', 'jssdk/config', { page, options })
  return answer.errCode
}

const later = (ms: number) => feishu.control('POST', 'clock', { advanceMs: ms })

describe('h5sdk.config', () => {
  it('takes what was signed for the page, without what follows a #', async () => {
    expect(await config(await signed())).toBeUndefined()
    expect(await config(await signed(), `${PAGE}#top`)).toBeUndefined()
  })

  it('takes it for ten minutes, and no longer', async () => {
    const early = await signed()
    const late = await signed()
    await later(9.9 * 60_000)
    expect(await config(early)).toBeUndefined()
    await later(0.2 * 60_000)
    expect(await config(late)).toBe(333444)
  })

  it('takes it once, and neither its number nor its signature again', async () => {
    const options = await signed()
    expect(await config(options)).toBeUndefined()
    expect(await config(options)).toBe(333443)
    await later(11 * 60_000)
    expect(await config(options)).toBe(333444)
  })

  it('knows the ticket before a new one as long as it lives', async () => {
    expect(await config(await signed({}, PAGE, 'no ticket of ours'))).toBe(333442)
    const first = await ticket()
    await later(61 * 60_000)
    expect(await ticket()).not.toBe(first)
    expect(await config(await signed({}, PAGE, first))).toBeUndefined()
    await later(60 * 60_000)
    expect(await config(await signed({}, PAGE, first))).toBe(333441)
  })

  it.each<[string, Record<string, unknown>, number]>([
    ['a time that is text', { timestamp: '1700000000000' }, 1012],
    ['no list of APIs', { jsApiList: undefined }, 1012],
    ['another app', { appId: 'cli_other' }, 333440],
    ['another number than was signed', { nonceStr: 'other' }, 333441],
    ['capitals in the signature', { signature: 'A'.repeat(40) }, 333441],
    ['an API that is none', { jsApiList: ['shareEverything'] }, 333446],
  ])('refuses %s', async (_what, more, code) => {
    expect(await config(await signed(more))).toBe(code)
  })

  it('refuses the signature of another address', async () => {
    expect(await config(await signed({}, `${SERVER}/m/pages/detail?id=2`))).toBe(333441)
    expect(await config(await signed({}, `${PAGE}#top`), `${PAGE}#top`)).toBe(333441)
  })

  it('refuses pages outside of the trusted domains', async () => {
    const page = 'https://elsewhere.example.com/m/'
    expect(await config(await signed({}, page), page)).toBe(333448)
    await feishu.control('POST', 'settings', { trustedDomains: ['https://elsewhere.example.com'] })
    expect(await config(await signed({}, page), page)).toBeUndefined()
    expect(await config(await signed())).toBe(333448)
  })
})

describe('a login code for a web app', () => {
  const codeAt = (page?: string): Promise<{ code?: string; error?: { code: string } }> =>
    feishu.control('POST', 'login-codes', { userId: 'u_dev', page })

  it('is given to pages of the server, and to a mini program, which has no address', async () => {
    expect((await codeAt(PAGE)).code).toBeDefined()
    expect((await codeAt()).code).toBeDefined()
    expect((await codeAt('https://elsewhere.example.com/m/')).error?.code).toBe('redirect_url_unlisted')
  })

  it('is given to the redirect URLs where they are listed, whatever follows their path', async () => {
    await feishu.control('POST', 'settings', { redirectUrls: [`${SERVER}/m/pages/detail`] })
    expect((await codeAt(`${PAGE}&more=1#x`)).code).toBeDefined()
    expect((await codeAt(`${SERVER}/m/pages/detail/more`)).error?.code).toBe('redirect_url_unlisted')
  })
})

it('what is shared lies in the chat of whoever it was shared with', async () => {
  const share = { from: 'u_dev', to: ['u_lead'], title: '请假', url: 'https://applink.feishu.cn/x' }
  expect(await feishu.control('POST', 'shares', share)).toEqual({})
  const { cards }: { cards: { msgType: string; content: object }[] } = await feishu.chat('u_lead')
  expect(cards[0]).toMatchObject({
    msgType: 'share_link',
    content: { from: 'u_dev', title: '请假', url: share.url },
  })
  const bad = { ...share, url: 'javascript:alert(1)' }
  expect(await feishu.control('POST', 'shares', bad)).toMatchObject({ error: { code: 'bad_request' } })
  const nobody = { ...share, to: ['u_nobody'] }
  expect(await feishu.control('POST', 'shares', nobody)).toMatchObject({
    error: { code: 'person_not_found' },
  })
})
