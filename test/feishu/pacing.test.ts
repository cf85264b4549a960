import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { createGate, type GateOptions } from '../../server/feishu/gate/pacing.ts'
import type { Answer, Failure, FailureClass } from '../../server/domain/outbox/answer.ts'
import { API_NAMES, IS_METERED, type ApiName } from '../../server/feishu/port.ts'
import { createFakeClock, settled } from '../support/fake-clock.ts'
import { failure } from '../delivery/fake-feishu.ts'

type Reply = Answer<string>
const ok: Reply = { ok: true, value: 'done' }
const refused = (kind: FailureClass, retryAfterMs: number | null = null): Reply => ({
  ok: false,
  failure: failure(kind, { retryAfterMs }),
})

const clocks: ReturnType<typeof createFakeClock>[] = []
afterEach(() => {
  for (const clock of clocks.splice(0)) expect(clock.sleepers(), 'a timer was left behind').toBe(0)
})

/** A gate, and the times at which requests left, from the beginning. */
function setUp(replies: Reply[] = [], options: Partial<GateOptions> = {}) {
  const clock = createFakeClock()
  clocks.push(clock)
  const begun = clock.now()
  const stopping = new AbortController()
  const gate = createGate({ clock, signal: stopping.signal, ...options })
  const left: string[] = []
  const done: (string | Failure)[] = []
  const call = (api: ApiName, tookMs = 0): void => {
    void gate(api, async () => {
      left.push(`${api} ${clock.now() - begun}`)
      if (tookMs > 0) await clock.sleep(tookMs)
      return replies.shift() ?? ok
    }).then((answer) => done.push(answer.ok ? answer.value : answer.failure))
  }
  return { clock, call, left, done, stopping, gate }
}

