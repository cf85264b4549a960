import { describe, expect, it } from 'vitest'
import { REFUSED, type Conduct } from '../support/fake-source.ts'
import { openRig, type PressRig } from './rig.ts'

const SECOND_MS = 1_000
const SILENT = '对方系统暂时没有响应，请稍后再试'

/** What the person reads, as Feishu shows it: their own words only above 400 and where it is asked for. */
const shown = ({ status, body }: { status: number; body: { message?: string; without_prefix?: string } }) => {
  if (status < 400) return 'done'
  return status > 400 && body.without_prefix === 'true' ? body.message : 'Feishu’s own words'
}

/** Presses while the source conducts itself so, then lets it be well for a while. */
async function pressed(rig: PressRig, conduct: Conduct, waitMs = 0) {
  rig.source.rules.conduct = conduct
  const answer = rig.press()
  await rig.asked(1)
  if (waitMs > 0) {
    await rig.clock.advance(waitMs)
    rig.source.release()
  }
  const reply = await answer
  rig.source.rules.conduct = 'takes'
  await rig.later(2, { limitMs: 40 * SECOND_MS })
  return shown(reply)
}

type Row = {
  conduct: Conduct
  waitMs?: number
  /** By `whenSilent`: what the person sees at once, how often the source was told in all, how often it counts. */
  accept: [string, number, number]
  refuse: [string, number, number]
}

const TAKEN: [string, number, number] = ['done', 1, 1]
const SAID: [string, number, number] = [REFUSED, 1, 0]

const TABLE: Row[] = [
  { conduct: 'takes', accept: TAKEN, refuse: TAKEN },
  { conduct: 'refuses', accept: SAID, refuse: SAID },
  {
    conduct: 'refuses without words for the person',
    accept: ['Feishu’s own words', 1, 0],
    refuse: ['Feishu’s own words', 1, 0],
  },
  { conduct: 'refuses with 200 and a code', accept: SAID, refuse: SAID },
  { conduct: 'breaks with words', accept: SAID, refuse: SAID },
  { conduct: 'breaks', accept: ['done', 2, 1], refuse: [SILENT, 1, 0] },
  { conduct: 'is busy', accept: ['done', 2, 1], refuse: [SILENT, 1, 0] },
  { conduct: 'is silent', waitMs: 7_001, accept: ['done', 2, 1], refuse: [SILENT, 1, 0] },
  { conduct: 'is slow', waitMs: 6_900, accept: TAKEN, refuse: TAKEN },
  // It counts there, and is repeated by its id alone.
  { conduct: 'is slow', waitMs: 7_100, accept: ['done', 2, 1], refuse: [SILENT, 1, 1] },
  { conduct: 'takes it and drops the connection', accept: ['done', 2, 1], refuse: [SILENT, 1, 1] },
  { conduct: 'drops the connection within the answer', accept: ['done', 2, 1], refuse: [SILENT, 1, 1] },
  { conduct: 'answers something else', accept: TAKEN, refuse: TAKEN },
  { conduct: 'answers without end', accept: TAKEN, refuse: TAKEN },
  { conduct: 'leads elsewhere', accept: ['done', 2, 1], refuse: [SILENT, 1, 0] },
]

describe.each(['accept', 'refuse'] as const)('whenSilent: %s', (whenSilent) => {
  it.each(TABLE)('a source that $conduct ($waitMs ms)', async ({ conduct, waitMs, ...expected }) => {
    const rig = await openRig({ whenSilent })
    const before = await rig.task()
    const words = await pressed(rig, conduct, waitMs)
    const { source } = rig
    expect([words, source.seen.length, source.counted().length]).toEqual(expected[whenSilent])
    expect(new Set(source.seen.map(({ id }) => id))).toEqual(new Set(['erp-po-1.p1']))
    expect(source.seen.every(({ isSigned }) => isSigned)).toBe(true)
    // Only a push changes a state, and Feishu is told of nothing.
    expect(await rig.task()).toMatchObject({ status: 'PENDING', clock: before?.clock })
    expect((await rig.record()).instance.clock).toBe((await rig.record()).instance.tasks[0]?.clock)
    expect(await rig.waiting()).toBe(0)
    expect(await rig.messages()).toEqual([])
  })
})

