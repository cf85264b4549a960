import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { takeChecksum, withChecksum } from '../../server/store/embedded/disk/checksum.ts'
import type { Store } from '../../server/store/contract.ts'
import {
  DamagedFile,
  pathOf,
  readDocument,
  SCHEMA,
  type DocumentSchema,
} from '../../server/store/embedded/disk/document.ts'
import {
  ATTACHMENTS,
  INSTANCES,
  INSTANCES_INDEXED,
  NOTES,
  SESSIONS,
  SETTINGS,
} from '../../server/store/embedded/document-schemas.ts'
import { checkLowdbStore, openLowdbStore } from '../../server/store/embedded/open.ts'
import { aDefinitionRecord, aRecord, aSession, decided, T0 } from '../support/builders.ts'
import { asOlder } from '../support/older-records.ts'
import { putDefinition, putNote } from '../support/put.ts'

const APP = { appId: 'cli_a', baseUrl: 'https://open.feishu.cn' }
const CONTENT = Buffer.from('%PDF-1.7 发票 '.repeat(20_000))

describe('a file of the store', () => {
  const settings = { userId: 'u_alice', muted: ['urged'] }
  const record = decided(aRecord(), 'i1_t1')
  const samples: [string, DocumentSchema<never>, object, object?][] = [
    ['an instance', INSTANCES, record],
    ['an instance at a start', INSTANCES_INDEXED, record, withoutHistory(record)],
    ['a session', SESSIONS, { schema: SCHEMA, session: { ...aSession(), name: '爱丽丝 \ufffd' } }],
    ['settings', SETTINGS, { schema: SCHEMA, settings }],
    ['a note', NOTES, { schema: SCHEMA, name: 'key', value: { checksum: 'a'.repeat(64) } }],
  ]

  it.each(samples)('%s: no bit of it changes unseen', (_name, kind, document, part = document) => {
    const path = pathOf(kind, (kind.keyOf as (document: unknown) => string)(document))
    const bytes = Buffer.from(withChecksum(document))
    expect(readDocument(kind, path, bytes)).toEqual(part)
    const unseen: string[] = []
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const byte = bit >> 3
      const before = bytes[byte] ?? 0
      bytes[byte] = before ^ (1 << (bit & 7))
      if (isRead(kind, path, bytes)) unseen.push(`bit ${bit & 7} of byte ${byte}`)
      bytes[byte] = before
    }
    expect(unseen).toEqual([])
  })

  it.each(samples)('%s: no part of its end goes missing unseen', (_name, kind, document) => {
    const path = pathOf(kind, (kind.keyOf as (document: unknown) => string)(document))
    const bytes = Buffer.from(withChecksum(document))
    expect(isRead(kind, path, Buffer.from(takeChecksum(bytes).json()))).toBe(false)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(isRead(kind, path, bytes.subarray(0, length))).toBe(false)
    }
  })

  it('is one line of JSON that ends with its checksum, and of which any tool can say whether it is right', () => {
    const text = withChecksum({ schema: SCHEMA, name: 'key', value: '发票' })
    expect(JSON.parse(text)).toEqual({
      schema: SCHEMA,
      name: 'key',
      value: '发票',
      // printf '{"schema":3,"name":"key","value":"发票"' | sha256sum
      checksum: '572050118d2d220f778b3e6c8854b6b238a3b45746402f2136db3a0b9109ec7b',
    })
    expect(text).not.toContain('\n')
  })

  function isRead(kind: DocumentSchema<never>, path: string, bytes: Buffer): boolean {
    try {
      readDocument(kind, path, bytes)
      return true
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error
      return false
    }
  }
})

