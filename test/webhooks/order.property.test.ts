import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toldEvents } from '../../server/domain/webhooks/told-event.ts'
import { CRM, ERP, HOUR_MS, MINUTE_MS, openRig, SECOND_MS, type Reply } from './rig.ts'

const RUNS = Number(process.env['WEBHOOK_RUNS'] ?? 60)
const IDS = ['i1', 'i2', 'i3', 'i4']
const REPLIES: readonly Reply[] = [204, 204, 500, 503, 'hang', 302, { status: 429, retryAfterMs: 3_000 }, 410]

type Step = { do: 'begin' | 'decide' | 'say' | 'wait' | 'crash' | 'replay'; of: string; ms: number }

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('begin', 'decide', 'say', 'wait', 'crash', 'replay'),
  of: fc.constantFrom(...IDS),
  ms: fc.constantFrom(1, 700, 6 * SECOND_MS, 6 * MINUTE_MS, 3 * HOUR_MS),
})

it('whatever fails and whenever it is killed, each endpoint gets each event of an approval after the one before it, and all in the end', async () => {
  let events = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.infiniteStream(fc.nat(99)),
      async (steps, dice) => {
        const answer = (): Reply => REPLIES[dice.next().value % REPLIES.length] ?? 204
        let killIn = Infinity
        const rig = await openRig({
          endpoints: [ERP, CRM],
          answer,
          onStep: () => {
            killIn -= 1
            if (killIn === 0) rig.kill()
          },
        })
        for (const { do: what, of, ms } of steps) {
          const record = await rig.store().instances.read(of)
          const open = record?.instance.tasks.find(({ status }) => status === 'PENDING')
          if (what === 'begin' && !record) await rig.begin(of)
          if (what === 'decide' && open) await rig.decide(open.id)
          if (what === 'say' && record) await rig.say(of, '…')
          if (what === 'replay' && record) await rig.operations().replay('erp', { event: `${of}.e1` })
          if (what === 'crash') {
            killIn = 1 + (ms % 13)
            await rig.clock.advance(ms)
            killIn = Infinity
            await rig.crash()
          }
          await rig.clock.advance(ms)
        }
        rig.rules.answer = () => 204
        for (const id of ['erp', 'crm']) await rig.operations().resume(id)
        await rig.clock.advance(25 * HOUR_MS)
        expect(await rig.waits()).toBe(0)

        for (const id of IDS) {
          const record = await rig.store().instances.read(id)
          const all = toldEvents(record?.history ?? []).map(({ sequence }) => sequence)
          events += all.length
          for (const endpoint of ['erp', 'crm']) {
            const taken = rig.taken(id, endpoint)
            expect([...new Set(taken)].sort((a, b) => a - b)).toEqual(all)
            // What comes for the first time comes in order; what comes again was replayed, or its answer was lost.
            expect([...new Set(taken)]).toEqual(all)
          }
        }
        const words = new Map<string, string>()
        for (const { id, body } of rig.seen) expect(words.set(id, words.get(id) ?? body).get(id)).toBe(body)
        // What no act brought about is told nobody.
        expect(rig.seen.every(({ event }) => event.data.cause.at <= rig.clock.now())).toBe(true)
      },
    ),
    { numRuns: RUNS },
  )
  expect(events).toBeGreaterThan(RUNS)
}, 120_000)
