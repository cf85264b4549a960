import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { PDF, PNG, upload } from '../support/files.ts'
import { expense } from '../support/sample-forms.ts'

const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier', 'u_payroll', 'u_admin'] as const
type Name = (typeof CAST)[number]

let world: World<Name>
beforeAll(async () => {
  world = await openWorld(CAST)
})
afterAll(() => world.close())

const put = async (who: Name, options = {}): Promise<string> => {
  const { status, body } = await upload(world.url, world.everyone[who].token, options)
  expect(status).toBe(201)
  return (body as { id: string }).id
}

const fileOf = (who: Name, id: string) => world.everyone[who].call('GET', `/attachments/${id}`)

const submit = (form = expense('80.00')) => world.submit('u_dev', 'expense', form)

describe('files of those who take part, where Feishu shows what the server holds after every step', () => {
  it('with a decision: its approver attaches it, the initiator can have it, a stranger cannot', async () => {
    const { id } = await submit()
    const proof = await put('u_lead', { name: '批复.pdf' })
    expect((await fileOf('u_dev', proof)).status).toBe(404)
    const reason = { reason: '同意，见附件', attachments: [proof] }
    expect((await world.act(id, 'u_lead', 'approve', reason)).status).toBe(200)

    const [task] = (await world.read(id)).tasks
    expect(task?.attachments).toMatchObject([{ id: proof, name: '批复.pdf', type: 'application/pdf' }])
    const got = await fileOf('u_dev', proof)
    expect([got.status, got.body]).toEqual([200, PDF.toString()])
    expect((await fileOf('u_payroll', proof)).status).toBe(404)
    expect((await fileOf('u_payroll', '0'.repeat(32))).body).toMatchObject({
      error: { code: 'attachment_not_found' },
    })
  })

  it.each([
    ['reject', {}],
    ['transfer', { to: 'u_cto' }],
    ['rollback', { toNode: '_initiator' }],
  ])('with %s as well', async (verb, more) => {
    const { id } = await submit()
    const attachments = [await put('u_lead')]
    const done = await world.act(id, 'u_lead', verb, { reason: '见附件', attachments, ...more })
    expect(done.status).toBe(200)
    expect((await world.read(id)).tasks[0]?.attachments).toMatchObject([{ id: attachments[0] }])
    expect((await fileOf('u_dev', attachments[0] ?? '')).status).toBe(200)
  })

  it('with a comment, for whoever decides later, too; not for whoever is only mentioned', async () => {
    const { id } = await submit()
    const attachments = [await put('u_dev', { content: PNG, name: '现场.png' })]
    const said = await world.everyone.u_dev.call<InstanceView>('POST', `/instances/${id}/comment`, {
      text: '补一张照片',
      mentions: ['u_payroll'],
      attachments,
    })
    expect(said.body.comments).toMatchObject([{ attachments: [{ id: attachments[0], type: 'image/png' }] }])
    await world.agree()
    await world.approve(id, 'u_lead')
    const seen = (['u_lead', 'u_cashier', 'u_payroll'] as const).map((who) =>
      fileOf(who, attachments[0] ?? ''),
    )
    expect((await Promise.all(seen)).map(({ status }) => status)).toEqual([200, 200, 404])
  })

  it('nobody attaches what somebody else uploaded, and then nothing is decided', async () => {
    const { id } = await submit()
    const attachments = [await put('u_dev')]
    const { status, open } = await world.act(id, 'u_lead', 'approve', { attachments })
    expect([status, open]).toEqual([422, ['manager u_lead']])
  })
})

it('what is opened can do no harm: it is saved unless it is an image, and never run', async () => {
  const { id } = await submit()
  const attachments = [await put('u_lead'), await put('u_lead', { content: PNG, name: 'a.png' })]
  await world.act(id, 'u_lead', 'approve', { attachments })
  const opened = await Promise.all(attachments.map((file) => fileOf('u_dev', file)))
  expect(opened.map(({ headers }) => headers.get('content-disposition')?.split(';')[0])).toEqual([
    'attachment',
    'inline',
  ])
  for (const { headers } of opened) {
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain('sandbox')
  }
})

it('of a form, too: they outlive a restart, in files that are nobody else’s', async () => {
  const receipt = await put('u_dev', { content: PNG, name: '发票.png' })
  const { id, files } = await submit(expense('80.00', { receipts: [receipt] }))
  expect(files[receipt]).toMatchObject({ name: '发票.png', type: 'image/png' })
  await world.stop('SIGTERM')
  await world.restart()

  const { body: shown } = await world.everyone.u_lead.read(id)
  const link = shown.files[receipt]?.url ?? ''
  const image = await fetch(link)
  expect(Buffer.from(await image.arrayBuffer())).toEqual(PNG)
  const folder = join(world.dataDir, 'attachments')
  const stored = (await readdir(folder, { recursive: true })).map((name) => join(folder, name))
  expect(stored.length).toBeGreaterThan(1)
  for (const path of [folder, ...stored]) expect([path, (await stat(path)).mode & 0o077]).toEqual([path, 0])
  await world.agree()
})
