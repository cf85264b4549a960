import { expect, it } from 'vitest'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { withEndpoints } from '../../server/webhooks/with-endpoints.ts'
import { aRecord, decided, delivered } from '../support/builders.ts'
import { settled } from '../support/fake-clock.ts'
import { createMemoryFiles } from '../support/memory-store.ts'

async function setUp() {
  const files = createMemoryFiles()
  const written: InstanceRecord[] = []
  const broken = { now: false }
  const { store } = createEmbeddedStore(
    {
      ...files,
      async write(path, text) {
        if (broken.now) throw new Error('the disk is full')
        if (path.startsWith('instances/')) written.push(JSON.parse(text) as InstanceRecord)
        await files.write(path, text)
      },
    },
    async () => undefined,
  )
  const { instances, outbox } = withEndpoints(store, () => ['erp'])
  const change = (next: (record: InstanceRecord | undefined) => InstanceRecord) =>
    instances.change('i1', (record) => ({ next: next(record), result: undefined }))
  return { written, broken, change, outbox }
}

it('what others are told of an act is in the very write of it, and of nothing else', async () => {
  const { written, change } = await setUp()
  await change(() => aRecord())
  await change((record) => decided(record!, 'i1_t1'))
  await change((record) => delivered(record!))
  await settled()
  expect(written.map(({ history, queues }) => [history.length, queues?.[0]?.waiting])).toEqual([
    [1, [1, 2]],
    [2, [1, 2, 3, 4]],
    [2, [1, 2, 3, 4]],
  ])
})

it('nothing is told of what could not be written', async () => {
  const { change, outbox, broken } = await setUp()
  broken.now = true
  await expect(change(() => aRecord())).rejects.toThrow()
  await settled()
  expect([...(await outbox.queued())]).toEqual([])
})
