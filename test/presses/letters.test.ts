import { expect, it } from 'vitest'
import { REFUSED } from '../support/fake-source.ts'
import { aLetterContent, aLetterRecord, LETTER } from '../support/letters.ts'
import { openRig } from './rig.ts'

const MESSAGE = '7034234234234234777'

/** A source's own card with one button, and a press on it. */
async function open() {
  const rig = await openRig()
  const callback = { url: rig.source.url, token: 'the-card-token', key: null, context: ' the card’s own ' }
  const button = {
    type: 'APPROVE',
    name: null,
    reason: 'none',
    asksFiles: false,
    nextStatus: 'APPROVED',
  } as const
  const letter = aLetterRecord({ content: aLetterContent({ buttons: [button] }), callback })
  await rig.store().letters.change(LETTER, () => ({ next: letter, result: undefined }))
  const sign = (userId = 'u_bob') =>
    rig.harness().ring.sign({ instanceId: LETTER, taskId: LETTER, userId, round: 1 })
  const press = (fields: Record<string, unknown> = {}) =>
    rig.press({ from: 'card', messageId: MESSAGE, action_context: sign(), ...fields })
  return { rig, press, sign }
}

it('is told to the source that sent the card, by its own id, context and token', async () => {
  const { rig, press } = await open()
  expect((await press({ reason: '好' })).status).toBe(200)
  const [seen] = rig.source.seen
  expect(rig.source.seen).toHaveLength(1)
  expect(seen?.text).toContain(`"message_id":${LETTER}`)
  expect(JSON.parse(seen?.text ?? '')).toMatchObject({
    action_type: 'APPROVE',
    action_context: ' the card’s own ',
    user_id: 'u_bob',
    reason: '好',
    token: 'the-card-token',
  })
  expect((await rig.store().letters.read(LETTER))?.cards[0]?.messageId).toBe(MESSAGE)
})

it('is refused in the source’s own words, and by its silence', async () => {
  const { rig, press } = await open()
  rig.source.rules.conduct = 'refuses'
  expect(await press()).toMatchObject({ body: { message: REFUSED } })
  rig.source.rules.conduct = 'breaks'
  expect((await press()).status).toBeGreaterThan(400)
})

it('is told to nobody where it does not prove itself, or comes from another card', async () => {
  const { rig, press, sign } = await open()
  expect((await press()).status).toBe(200)
  for (const wrong of [
    { messageId: '7034234234234234778' },
    { action_context: sign('u_carol') },
    { action_context: sign().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) },
    { action_type: 'REJECT' },
    { instance_id: 'erp-po-1', task_id: 'erp-po-1_t1' },
  ])
    expect((await press(wrong)).status).toBeGreaterThanOrEqual(400)
  expect(rig.source.seen).toHaveLength(1)
})
