import { expect, it } from 'vitest'
import { createTakeMessage } from '../../server/callbacks/connection-message.ts'
import { createEventTaker } from '../../server/callbacks/take-event.ts'

const message = (type: string, more: object = {}) => ({
  schema: '2.0',
  header: { event_type: type, tenant_key: 't', ...more },
  event: { n: 1 },
})

const setUp = (status = 200, body: object = {}) => {
  const seen: unknown[] = []
  const taker = createEventTaker(
    {
      wanted: async (told) => {
        seen.push(told)
        return { status, body }
      },
    },
    () => 5,
  )
  return { ...taker, seen, takeMessage: createTakeMessage(taker.take) }
}

it('a message of the long connection is taken like an event that comes to an address', async () => {
  const { takeMessage, seen, lastAt } = setUp(200, { toast: {} })
  expect(lastAt()).toBeNull()
  expect(await takeMessage(message('wanted', { event_id: 'e1' }))).toEqual({ toast: {} })
  expect(await takeMessage(message('wanted', { event_id: '' }))).toEqual({ toast: {} })
  expect(seen).toEqual([
    { eventId: 'e1', type: 'wanted', tenant: 't', event: { n: 1 } },
    { eventId: undefined, type: 'wanted', tenant: 't', event: { n: 1 } },
  ])
  expect(lastAt()).toBe(5)
})

it('an empty answer is none, and so is that to what nobody asked for', async () => {
  const { takeMessage, seen } = setUp()
  expect(await takeMessage(message('wanted'))).toBeUndefined()
  for (const type of ['im.message.receive_v1', 'constructor', '__proto__'])
    expect(await takeMessage(message(type))).toBeUndefined()
  expect(seen).toHaveLength(1)
})

it.each([[undefined], [{}], ['text'], [{ schema: '1.0' }], [{ schema: '2.0', header: {} }]])(
  '%j is no event: Feishu is not told that it was taken',
  async (strange) => {
    await expect(setUp().takeMessage(strange)).rejects.toThrow('no event')
  },
)

it('what cannot be used is not acknowledged', async () => {
  await expect(setUp(422).takeMessage(message('wanted'))).rejects.toThrow('422')
})
