import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { differences } from '../support/agreement.ts'
import { operator } from '../support/api.ts'
import { createRandom } from '../support/random.ts'
import { losses, startLoad, type Ledger } from './load.ts'
import { closeStages, openCardOf, openStage, submitted, tell, until, type Stage } from './stage.ts'

const SEED = Number(process.env['SEED'] ?? 4_711)

/** One after the other, while people go on working. */
const TROUBLES: Record<string, object[]> = {
  'answers 5xx': [
    { kind: 'http_5xx', when: 'before', probability: 0.3 },
    { kind: 'http_5xx', when: 'after', probability: 0.3 },
  ],
  'loses answers': [
    { kind: 'reset', when: 'after', probability: 0.3 },
    { kind: 'timeout', when: 'after', delayMs: 300, probability: 0.2 },
    { kind: 'slow_body', when: 'after', delayMs: 400, probability: 0.2 },
  ],
  'answers nonsense': [
    { kind: 'truncated_json', when: 'after', probability: 0.2 },
    { kind: 'html', when: 'before', probability: 0.2 },
    { kind: 'try_later', when: 'before', probability: 0.2 },
  ],
  'lets requests land late': [
    { kind: 'late', landAfterMs: 2_000, loseBy: 'http_5xx', probability: 0.3 },
    { kind: 'late', landAfterMs: 700, loseBy: 'reset', probability: 0.2 },
  ],
  'refuses for its pace': [
    { kind: 'rate_429', resetSeconds: 2, probability: 0.1 },
    { kind: 'rate_400', resetSeconds: 2, probability: 0.1 },
  ],
}
const TROUBLE_MS = 1_500

afterEach(closeStages)

