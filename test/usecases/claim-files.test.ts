import { expect, it } from 'vitest'
import { claimFiles } from '../../server/usecases/claim-files.ts'
import { uploadAttachment } from '../../server/usecases/upload-attachment.ts'
import { PDF } from '../support/files.ts'
import { createHarness } from '../support/http-server.ts'

async function* piecesOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

async function setUp() {
  const { ctx } = await createHarness()
  const { id } = await uploadAttachment(ctx, { name: 'a.pdf', content: piecesOf(PDF), userId: 'u_alice' })
  const claim = (instanceId: string, ids = [id]) =>
    claimFiles(ctx, { field: 'papers', ids, by: 'u_alice', instanceId, locale: 'zh-CN' })
  return { ctx, id, claim }
}

it('a file is claimed by one of all that want it at the same time', async () => {
  const { ctx, id, claim } = await setUp()
  const wanted = Array.from({ length: 8 }, (_, n) => `i${n}`)
  const outcomes = await Promise.allSettled(wanted.map((instanceId) => claim(instanceId)))
  const won = wanted.filter((_, at) => outcomes[at]?.status === 'fulfilled')
  expect(won).toHaveLength(1)
  expect((await ctx.store.attachments.read(id))?.claim?.instanceId).toBe(won[0])
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'form_invalid' })
  }
})

it('the same instance may claim it again, and gets it with name, size and type', async () => {
  const { id, claim } = await setUp()
  const files = { [id]: { name: 'a.pdf', size: PDF.length, type: 'application/pdf' } }
  expect(await Promise.all([claim('i1'), claim('i1')])).toEqual([files, files])
})

it('one that cannot be used claims none of the others', async () => {
  const { ctx, id, claim } = await setUp()
  await expect(claim('i1', [id, 'unknown'])).rejects.toMatchObject({ code: 'form_invalid' })
  expect(await ctx.store.attachments.read(id)).toMatchObject({ claim: null })
})

it('what an instance names stays when somebody else submits it again; of other uploads none will do', async () => {
  const { ctx, id, claim } = await setUp()
  const known = await claim('i1')
  const again = (instanceId: string, names: object) =>
    claimFiles(ctx, { field: 'papers', ids: [id], by: 'u_bob', instanceId, locale: 'zh-CN', ...names })
  expect(await again('i1', { known })).toEqual(known)
  for (const [instanceId, names] of [
    ['i1', {}],
    ['i2', { known }],
  ] as const)
    await expect(again(instanceId, names)).rejects.toMatchObject({ code: 'form_invalid' })
})