describe('a folder', () => {
  let dataDir: string
  let open: Store[]

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'store-checksum-'))
    open = []
  })
  afterEach(async () => {
    for (const store of open) await store.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('of the version before there were checksums opens, and each file gets one when it is written', async () => {
    await put(pathOf(INSTANCES, 'i1'), JSON.stringify(asOlder(aRecord())))
    await put('notes/key.json', JSON.stringify({ schema: 1, name: 'key', value: { n: 1 } }))
    await put(pathOf(ATTACHMENTS, 'f1'), JSON.stringify({ schema: 1, attachment: anUpload('f1') }))
    await put(contentOf('f1'), CONTENT)
    await put('binding.json', `${JSON.stringify({ schema: 1, ...APP })}\n`)

    const store = await opened()
    expect(await store.instances.read('i1')).toEqual(aRecord())
    expect(await store.notes.read('key')).toEqual({ n: 1 })
    expect(await contentIn(store, 'f1')).toEqual(CONTENT)
    expect(await store.check()).toMatchObject({ documents: 4, contents: 1, withoutChecksum: 5, damaged: [] })

    await store.instances.change('i1', () => ({ next: decided(aRecord(), 'i1_t1'), result: 0 }))
    await store.attachments.change('f1', (one) => one && { ...one, kept: true })
    expect(await store.check()).toMatchObject({ documents: 4, contents: 1, withoutChecksum: 3, damaged: [] })
  })

  it('is read whole by a check while it is in use, which finds nothing where nothing is wrong', async () => {
    const store = await filled()
    const checked = new AbortController()
    const writing = (async () => {
      for (let n = 0; !checked.signal.aborted; n += 1) {
        await putNote(store, 'count', n)
        await upload(store, `g${n}`)
        await store.attachments.remove(`g${n}`, () => true)
      }
    })()
    const checks = [await store.check(), await store.check(), await store.check()]
    checked.abort()
    await writing
    expect(checks.map(({ damaged, withoutChecksum }) => ({ damaged, withoutChecksum }))).toEqual(
      Array.from({ length: 3 }, () => ({ damaged: [], withoutChecksum: 0 })),
    )
  })

  it('whose files are damaged has each of them named by a check, in use or not', async () => {
    const store = await filled()
    const damaged = [
      'binding.json',
      pathOf(INSTANCES, 'i1'),
      pathOf(ATTACHMENTS, 'f1'),
      'definitions/leave%2e1.json',
      'notes/key.json',
      `sessions/${aSession().tokenHash}.json`,
      contentOf('f2'),
      contentOf('f3'),
      contentOf('f4'),
    ]
    for (const path of damaged.slice(0, 7)) await flip(path)
    await writeFile(join(dataDir, contentOf('f3')), CONTENT.subarray(1))
    await rm(join(dataDir, contentOf('f4')))

    const found = await store.check()
    expect(found.damaged.map(({ path }) => path).sort()).toEqual(damaged.sort())
    expect(found.damaged.find(({ path }) => path === contentOf('f4'))?.reason).toBe('it is gone')
    await store.close()
    open = []
    expect(await checkLowdbStore(dataDir)).toEqual(found)
  })

  it('gives nobody the whole of a content that is damaged', async () => {
    const store = await filled()
    await flip(contentOf('f1'))
    await writeFile(join(dataDir, contentOf('f2')), CONTENT.subarray(1))
    for (const id of ['f1', 'f2']) await expect(contentIn(store, id)).rejects.toThrow(DamagedFile)
    expect(await contentIn(store, 'f3')).toEqual(CONTENT)
  })

  async function opened(): Promise<Store> {
    const store = await openLowdbStore({ dataDir, binding: APP })
    open.push(store)
    return store
  }

  async function filled(): Promise<Store> {
    const store = await opened()
    for (const id of ['i1', 'i2']) {
      await store.instances.change(id, () => ({ next: aRecord({ id }), result: 0 }))
    }
    await putDefinition(store, aDefinitionRecord())
    await store.sessions.save(aSession())
    await putNote(store, 'key', 1)
    for (const id of ['f1', 'f2', 'f3', 'f4']) await upload(store, id)
    return store
  }

  const upload = (store: Store, id: string) =>
    store.attachments.add({ id, uploadedBy: 'u_bob', atMost: 9 }, pieces(), () => anUpload(id))

  async function put(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(dataDir, path)), { recursive: true })
    await writeFile(join(dataDir, path), content)
  }

  /** One bit in the middle of it. */
  async function flip(path: string): Promise<void> {
    const bytes = await readFile(join(dataDir, path))
    const middle = bytes.length >> 1
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    await writeFile(join(dataDir, path), bytes)
  }
})

function withoutHistory({ history, ...others }: InstanceRecord): Omit<InstanceRecord, 'history'> {
  return others
}

async function contentIn(store: Store, id: string): Promise<Buffer> {
  const read: Uint8Array[] = []
  const content = await store.attachments.open(id)
  try {
    for await (const piece of content?.pieces ?? []) read.push(piece)
  } finally {
    await content?.close()
  }
  return Buffer.concat(read)
}

const anUpload = (id: string) => ({
  id,
  name: '发票.pdf',
  size: CONTENT.length,
  type: 'application/pdf',
  uploadedBy: 'u_bob',
  uploadedAt: T0,
  claim: null,
  kept: false,
})

const contentOf = (id: string): string => pathOf(ATTACHMENTS, id).replace(/\.json$/, '.bin')

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < CONTENT.length; at += 65_536) yield CONTENT.subarray(at, at + 65_536)
}
