import { afterEach, describe, expect, it } from 'vitest'
import {
  letterFound,
  showOnLetter,
  type Letter,
  type LetterRecord,
} from '../../server/domain/letters/letter.ts'
import { retryCarried, SAME_UUID_MS } from '../../server/domain/outbox/retry.ts'
import { aLetterContent, aLetterRecord, asStatus, LETTER } from '../support/letters.ts'
import { settled } from '../support/fake-clock.ts'
import type { Call, Fault } from './fake-feishu.ts'
import { openRig, type Rig, type RigOptions } from './rig.ts'

let rig: Rig
afterEach(async () => {
  const stopping = rig.stop()
  await rig.clock.advance(20_000)
  await stopping
})

const change = (next: (record: LetterRecord) => LetterRecord) =>
  rig.store().letters.change(LETTER, (record) => ({ next: next(record!), result: undefined }))

async function send(options: RigOptions = {}, over: Partial<Letter> = {}) {
  rig = await openRig(options)
  await rig.store().letters.change(LETTER, () => ({
    next: aLetterRecord({ at: rig.clock.now(), ...over }),
    result: undefined,
  }))
}
const update = (status: string) => change((record) => showOnLetter(record, asStatus(status), rig.clock.now()))
const record = async (): Promise<LetterRecord> => (await rig.store().letters.read(LETTER))!
const shown = () => rig.feishu.letters.map(({ uuid, assignee, statuses }) => ({ uuid, assignee, statuses }))
const times = (count: number, fault: Fault, when: Call['api']) => {
  let left = count
  return ({ api }: Call) => (api === when && left-- > 0 ? fault : undefined)
}
const of = (api: Call['api']) => rig.feishu.calls.filter((call) => call.api === api)

describe('a message that a source sends itself', () => {
  it('is sent once, under the uuid that is its id, and nothing waits of it then', async () => {
    await send()
    await rig.quiet()
    expect(shown()).toEqual([{ uuid: LETTER, assignee: 'u_bob', statuses: [] }])
    expect((await record()).effects).toEqual([])
    expect((await record()).cards[0]).toMatchObject({ messageId: rig.feishu.letters[0]?.messageId })
  })

  it('is there once whatever became of its first try, and again after a kill at every step', async () => {
    for (const fault of [{ kind: 'lost' }, { kind: 'late', afterMs: 30_000 }] as const) {
      await send({ fault: times(1, fault, 'card_send') })
      await rig.quiet()
      expect(shown()).toHaveLength(1)
      expect(of('card_send').map(({ about }) => about)).toEqual([LETTER, LETTER])
    }
    for (let step = 1; step < 12; step += 1) {
      let left = step
      const onStep = (): void => {
        left -= 1
        if (left === 0) rig.kill()
      }
      await send({ onStep })
      await update('APPROVED').catch(() => undefined)
      await settled()
      await rig.crash()
      await rig.clock.advance(20_000)
      await rig.quiet()
      expect(shown().length).toBeLessThanOrEqual(1)
      const { letter, effects } = await record()
      expect([effects, letter.told ?? null]).toEqual([[], letter.shown])
    }
  })

  it('waits for whoever is not known yet, and leaves out those whom it can do without', async () => {
    await send({}, { content: aLetterContent({ to: 'unknown', titlePerson: 'unknown as well' }) })
    await rig.clock.advance(60_000)
    expect(of('card_send')).toEqual([])
    expect((await record()).effects[0]).toMatchObject({
      lastError: 'nobody is known as unknown',
      parked: null,
    })
    await change((current) => ({
      ...current,
      letter: { ...current.letter, content: { ...current.letter.content, to: 'u_bob' } },
    }))
    await rig.quiet()
    expect(shown()).toMatchObject([{ assignee: 'u_bob' }])
  })

  it('whose outcome stays unclear is given up, and sent under another uuid when an operator says so', async () => {
    await send({ fault: times(100, { kind: 'refused', class: 'unclear' }, 'card_send') })
    await rig.clock.advance(SAME_UUID_MS + 60 * 60_000)
    const [effect] = (await record()).effects
    expect(effect?.parked?.cause).toMatch(/unclear|expired/)
    await rig.clock.advance(SAME_UUID_MS)
    await change((current) => retryCarried(current, effect?.id ?? '', rig.clock.now(), () => true)!)
    await rig.clock.advance(1_000)
    expect(of('card_send').at(-1)?.about).toBe(`${LETTER}.2`)
  })

  it('is given up where Feishu refuses it, and keeps no other from leaving', async () => {
    await send({
      fault: ({ about }) => (about === LETTER ? { kind: 'refused', class: 'refused' } : undefined),
    })
    const other = '200000000000000009'
    await rig.store().letters.change(other, () => ({ next: aLetterRecord({ id: other }), result: undefined }))
    await rig.quiet()
    expect(shown()).toMatchObject([{ uuid: other }])
    const { items } = await rig.store().outbox.list({ state: 'parked', limit: 10 })
    expect(items).toMatchObject([{ instanceId: LETTER, effect: { kind: 'send_card' } }])
  })
})

describe('an update of it', () => {
  it('that comes before it was delivered waits for it', async () => {
    let isAway = true
    await send({ fault: () => (isAway ? { kind: 'refused', class: 'not_sent' } : undefined) })
    await update('APPROVED')
    await rig.clock.advance(5_000)
    expect(of('card_update')).toEqual([])
    isAway = false
    await rig.quiet()
    expect(shown()).toEqual([{ uuid: LETTER, assignee: 'u_bob', statuses: ['APPROVED'] }])
  })

  it('is the last one that was asked for, and told once however often it comes', async () => {
    await send()
    await update('APPROVED')
    await update('REJECTED')
    await rig.quiet()
    await update('REJECTED')
    await rig.quiet()
    expect(shown()[0]?.statuses).toEqual(['REJECTED'])
    await update('CANCELLED')
    await rig.quiet()
    expect(shown()[0]?.statuses).toEqual(['REJECTED', 'CANCELLED'])
  })

  it('that comes while another is on its way is told after it', async () => {
    const isUpdate = ({ api }: Call) => api === 'card_update'
    await send({ travel: async (call) => (isUpdate(call) ? rig.clock.sleep(3_000) : undefined) })
    await rig.quiet()
    await update('APPROVED')
    await rig.clock.advance(1_000)
    await update('REJECTED')
    await rig.quiet()
    expect(shown()[0]?.statuses).toEqual(['APPROVED', 'REJECTED'])
    expect((await record()).letter.told).toEqual(asStatus('REJECTED'))
  })

  it('that Feishu refused is made room for by a newer one', async () => {
    await send({ fault: times(1, { kind: 'refused', class: 'refused' }, 'card_update') })
    await rig.quiet()
    await update('APPROVED')
    await rig.quiet()
    await update('CANCELLED')
    await rig.quiet()
    expect(shown()[0]?.statuses).toEqual(['CANCELLED'])
    expect((await record()).effects).toEqual([])
  })

  it('can be told by the message id that a press brought, where our send never had an answer', async () => {
    await send({ fault: times(100, { kind: 'lost' }, 'card_send') })
    await update('APPROVED')
    await rig.clock.advance(2_000)
    const { messageId } = rig.feishu.letters[0]!
    await change((current) => letterFound(current, messageId, rig.clock.now()))
    await rig.quiet()
    expect(shown()).toMatchObject([{ statuses: ['APPROVED'] }])
  })
})