describe('the gate', () => {
  it('a login has a turn of its own, and does not wait behind those who ask in bulk', async () => {
    const limits = { user: { perSecond: 1, maxWaitMs: 60_000 } }
    const { clock, gate } = setUp([], { limits })
    const left: string[] = []
    const call = (who: string, by: string) =>
      void gate('user', async () => (left.push(who), ok), { by, line: 'todos' })
    for (const who of ['a', 'b', 'c', 'd', 'e']) call(who, '')
    call('login', 'logins')
    await clock.advance(10_000)

    expect(left.indexOf('login')).toBeLessThan(3)
    expect(left).toHaveLength(6)
  })

  it('hears of the end once, however many lanes it has: Node takes more for a leak', async () => {
    const warnings: Error[] = []
    const note = (warning: Error): void => void warnings.push(warning)
    process.on('warning', note)
    const { call, left, stopping } = setUp()
    for (const api of API_NAMES) call(api)
    await settled()
    process.off('warning', note)

    expect(left).toHaveLength(API_NAMES.length)
    expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(1)
    expect(warnings).toEqual([])
  })

  it('R13: closes the lane until the reset time, and no other, and repeats the call itself', async () => {
    const { clock, call, left, done } = setUp([refused('pace', 7_000)])
    call('sync')
    await settled()
    call('sync')
    call('card_send')
    await clock.advance(20_000)

    expect(left).toEqual(['sync 0', 'card_send 0', 'sync 7005', 'sync 7005'])
    expect(done).toEqual(['done', 'done', 'done'])
  })

  it('backs off 1, 2, 4 s where Feishu names no time, a burst of refusals counting once', async () => {
    const paces = (count: number) => Array.from({ length: count }, () => refused('pace'))
    const { clock, call, left } = setUp(paces(6))
    call('sync', 10)
    call('sync', 10)
    await clock.advance(20_000)

    expect(left).toEqual([
      'sync 0',
      'sync 0',
      'sync 1015',
      'sync 1015',
      'sync 3030',
      'sync 3030',
      'sync 7045',
      'sync 7045',
    ])
  })

  it('begins at 1 s again once a request got through', async () => {
    const { clock, call, left } = setUp([refused('pace'), ok, refused('pace')])
    call('sync')
    await clock.advance(5_000)
    call('sync')
    await clock.advance(5_000)

    expect(left).toEqual(['sync 0', 'sync 1005', 'sync 5000', 'sync 6005'])
  })

  it('lets nobody wait longer than the lane allows: says when to come back, and sends nothing', async () => {
    const { clock, call, left, done } = setUp([refused('pace', 300_000)])
    call('sync')
    await clock.advance(60_000)
    call('sync')
    await settled()

    expect(left).toEqual(['sync 0'])
    expect(done).toMatchObject([
      { class: 'pace', retryAfterMs: 300_005 },
      { class: 'pace', retryAfterMs: 240_005 },
    ])
  })

  it('lets those in who came first', async () => {
    const { clock, call, left } = setUp([], { limits: { sync: { perSecond: 1 }, check: { perMinute: 1 } } })
    for (let n = 0; n < 3; n += 1) call('sync')
    call('check')
    await clock.advance(5_000)

    expect(left).toEqual(['sync 0', 'check 0', 'sync 1005', 'sync 2010'])
  })

  it('a request that hangs keeps its slot for 3 s and not for ever', async () => {
    const { clock, call, left } = setUp([], { limits: { sync: { perSecond: 1 } } })
    call('sync', 60_000)
    call('sync')
    await clock.advance(5_000)

    expect(left).toEqual(['sync 0', 'sync 4005'])
    await clock.advance(60_000)
  })

  it('a standstill of this process is not taken for a request that hangs', async () => {
    const { clock, call, left } = setUp([], { limits: { sync: { perSecond: 1 } } })
    call('sync', 8_000)
    call('sync')
    await clock.advance(1_000)
    // The timers of the next 5 s come late; what was under way has not come further.
    clock.jump(5_000)
    await clock.advance(2_500)
    expect(left).toEqual(['sync 0'])
    await clock.advance(20_000)

    expect(left).toHaveLength(2)
  })

  it('holds every lane when the quota is used up, lets one try after 10 minutes, and resumes by itself', async () => {
    const { clock, call, left, done } = setUp([refused('quota')])
    call('sync')
    await settled()
    call('card_send')
    await settled()
    expect(done).toMatchObject([{ class: 'quota' }, { class: 'quota', retryAfterMs: 600_000 }])

    await clock.advance(600_000)
    call('check', 500)
    call('sync')
    call('card_send')
    await clock.advance(499)
    expect(left).toEqual(['sync 0', 'check 600000'])
    await clock.advance(1)

    expect(left.slice(2).sort()).toEqual(['card_send 600500', 'sync 600500'])
  })

  it('holds for another 10 minutes when the one that tries finds the quota still used up', async () => {
    const { clock, call, left, done } = setUp([refused('quota'), refused('quota')])
    call('sync')
    await clock.advance(600_000)
    call('sync')
    call('card_send')
    await clock.advance(60_000)
    expect(left).toEqual(['sync 0', 'sync 600000'])
    expect(done.at(-1)).toMatchObject({ class: 'quota', retryAfterMs: 600_000 })
    await clock.advance(540_000)
    call('sync')
    await settled()

    expect(left.at(-1)).toBe('sync 1200000')
  })

  it('says once that the quota is used up and once when it is over, and an operator ends the wait', async () => {
    const said: boolean[] = []
    const onQuota = (isUsedUp: boolean) => void said.push(isUsedUp)
    const { clock, gate, call, left } = setUp([refused('quota'), refused('quota')], { onQuota })
    expect(gate.quota.tryNow()).toBe(false)
    call('sync')
    await clock.advance(600_000)
    call('sync')
    await settled()
    expect([said, gate.quota.isUsedUp()]).toEqual([[true], true])

    expect(gate.quota.tryNow()).toBe(true)
    call('sync')
    await settled()
    expect([said, gate.quota.isUsedUp()]).toEqual([[true, false], false])
    expect(left).toEqual(['sync 0', 'sync 600000', 'sync 600000'])
  })

  it('lets logins and lookups try while the quota is used up: they cost nothing of it', async () => {
    const { call, left } = setUp([refused('quota')])
    call('sync')
    await settled()
    for (const api of ['login', 'user', 'department', 'user_info'] as const) call(api)
    call('card_send')
    await settled()
    expect(left).toEqual(['sync 0', 'login 0', 'user 0', 'department 0', 'user_info 0'])
  })

  it('holds all that counts against the month while the quota is used up, as it is counted', async () => {
    const { call, left } = setUp([refused('quota')])
    call('sync')
    await settled()
    for (const api of API_NAMES) call(api)
    await settled()
    expect(left.slice(1)).toEqual(API_NAMES.filter((api) => !IS_METERED[api]).map((api) => `${api} 0`))
    for (const api of ['scopes', 'app', 'app_version', 'app_bot', 'app_change'])
      expect(left).not.toContain(`${api} 0`)
  })

  it('sends back whoever waits when the server stops', async () => {
    const { clock, call, left, done, stopping } = setUp([], { limits: { sync: { perSecond: 1 } } })
    for (let n = 0; n < 3; n += 1) call('sync')
    await clock.advance(100)
    stopping.abort()
    await settled()
    call('sync')
    await settled()

    expect(left).toEqual(['sync 0'])
    expect(done.slice(1)).toMatchObject([{ class: 'pace' }, { class: 'pace' }, { class: 'pace' }])
  })

  it('gives the slot back of a call that throws', async () => {
    const { clock, gate, call, left } = setUp([], { limits: { sync: { perSecond: 1 } } })
    await expect(gate('sync', () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
    call('sync')
    await clock.advance(5_000)

    expect(left).toEqual(['sync 1005'])
  })

  it('a wall clock set back by a day holds up nothing', async () => {
    const { clock, call, done } = setUp([], { limits: { sync: { perSecond: 1 } } })
    call('sync')
    await clock.advance(10)
    clock.jump(-86_400_000)
    call('sync')
    await clock.advance(3_000)

    expect(done).toEqual(['done', 'done'])
  })
})
