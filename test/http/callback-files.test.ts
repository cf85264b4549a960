import { expect, it } from 'vitest'
import { aDefinition } from '../support/builders.ts'
import { encrypted, press } from '../support/callback.ts'
import { PDF, PNG } from '../support/files.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const PATH = '/feishu/approval/callback'
const FLOW = [
  { id: 'only', name: { 'zh-CN': '甲' }, approvers: { users: ['u_bob'] }, attachments: 'optional' },
]
const NOT_FETCHED = '无法获取附件，请稍后重试，或打开详情页上传附件后处理'

async function setUp() {
  const harness = await createHarness({ definitions: [aDefinition({ flow: FLOW })] })
  const server = await startHttp(harness)
  const token = await server.login('u_alice')
  const { body } = await server.call('POST', '/api/v1/instances', {
    token,
    body: { definition: 'leave', form: { kind: 'annual', days: 5 } },
  })
  const [task] = body.tasks
  const fetched: string[] = []
  const fetchFile = harness.callbacks.fetchFile
  harness.callbacks.fetchFile = (url) => {
    fetched.push(url)
    return fetchFile(url)
  }
  /** What Feishu sends when somebody attaches files of these names and addresses. */
  const decide = (files: Record<string, string>, fields: object = {}) => {
    const attachments = Object.entries(files).map(([file_name, url]) => ({
      file_type: 'ATTACHMENTS',
      file_name,
      file_size: 12_345,
      url,
    }))
    return server.call('POST', PATH, {
      raw: encrypted(press(harness, body, task, { attachments, ...fields })),
    })
  }
  const read = async () =>
    (await server.call('GET', `/api/v1/instances/${body.id}`, { token: await server.login('u_bob') })).body
  return { ...harness, ...server, decide, read, fetched, id: body.id, task }
}

it('files of a quick approval are fetched once and kept as the decision’s own', async () => {
  const { offered, decide, read, fetched, call, login } = await setUp()
  offered.set('https://f.example/1', PDF).set('https://f.example/2', PNG)
  const files = { '发票.pdf': 'https://f.example/1', 'photo.jpg': 'https://f.example/2' }
  expect((await decide(files)).status).toBe(200)
  expect((await decide(files)).status).toBe(200)
  expect(fetched).toEqual(['https://f.example/1', 'https://f.example/2'])

  const { tasks, history } = await read()
  // What a file is, its content says.
  expect(tasks[0].attachments).toMatchObject([
    { name: '发票.pdf', type: 'application/pdf', size: PDF.length },
    { name: 'photo.jpg.png', type: 'image/png' },
  ])
  const act = history.find(({ verb }: { verb: string }) => verb === 'approve')
  expect(act.attachments).toHaveLength(2)
  const { pathname, search } = new URL(tasks[0].attachments[0].url)
  const opened = await call('GET', `${pathname.replace(/^\/app/, '')}${search}`, {
    token: await login('u_alice'),
  })
  expect([opened.status, opened.text.startsWith('%PDF')]).toEqual([200, true])
})

it.each([
  ['that is not there any more', new Error('404')],
  ['whose type is not taken', Buffer.from('<svg onload="alert(1)">')],
])('a file %s refuses the decision in words, and leaves the task as it was', async (_, content) => {
  const { offered, decide, read, store } = await setUp()
  offered.set('https://f.example/1', PDF).set('https://f.example/2', content)
  const answer = await decide({ 'a.pdf': 'https://f.example/1', 'b.svg': 'https://f.example/2' })
  expect(answer.status).toBe(409)
  expect(answer.body).toMatchObject({ without_prefix: 'true' })
  if (content instanceof Error) expect(answer.body.message).toBe(NOT_FETCHED)
  else expect(answer.body.message).toContain('不支持该文件类型')
  expect((await read()).tasks).toMatchObject([{ status: 'PENDING', attachments: [] }])
  // What was fetched is bound to nothing, and goes by itself.
  expect(
    (await store.attachments.unclaimed(Number.MAX_SAFE_INTEGER)).every(({ claim }) => claim === null),
  ).toBe(true)
})

it('more files than a decision takes are refused, and none is fetched', async () => {
  const { decide, fetched } = await setUp()
  const many = Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`${at}.pdf`, `https://f.example/${at}`]),
  )
  const answer = await decide(many)
  expect([answer.status, answer.body.message]).toEqual([409, '最多 9 项'])
  expect(fetched).toEqual([])
})

it('nothing is fetched for what proves nothing, or comes too late', async () => {
  const { decide, fetched, offered, read } = await setUp()
  offered.set('https://f.example/1', PDF)
  const file = { 'a.pdf': 'https://f.example/1' }
  for (const fields of [{ user_id: 'u_carol' }, { token: 'guessed' }, { action_context: 'forged' }])
    expect((await decide(file, fields)).status).toBe(401)
  expect((await decide({})).status).toBe(200)
  expect((await decide(file, { action_type: 'REJECT' })).status).toBe(409)
  expect(fetched).toEqual([])
  expect((await read()).tasks[0].attachments).toEqual([])
})

it.each([[null], [[]], ['']])('attachments of %j are none', async (attachments) => {
  const { decide } = await setUp()
  expect((await decide({}, { attachments })).status).toBe(200)
})
