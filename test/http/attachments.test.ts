import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { removeUnnamedFiles } from '../../server/usecases/kept-files.ts'
import { LARGEST_FILE_BYTES, MOST_UNNAMED_FILES } from '../../server/usecases/upload-attachment.ts'
import { aDefinition } from '../support/builders.ts'
import { PDF, PNG, upload } from '../support/files.ts'
import { createHarness, PUBLIC_URL, startHttp } from '../support/http-server.ts'

const FORM = [
  { key: 'days', type: 'number', label: { 'zh-CN': '天数' } },
  { key: 'photos', type: 'image', label: { 'zh-CN': '照片' } },
  { key: 'papers', type: 'attachment', label: { 'zh-CN': '附件' } },
]
const FLOW = [{ id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } }]

async function setUp() {
  const harness = await createHarness({ definitions: [aDefinition({ form: FORM, flow: FLOW, cc: [] })] })
  const server = await startHttp(harness)
  const [alice, bob, carol] = await Promise.all(['u_alice', 'u_bob', 'u_carol'].map(server.login))
  const put = (token: string | undefined, options = {}) => upload(server.url, token, options)
  const submit = (form: object, token = alice, headers = {}) =>
    server.call('POST', '/api/v1/instances', { token, headers, body: { definition: 'leave', form } })
  const get = (id: string, token?: string) => server.call('GET', `/api/v1/attachments/${id}`, { token })
  const follow = (url: string) => server.call('GET', url.replace(PUBLIC_URL, ''))
  return { ...harness, ...server, alice: alice!, bob: bob!, carol: carol!, put, submit, get, follow }
}

