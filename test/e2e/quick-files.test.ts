import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { openCardOf } from '../support/control.ts'
import { PDF } from '../support/files.ts'

const CAST = ['u_dev', 'u_lead', 'u_hr'] as const
type Name = (typeof CAST)[number]

let world: World<Name>
beforeAll(async () => {
  world = await openWorld(CAST, {
    definitions: {
      'asks.yaml': definitionFile('asks', `  - ${nodeLine('only', ['u_lead'], 'attachments: optional')}`),
      'plain.yaml': definitionFile('plain', `  - ${nodeLine('only', ['u_lead'])}`),
    },
  })
})
afterAll(() => world.close())

const FILES = [{ name: '合同.pdf', content: PDF.toString('base64') }]
const submit = async (definition: string) => (await world.submit('u_dev', definition, { days: 1 })).id
const onCard = async (id: string) => ({
  via: 'card',
  messageId: (await openCardOf(world.control, 'u_lead', id)).messageId,
})
const inList = async (id: string) => ({ via: 'list', taskId: await world.taskOf(id, 'u_lead') })
const press = async (place: object, more: object = {}) =>
  world.control.press({ userId: 'u_lead', action: 'APPROVE', files: FILES, ...place, ...more })

it.each([
  ['a card', onCard],
  ['the list', inList],
])(
  'files that come with a decision on %s are the decision’s, to be opened by whoever may see it',
  async (_, place) => {
    const id = await submit('asks')
    const { responses } = await press(await place(id))
    expect(responses).toMatchObject([{ status: 200 }])
    await world.agree()
    const [task] = (await world.read(id)).tasks
    expect(task).toMatchObject({ status: 'APPROVED', attachments: [{ name: '合同.pdf', size: PDF.length }] })
    const opened = await fetch(task?.attachments[0]?.url ?? '')
    expect(Buffer.from(await opened.arrayBuffer()).equals(PDF)).toBe(true)
  },
)

it('no button takes files where the node does not ask for them', async () => {
  const id = await submit('plain')
  await expect(press(await onCard(id))).rejects.toThrow('this button takes no files')
  await expect(press(await inList(id))).rejects.toThrow('this button takes no files')
})

it('a file that Feishu does not hand out refuses the decision in words; the next try succeeds', async () => {
  const id = await submit('asks')
  await world.control.faults({ api: 'file', kind: 'http_5xx', status: 502 })
  const { shown } = await press(await inList(id))
  expect(shown).toMatch(/^无法获取附件/)
  await world.agree()
  expect(await world.openIn(id)).toEqual(['only u_lead'])
  expect((await press(await inList(id))).shown).toBeUndefined()
  await world.agree()
  expect((await world.read(id)).status).toBe('APPROVED')
})

it('a file that never ends is given up within the time that Feishu waits', async () => {
  const id = await submit('asks')
  await world.control.faults({ api: 'file', kind: 'timeout' })
  const { shown, responses } = await press(await inList(id))
  expect(shown).toMatch(/^无法获取附件/)
  expect(responses).toMatchObject([{ status: 409 }])
  expect(await world.openIn(id)).toEqual(['only u_lead'])
})

it('an address that is not Feishu’s is never asked, though the callback is', async () => {
  const asked = vi.fn()
  const { createServer } = await import('node:http')
  const inside = createServer((request, response) => {
    asked(request.url)
    response.end(PDF)
  })
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
  const { port } = inside.address() as { port: number }
  const id = await submit('asks')
  const attachments = [
    { file_type: 'ATTACHMENTS', file_name: 'a.pdf', file_size: 3, url: `http://127.0.0.1:${port}/secret` },
  ]
  const { shown } = await press(await inList(id), { files: [], attachments })
  inside.close()
  expect(shown).toMatch(/^无法获取附件/)
  expect(asked).not.toHaveBeenCalled()
  expect(await world.openIn(id)).toEqual(['only u_lead'])
})
