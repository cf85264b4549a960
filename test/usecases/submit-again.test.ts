import { expect, it } from 'vitest'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { openAttachment } from '../../server/usecases/open-attachment.ts'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { uploadAttachment } from '../../server/usecases/upload-attachment.ts'
import { aDefinition, aContext, given } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'
import { anActor } from '../support/people.ts'

const locale = 'zh-CN' as const
const alice = { userId: 'u_alice', locale }
const definition = aDefinition({
  form: [
    { key: 'days', type: 'number', label: { 'zh-CN': '天数' }, required: true, summary: true },
    { key: 'proof', type: 'attachment', label: { 'zh-CN': '证明' }, maxCount: 3 },
  ],
  flow: [
    { id: 'manager', name: { 'zh-CN': '直属上级' }, approvers: { manager: 1 } },
    { id: 'own', name: { 'zh-CN': '自选' }, approvers: { initiatorChoice: true } },
  ],
  cc: [{ users: ['u_payroll'], at: 'start' }],
})

async function* bytesOf(text: string) {
  yield new TextEncoder().encode(text)
}

/** Alice has submitted one with a file, and it has come to nothing. */
async function ended(how: 'rejected' | 'withdrawn' | 'approved' = 'rejected') {
  const { ctx } = await createHarness({ definitions: [definition] })
  const file = await uploadAttachment(ctx, { name: '证明.txt', content: bytesOf('病假'), userId: 'u_alice' })
  const form = { days: 5, proof: [file.id] }
  const asked = { ...alice, definition: 'leave', form, approvers: { own: ['u_carol'] } }
  const { id, tasks } = await submitInstance(ctx, { ...asked, cc: ['u_hr'] })
  if (how === 'withdrawn') await doVerb(ctx, { verb: 'withdraw', id, body: {} }, anActor('u_alice'))
  const verb = how === 'approved' ? 'approve' : 'reject'
  if (how !== 'withdrawn')
    await ctx.store.instances.change(id, (current) => {
      const input = { taskId: tasks[0]!.id, ...given() }
      const next = toRecord(current, act(current!.instance, verb, input, aContext({ by: 'u_bob' })))
      return { next, result: next }
    })
  const again = { ...asked, cc: ['u_hr'], from: id, idempotencyKey: 'again-1' }
  return { ctx, id, file, form, again }
}

async function read(
  ctx: Awaited<ReturnType<typeof ended>>['ctx'],
  id: string,
  userId: string,
): Promise<string> {
  const opened = await openAttachment(ctx, { id, link: {}, userId })
  const pieces: Uint8Array[] = []
  for await (const piece of opened.content.pieces) pieces.push(piece)
  await opened.content.close()
  return Buffer.concat(pieces).toString()
}

it.each(['rejected', 'withdrawn'] as const)(
  'what was %s can be submitted again, with whom I chose then',
  async (how) => {
    const { ctx, id } = await ended(how)
    const { actions } = await readInstance(ctx, { ...alice, id })
    expect(actions.find(({ action }) => action === 'submit-again')).toMatchObject({
      chosen: { approvers: { own: [{ userId: 'u_carol' }] }, cc: [{ userId: 'u_hr' }] },
    })
    const { actions: others } = await readInstance(ctx, { userId: 'u_bob', locale, id })
    expect(others.map(({ action }) => action)).not.toContain('submit-again')
  },
)

it('what was approved, or goes on, cannot', async () => {
  const { ctx, id } = await ended('approved')
  const { status, actions } = await readInstance(ctx, { ...alice, id })
  expect([status, actions.map(({ action }) => action).includes('submit-again')]).toEqual(['PENDING', false])
})

it('the new one has files of its own, and whoever sees only that one opens them there alone', async () => {
  const { ctx, id, file, again } = await ended()
  const preview = await previewInstance(ctx, { ...again, form: again.form })
  expect(preview.nodes.map((node) => node.id)).toEqual(['manager', 'own'])

  const next = await submitInstance(ctx, { ...again, approvers: { own: ['u_lead'] } })
  expect(next.id).not.toBe(id)
  const [copy] = Object.values(next.files)
  expect(copy).toMatchObject({ name: '证明.txt', size: file.size })
  expect(next.form).toEqual({ days: 5, proof: [copy!.id] })
  expect(copy!.id).not.toBe(file.id)
  expect(await read(ctx, copy!.id, 'u_alice')).toBe('病假')
  // Lead is only to decide later, and sees nothing yet.
  await expect(read(ctx, copy!.id, 'u_lead')).rejects.toMatchObject({ code: 'attachment_not_found' })
  expect(await read(ctx, file.id, 'u_alice')).toBe('病假')
  expect((await readInstance(ctx, { ...alice, id })).form).toEqual({ days: 5, proof: [file.id] })
})

it('a repeat under the same key is the same one, and copies nothing anew', async () => {
  const { ctx, again } = await ended()
  const first = await submitInstance(ctx, again)
  const second = await submitInstance(ctx, again)
  expect(second.id).toBe(first.id)
  expect(second.form).toEqual(first.form)
  const other = submitInstance(ctx, { ...again, form: { days: 6, proof: again.form.proof } })
  await expect(other).rejects.toMatchObject({ code: 'idempotency_mismatch' })
})

it('without saying from which one, and for anybody else, the files are not theirs to name', async () => {
  const { ctx, again } = await ended()
  const { from: _, ...plain } = again
  await expect(submitInstance(ctx, plain)).rejects.toMatchObject({ code: 'form_invalid' })
  const bob = { ...again, userId: 'u_bob' }
  await expect(submitInstance(ctx, bob)).rejects.toMatchObject({ code: 'form_invalid' })
  const stranger = { ...again, userId: 'u_dan' }
  await expect(submitInstance(ctx, stranger)).rejects.toMatchObject({
    code: expect.stringMatching(/instance_not_found|unauthorized/) as string,
  })
})