describe('uploading', () => {
  it('stores a file with a clean name and the type of its content', async () => {
    const { put, alice, store } = await setUp()
    const { status, body } = await put(alice, { content: PNG, name: '../照片.html', fields: { type: 'x' } })
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { name: '照片.html.png', size: PNG.length, type: 'image/png', url: expect.any(String) },
    })
    expect(await store.attachments.read(body.id)).toMatchObject({ uploadedBy: 'u_alice', claim: null })
  })

  it.each([
    ['a script', Buffer.from('<script>alert(1)</script>'), 'a.html', 415, 'file_type_not_allowed'],
    ['an image that could run script', Buffer.from('<svg/>'), 'a.svg', 415, 'file_type_not_allowed'],
    ['nothing', Buffer.alloc(0), 'a.txt', 415, 'file_type_not_allowed'],
    ['too much', Buffer.concat([PDF, Buffer.alloc(LARGEST_FILE_BYTES)]), 'a.pdf', 413, 'payload_too_large'],
  ])('%s is refused in words, and leaves nothing', async (_, content, name, status, code) => {
    const { put, alice, dump } = await setUp()
    const before = dump()
    const answer = await put(alice, { content, name, headers: { 'accept-language': 'zh-CN' } })
    expect(answer).toMatchObject({
      status,
      body: { error: { code, message: expect.stringMatching(/\p{Script=Han}/u) } },
    })
    expect(dump()).toBe(before)
  })

  it('is for who is logged in, in multipart, with a file', async () => {
    const { put, call, alice, dump } = await setUp()
    const before = dump()
    expect((await put(undefined)).status).toBe(401)
    expect((await call('POST', '/api/v1/attachments', { token: alice, body: {} })).status).toBe(415)
    for (const raw of [
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-',
      'nonsense',
      '',
    ]) {
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      const answer = await call('POST', '/api/v1/attachments', { token: alice, raw, headers })
      expect([raw, answer.status, answer.body.error.code]).toEqual([raw, 400, 'bad_request'])
    }
    expect(dump()).toBe(before)
  })

  it('that breaks off leaves nothing, and the server goes on', async () => {
    const { url, alice, dump, put } = await setUp()
    const before = dump()
    const { port } = new URL(url)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /api/v1/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice}\r\n` +
            'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n' +
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n',
        )
        setTimeout(() => socket.destroy(), 50)
      })
      socket.on('close', () => resolve())
    })
    await expect.poll(dump).toBe(before)
    expect((await put(alice)).status).toBe(201)
  })

  it('is limited per person as long as nobody names the files', async () => {
    const { put, alice, bob } = await setUp()
    for (let n = 0; n < MOST_UNNAMED_FILES; n += 1) expect((await put(alice)).status).toBe(201)
    expect(await put(alice)).toMatchObject({ status: 409, body: { error: { code: 'too_many_uploads' } } })
    expect((await put(bob)).status).toBe(201)
  })
})

describe('a file', () => {
  it('is its uploader’s alone until an approval names it, then of those who may see that', async () => {
    const { put, submit, get, alice, bob, carol } = await setUp()
    const { body: file } = await put(alice)
    expect((await get(file.id, alice)).text).toBe(PDF.toString())
    expect((await get(file.id, bob)).body.error.code).toBe('attachment_not_found')

    const { status, body } = await submit({ papers: [file.id] })
    expect(status).toBe(201)
    expect(body.files).toMatchObject({ [file.id]: { name: '发票.pdf', size: PDF.length } })
    expect((await get(file.id, bob)).text).toBe(PDF.toString())
    const refused = await get(file.id, carol)
    const absent = await get('0'.repeat(32), carol)
    expect([refused.status, absent.status]).toEqual([404, 404])
    expect((await get(file.id)).status).toBe(401)
    expect((await get('..%2f..%2fbinding', alice)).status).toBe(404)
  })

  it('can do no harm in a browser: saved unless it is an image, never run, never guessed', async () => {
    const { put, get, alice } = await setUp()
    const headers = async (options: object) => {
      const { body } = await put(alice, options)
      return Object.fromEntries((await get(body.id, alice)).headers)
    }
    expect(await headers({ name: "a; x='é发票.pdf" })).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="a; x='___.pdf"; filename*=UTF-8''a%3B%20x%3D%27%C3%A9%E5%8F%91%E7%A5%A8.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-length': String(PDF.length),
    })
    expect(await headers({ content: PNG, name: 'a.png' })).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(/^inline;/),
      'content-security-policy': expect.stringContaining('sandbox'),
    })
  })

  it('opens by its link for ten minutes, for the person it was given to', async () => {
    const { put, submit, follow, advance, alice } = await setUp()
    const { body: file } = await put(alice, { content: PNG, name: 'a.png' })
    const { body } = await submit({ photos: [file.id] })
    const { url } = body.files[file.id]
    expect(url.startsWith(`${PUBLIC_URL}/api/v1/attachments/${file.id}?viewer=u_alice&`)).toBe(true)
    expect((await follow(url)).status).toBe(200)

    const forged = [
      url.replace('u_alice', 'u_bob'),
      url.replace(/expires=\d+/, (text: string) => `${text}0`),
      url.replace(/signature=./, (text: string) => `signature=${text.endsWith('_') ? '-' : '_'}`),
      url.replace(file.id, '0'.repeat(32)),
    ]
    for (const one of forged) expect([one, (await follow(one)).status]).toEqual([one, 404])
    expect((await follow(url.replace(/&signature.*/, ''))).status).toBe(401)
    advance(10 * 60_000)
    expect((await follow(url)).status).toBe(404)
  })

  it('that nobody names within a day is removed; one that is named stays', async () => {
    const { ctx, put, submit, get, advance, store, files, login, alice } = await setUp()
    const { body: named } = await put(alice)
    const { body: loose } = await put(alice)
    await submit({ papers: [named.id] })
    advance(24 * 3_600_000)
    expect(await removeUnnamedFiles(ctx)).toBe(0)
    advance(1)
    expect(await removeUnnamedFiles(ctx)).toBe(1)
    const again = await login('u_alice')
    expect((await get(loose.id, again)).status).toBe(404)
    expect((await get(named.id, again)).status).toBe(200)
    expect(files.contents.size).toBe(1)
    expect(await store.attachments.read(named.id)).toMatchObject({ kept: true })
  })
})

describe('naming files', () => {
  const unusable = (field: string) => ({
    status: 422,
    body: { error: { code: 'form_invalid', details: [{ field, rule: 'not_an_option' }] } },
  })

  it('takes one’s own uploads that no other approval has, and images where images are asked for', async () => {
    const { put, submit, alice, bob } = await setUp()
    const { body: mine } = await put(alice)
    const { body: photo } = await put(alice, { content: PNG, name: 'a.png' })
    const { body: theirs } = await put(bob)
    expect(await submit({ papers: [theirs.id] })).toMatchObject(unusable('papers'))
    expect(await submit({ papers: ['unknown'] })).toMatchObject(unusable('papers'))
    expect(await submit({ photos: [mine.id] })).toMatchObject(unusable('photos'))
    expect((await submit({ papers: [mine.id, photo.id], photos: [photo.id] })).status).toBe(201)
    expect(await submit({ papers: [mine.id] })).toMatchObject(unusable('papers'))
  })

  it('takes none whose content is gone, or shorter than it was', async () => {
    const { put, submit, files, alice } = await setUp()
    for (const damaged of [undefined, PDF.subarray(0, 5)]) {
      const { body } = await put(alice)
      const path = [...files.contents.keys()].find((one) => one.includes(body.id)) ?? ''
      if (damaged) files.contents.set(path, damaged)
      else files.contents.delete(path)
      expect(await submit({ papers: [body.id] })).toMatchObject(unusable('papers'))
    }
  })

  it('a claim from before the clock was set back holds no longer than any other', async () => {
    const { put, submit, store, ctx, alice } = await setUp()
    const { body } = await put(alice)
    const claim = { instanceId: 'ghost', at: ctx.now() + 86_400_000 }
    await store.attachments.change(body.id, (one) => one && { ...one, claim })
    expect((await submit({ papers: [body.id] })).status).toBe(201)
  })

  it('the same submission again answers the same; of two at once only one has the file', async () => {
    const { put, submit, alice } = await setUp()
    const { body: file } = await put(alice)
    const form = { papers: [file.id] }
    const keyed = await Promise.all([1, 2, 3].map(() => submit(form, alice, { 'idempotency-key': 'k1' })))
    expect(keyed.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(keyed.map(({ body }) => body.id)).size).toBe(1)

    const { body: other } = await put(alice)
    const raced = await Promise.all([1, 2, 3].map(() => submit({ papers: [other.id] })))
    expect(raced.map(({ status }) => status).sort()).toEqual([201, 422, 422])
  })

  it('a file whose approval was never stored can be used again', async () => {
    const { put, submit, advance, store, alice } = await setUp()
    const { body: file } = await put(alice)
    const at = (await store.attachments.read(file.id))!.uploadedAt
    await store.attachments.change(file.id, (one) => one && { ...one, claim: { instanceId: 'ghost', at } })
    expect(await submit({ papers: [file.id] })).toMatchObject(unusable('papers'))
    advance(60_001)
    expect((await submit({ papers: [file.id] })).status).toBe(201)
  })

  it('the preview knows them, and binds none', async () => {
    const { put, call, dump, alice } = await setUp()
    const { body: file } = await put(alice)
    const before = dump()
    const preview = (papers: string[]) =>
      call('POST', '/api/v1/definitions/leave/preview', { token: alice, body: { form: { papers } } })
    expect((await preview([file.id])).status).toBe(200)
    expect(await preview(['unknown'])).toMatchObject(unusable('papers'))
    expect(dump()).toBe(before)
  })

  it('a decision keeps its files with the task that it ended; one that is refused claims none', async () => {
    const { put, submit, call, get, dump, alice, bob } = await setUp()
    const { body } = await submit({ days: 1 })
    const { body: file } = await put(bob)
    const before = dump()
    const approve = (token: string, attachments: string[]) =>
      call('POST', `/api/v1/tasks/${body.tasks[0].id}/approve`, { token, body: { attachments } })
    expect((await approve(alice, [file.id])).status).toBe(404)
    expect(await approve(bob, ['unknown'])).toMatchObject(unusable('attachments'))
    expect(dump()).toBe(before)

    const { body: ended } = await approve(bob, [file.id])
    expect(ended.tasks).toMatchObject([
      { status: 'APPROVED', attachments: [{ id: file.id, name: '发票.pdf' }] },
    ])
    expect((await approve(bob, [file.id])).body.tasks).toHaveLength(1)
    expect((await get(file.id, alice)).status).toBe(200)
  })
})

it('a full disk is told in words, and nothing is there', async () => {
  const { put, files, dump, alice } = await setUp()
  const before = dump()
  files.receive = async () => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  }
  const answer = await put(alice, { headers: { 'accept-language': 'zh-CN' } })
  expect(answer).toMatchObject({
    status: 503,
    body: { error: { code: 'store_unavailable', message: expect.stringMatching(/\p{Script=Han}/u) } },
  })
  expect(dump()).toBe(before)
})