describe('R12, R13: both sides agree after every kind of outage', () => {
  it.each([
    { duplicateUuid: 'same_id', window: 'fixed', status: 429 },
    { duplicateUuid: 'no_id', window: 'sliding', status: 400 },
  ] as const)(
    'where a repeated card answers $duplicateUuid and limits are $window, with $status',
    async ({ duplicateUuid, window, status }) => {
      const rateLimit = { perSecond: 50, perMinute: 1_000, window, status, resetAtLeast: 2 }
      const stage = await openStage({ settings: { duplicateUuid, rateLimit, callbackRetryMs: 0 } })
      await stage.start()
      const cast = await stage.enterCast()
      const load = startLoad({ cast, control: stage.control, random: createRandom(SEED) }, 100)

      await sleep(TROUBLE_MS)
      await stage.control.down(true)
      await sleep(TROUBLE_MS)
      await stage.control.down(false)
      for (const faults of Object.values(TROUBLES)) {
        await stage.control.endFaults()
        await stage.control.faults({ seed: SEED, faults })
        await sleep(TROUBLE_MS)
      }
      await stage.control.endFaults()
      await load.stop()

      const wrong = await stage.faults(cast, 60_000)
      const given = wrong.filter((one) => one.startsWith('given up'))
      // Where a repeat names no message, a card whose first answer was lost cannot be settled: that is told.
      if (duplicateUuid === 'same_id') expect(wrong).toEqual([])
      else expect(withoutCardsGivenUp(wrong)).toEqual([])
      expect(await losses(load.ledger, cast)).toEqual([])
      const { checked, repaired } = await operator(stage.url).reconcile()
      expect(repaired).toEqual([])
      // Feishu lost nothing, so nothing was taken for lost.
      expect((await stage.control.oracle()).checked).toMatchObject({ 'pushes that replace': 0 })
      await report(
        stage,
        load.ledger,
        `${checked} compared by check, 0 repaired, ${given.length} cards given up`,
      )
    },
  )

  it('where a repeat names no message, a card is given up with its reason, until a press on it tells which it is', async () => {
    const stage = await openStage({ settings: { duplicateUuid: 'no_id' } })
    await stage.start()
    const cast = await stage.enterCast()
    await stage.control.faults({ api: 'bot.send', kind: 'reset', when: 'after', times: 2 })
    const pressed = await submitted(cast.u_dev)
    await submitted(cast.u_dev)
    await operator(stage.url).quiet(30_000)
    const parked = await operator(stage.url).outbox('parked')
    expect(parked.map(({ kind, lastError }) => `${kind} ${lastError}`)).toEqual([
      'send_card unclear 0: Feishu answered well but named no message id',
      'send_card unclear 0: Feishu answered well but named no message id',
    ])

    const { messageId } = await openCardOf(stage.control, 'u_lead', pressed.id)
    await stage.control.press({ userId: 'u_lead', via: 'card', messageId, action: 'APPROVE' })
    await operator(stage.url).quiet()
    expect(await differences(stage.control, cast)).toEqual([])
    expect(await operator(stage.url).outbox('parked')).toHaveLength(1)
  })

  it.each([
    { window: 'fixed', status: 429 },
    { window: 'sliding', status: 400 },
  ] as const)(
    'a limit lower than the documented one ($window, $status) is obeyed from the first refusal on',
    async ({ window, status }) => {
      const stage = await openStage()
      await stage.start()
      const cast = await stage.enterCast()
      await submitted(cast.u_dev)
      await stage.control.down(true)
      const waiting = await Promise.all(Array.from({ length: 40 }, () => submitted(cast.u_dev)))
      await stage.control.settings({
        rateLimit: { perSecond: 10, perMinute: 1_000, window, status, resetAtLeast: 3 },
      })
      await stage.control.down(false)
      await operator(stage.url).quiet(60_000)

      const { violations } = await stage.control.oracle()
      const early = violations.filter(({ what }) => what === 'a request before the reset time')
      const over = violations.filter(({ what }) => what === 'a request over the frequency limit')
      expect(early).toEqual([])
      expect(violations.filter(({ rule }) => rule !== 'R13')).toEqual([])
      expect(await differences(stage.control, cast)).toEqual([])
      tell(
        `R13: ${waiting.length} instances against 10/s (${window}, ${status}): ${over.length} requests told the ` +
          'server of the limit, 0 left before a reset time',
      )
    },
  )

  it('who comes after a kill -9 counts what was sent before it, to the minute', async () => {
    const stage = await openStage()
    await stage.start()
    const cast = await stage.enterCast()
    const first = await submitted(cast.u_dev)
    await until(() => hasCard(stage, first.id), 'the first card')
    await stage.stop('SIGKILL')
    const log = join(stage.dataDir, 'requests.0.log')
    expect(await readFile(log, 'utf8')).toMatch(/^card_send sent \d{13}$/m)

    const sentAt = Date.now() - 45_000
    await appendFile(log, `card_send sent ${sentAt}\n`.repeat(1_000))
    await stage.start()
    const { id } = await submitted(cast.u_dev)
    await until(() => hasCard(stage, id), 'the card of who comes after')
    expect(Date.now()).toBeGreaterThanOrEqual(sentAt + 60_000)
  })

  it('what waited through an outage leaves within the documented limits, with none refused', async () => {
    const stage = await openStage({
      settings: { rateLimit: { perSecond: 50, perMinute: 1_000, window: 'sliding', status: 429 } },
    })
    await stage.start()
    const cast = await stage.enterCast()
    await submitted(cast.u_dev)
    await stage.control.down(true)
    await Promise.all(Array.from({ length: 120 }, () => submitted(cast.u_dev)))
    await stage.control.down(false)
    expect(await stage.faults(cast, 60_000)).toEqual([])
    const { checked } = await stage.control.oracle()
    tell(
      `R13: ${checked['requests against the frequency limit']} requests after an outage, 0 over 50/s or 1000/min`,
    )
  })
})

const hasCard = async ({ control }: Stage, instanceId: string): Promise<boolean> =>
  (await control.chat('u_lead')).some((card) => card.instanceId === instanceId)

/** Of a card that was given up the sandbox shows the last status it was told. */
function withoutCardsGivenUp(wrong: readonly string[]): string[] {
  const instances = wrong.flatMap((one) => /^given up: (\w+)\.\d+ (?:unclear 0|whether)/.exec(one)?.[1] ?? [])
  return wrong.filter(
    (one) => !/^(given up: |card of )/.test(one) || !instances.some((id) => one.includes(id)),
  )
}

async function report({ control }: Stage, ledger: Ledger, more: string): Promise<void> {
  const { checked } = await control.oracle()
  tell(
    `R12: ${ledger.submits.length} instances and ${ledger.decisions.size} decisions through ` +
      `${Object.keys(TROUBLES).length + 1} outages, ${checked['requests']} requests watched, 0 violations; ${more}`,
  )
}