describe('pressed twice', () => {
  it.each(['accept', 'refuse'] as const)('at once, it is told once (%s)', async (whenSilent) => {
    const rig = await openRig({ whenSilent })
    const answers = await Promise.all([rig.press(), rig.press({ from: 'search' }), rig.press()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(rig.source.seen).toHaveLength(1)
    expect((await rig.press()).status).toBe(200)
    expect(rig.source.seen).toHaveLength(1)
  })

  it('after silence that was refused, it has the same id, also after a restart', async () => {
    const rig = await openRig()
    rig.source.rules.conduct = 'takes it and drops the connection'
    expect(shown(await rig.press())).toBe(SILENT)
    await rig.crash()
    rig.source.rules.conduct = 'takes'
    expect(shown(await rig.press())).toBe('done')
    expect(rig.source.seen.map(({ id }) => id)).toEqual(['erp-po-1.p1', 'erp-po-1.p1'])
    expect(rig.source.counted()).toHaveLength(1)
  })

  it('after a refusal, it is a new one; what Feishu repeats by itself is not', async () => {
    const rig = await openRig()
    rig.source.rules.conduct = 'refuses'
    expect(shown(await rig.press({ from: 'card' }))).toBe(REFUSED)
    rig.source.rules.conduct = 'takes'
    // In the background Feishu sends the same once more for ten seconds.
    await rig.clock.advance(3 * SECOND_MS)
    expect(shown(await rig.press({ from: 'card' }))).toBe(REFUSED)
    expect(rig.source.seen).toHaveLength(1)
    expect(shown(await rig.press({ from: 'list' }))).toBe('done')
    expect(rig.source.seen.map(({ id }) => id)).toEqual(['erp-po-1.p1', 'erp-po-1.p2'])
  })

  it('and another decision while one waits is refused in words, and the source is not told', async () => {
    const rig = await openRig({ whenSilent: 'accept' })
    rig.source.rules.conduct = 'breaks'
    expect(shown(await rig.press())).toBe('done')
    const other = await rig.press({ action_type: 'REJECT' })
    expect(other).toMatchObject({
      status: 409,
      body: { message: '已提交“同意”，正在等待对方系统处理', without_prefix: 'true' },
    })
    expect(rig.source.seen).toHaveLength(1)
  })
})

describe('a source that refuses afterwards', () => {
  it('has its person told, once, and the task is open again', async () => {
    const rig = await openRig({ whenSilent: 'accept' })
    rig.source.rules.conduct = 'breaks'
    await rig.press()
    expect((await rig.task())?.pressed).toMatchObject({ action: 'APPROVE', state: 'accepted' })
    rig.source.rules.conduct = 'refuses'
    await rig.later(2)
    expect(await rig.task()).toMatchObject({ status: 'PENDING', pressed: { state: 'refused' } })
    expect(await rig.messages()).toEqual(['press_refused u_bob'])
    expect(await rig.waiting()).toBe(0)
    const { history } = await rig.record()
    expect(history.at(-1)).toMatchObject({ verb: 'press', by: null, via: 'source', reason: REFUSED })
    rig.source.rules.conduct = 'takes'
    expect((await rig.press({ action_type: 'REJECT' })).status).toBe(200)
    expect(rig.source.counted()).toEqual([['erp-po-1.p2', 'REJECT']])
  })

  it('is told by the schedule of webhooks until it takes or refuses', async () => {
    const rig = await openRig({ whenSilent: 'accept' })
    const times: number[] = []
    const begun = rig.clock.now()
    rig.source.rules.conduct = () => {
      times.push(Math.round((rig.clock.now() - begun) / 1_000))
      return times.length < 5 ? 'breaks' : 'takes'
    }
    await rig.press()
    await rig.later(5, { limitMs: 3 * 3_600_000, stepMs: 30_000 })
    // 0 s, 5 s, 5 min, 30 min, 2 h, each after the one before.
    expect(times.map((at) => Math.round(at / 100))).toEqual([0, 0, 3, 21, 93])
    expect(new Set(rig.source.seen.map(({ id }) => id)).size).toBe(1)
  })
})

describe('a process that is killed', () => {
  it.each(['accept', 'refuse'] as const)('between store and send (%s)', async (whenSilent) => {
    const rig = await openRig({ whenSilent })
    rig.hooks.send = () => new Promise(() => undefined)
    void rig.press().catch(() => undefined)
    await rig.idle()
    expect((await rig.task())?.pressed).toMatchObject({ state: 'asked' })
    await rig.crash()
    await rig.later(1, { limitMs: 60 * SECOND_MS })
    // Nobody was told that it is taken; where silence is refused, it is not done behind anybody's back.
    expect(rig.source.seen).toHaveLength(whenSilent === 'accept' ? 1 : 0)
    expect(await rig.waiting()).toBe(0)
    expect((await rig.press()).status).toBe(200)
    expect(rig.source.counted()).toEqual([['erp-po-1.p1', 'APPROVE']])
  })

  it.each(['accept', 'refuse'] as const)('between send and answer (%s)', async (whenSilent) => {
    const rig = await openRig({ whenSilent })
    rig.hooks.send = async (go) => {
      await go()
      return new Promise(() => undefined)
    }
    void rig.press().catch(() => undefined)
    await rig.asked(1)
    await rig.crash()
    await rig.later(2, { limitMs: 60 * SECOND_MS })
    expect((await rig.press()).status).toBe(200)
    expect(rig.source.counted()).toEqual([['erp-po-1.p1', 'APPROVE']])
    expect(await rig.waiting()).toBe(0)
  })

  it('while it is told again goes on where it was', async () => {
    const rig = await openRig({ whenSilent: 'accept' })
    rig.source.rules.conduct = 'breaks'
    await rig.press()
    await rig.crash()
    rig.source.rules.conduct = 'takes'
    await rig.later(2)
    expect(rig.source.seen.map(({ id }) => id)).toEqual(['erp-po-1.p1', 'erp-po-1.p1'])
    expect((await rig.task())?.pressed).toMatchObject({ state: 'taken' })
  })
})
