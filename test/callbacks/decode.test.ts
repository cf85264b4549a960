import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCallback } from '../../server/callbacks/decode.ts'
import { callbackText, encrypt, encrypted } from '../support/callback.ts'
import { CREDENTIALS } from '../support/http-server.ts'

const KEY = CREDENTIALS.key ?? ''
const PLAIN = { token: 'the-plain-token', key: null }
const bytes = (text: string): Uint8Array => Buffer.from(text)
const decode = (text: string, credentials = [CREDENTIALS]) => decodeCallback(bytes(text), credentials)
const plain = (fields: Record<string, unknown> = {}) =>
  callbackText({ token: PLAIN.token, id: 'i1_t1', ...fields })
const sealed = (fields: Record<string, unknown> = {}) => encrypted(callbackText({ id: 'i1_t1', ...fields }))

describe('what is accepted', () => {
  it('the documented example, plain', () => {
    const text = `{"action_type":"APPROVE","action_context":"12345","user_id":"b85s39b",
      "approval_code":"A3895051-9B16-4ABA-B785-AD2986177BB1","instance_id":"people_1234","task_id":"step1",
      "reason":"ok","attachments":[{"file_type":"IMAGE","file_name":"1.png","file_size":12345,
      "url":"https://sf3-cn.feishucdn.com/obj/lark-approval-attachment/image/20200512/413342ae"}],
      "token":"aaaaa"}`
    expect(decode(text, [{ token: 'aaaaa', key: null }])).toEqual({
      encrypted: false,
      present: true,
      callback: {
        action: 'APPROVE',
        actionContext: '12345',
        userId: 'b85s39b',
        approvalCode: 'A3895051-9B16-4ABA-B785-AD2986177BB1',
        instanceId: 'people_1234',
        taskId: 'step1',
        reason: 'ok',
        messageId: undefined,
        id: undefined,
        attachments: text.slice(text.indexOf('[{'), text.indexOf('}]') + 2).replace(/,\s+/g, ','),
        files: [
          {
            name: '1.png',
            url: 'https://sf3-cn.feishucdn.com/obj/lark-approval-attachment/image/20200512/413342ae',
          },
        ],
      },
    })
  })

  it('encrypted, whatever the length of its padding', () => {
    for (let length = 0; length <= 16; length += 1) {
      expect(decode(sealed({ reason: 'x'.repeat(length) }))?.encrypted).toBe(true)
    }
  })

  it('what does not apply, empty as Feishu may send it', () => {
    const empty = {
      instance_id: '',
      task_id: '',
      action_context: null,
      reason: '',
      attachments: [],
      messageId: 0,
    }
    expect(decode(sealed(empty))?.callback).toMatchObject({
      instanceId: undefined,
      taskId: undefined,
      actionContext: undefined,
      reason: null,
      messageId: undefined,
    })
  })

  it('an int64, to the byte, as a number and as a text (R17)', () => {
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((id) => id !== 0n)
    fc.assert(
      fc.property(int64, fc.boolean(), (id, asText) => {
        const messageId = asText ? `"${id}"` : id
        expect(decode(sealed({ messageId }))?.callback.messageId).toBe(String(id))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('rotation', () => {
  const EARLIER = { token: 'earlier-token', key: 'earlier-key' }

  it('takes an earlier pair together, never the token of one with the key of the other', () => {
    const ring = [CREDENTIALS, EARLIER]
    const text = callbackText({ token: EARLIER.token, id: 'i1_t1' })
    expect(decode(encrypted(text, EARLIER.key), ring)?.encrypted).toBe(true)
    expect(decode(encrypted(text, KEY), ring)).toBeUndefined()
  })

  it('takes only encrypted ones once there is a key, also with a pair from before', () => {
    expect(decode(plain(), [PLAIN])).toBeDefined()
    expect(decode(plain(), [CREDENTIALS, PLAIN])).toBeUndefined()
    expect(decode(callbackText({ id: 'i1_t1' }), [CREDENTIALS])).toBeUndefined()
  })

  it('takes encrypted ones from before the key was taken away, but no plain one with that token', () => {
    expect(decode(sealed(), [PLAIN, CREDENTIALS])).toBeDefined()
    expect(decode(callbackText({ id: 'i1_t1' }), [PLAIN, CREDENTIALS])).toBeUndefined()
  })
})

describe('what is refused', () => {
  const tooDeep = `${'['.repeat(40)}${']'.repeat(40)}`
  const faults: [string, string][] = [
    ['nothing', ''],
    ['no JSON', '{'],
    ['an array', '[]'],
    ['another token', plain({ token: 'another' })],
    ['an empty token', plain({ token: '' })],
    ['no token', plain({ token: undefined })],
    ['an action that is none', plain({ action_type: '' })],
    ['an action longer than any name', plain({ action_type: 'A'.repeat(201) })],
    ['no user', plain({ user_id: '' })],
    ['a user that is no text', plain({ user_id: 5 })],
    ['a message_id beyond int64', plain({ messageId: '9223372036854775808' })],
    ['a message_id with a fraction', plain({ messageId: '1.5' })],
    ['a message_id with an exponent', plain({ messageId: '1e5' })],
    ['a message_id with a leading zero', plain({ messageId: '"01"' })],
    ['a key __proto__', plain().replace('{', '{"__proto__":{"x":1},')],
    ['a key constructor, further down', plain({ extra: { deep: { constructor: 1 } } })],
    ['a key twice', plain().replace('{', '{"user_id":"u_mallory",')],
    ['a value nested 40 deep', plain().replace('{', `{"extra":${tooDeep},`)],
    ['more nesting than a stack holds', '['.repeat(60_000)],
    ['more than 64 KB', plain({ extra: 'x'.repeat(65_536) })],
    ['a byte order mark', `\uFEFF${plain()}`],
  ]
  it.each(faults)('%s', (_, text) => {
    expect(decode(text, [PLAIN])).toBeUndefined()
  })

  it('text that is no UTF-8', () => {
    const raw = Buffer.concat([
      bytes(plain()).subarray(0, -1),
      bytes(',"x":"'),
      Buffer.of(0xc3, 0x28),
      bytes('"}'),
    ])
    expect(decodeCallback(raw, [PLAIN])).toBeUndefined()
    expect(decode(JSON.stringify({ encrypt: encrypt(raw, KEY) }))).toBeUndefined()
  })

  it('everything while no token is set', () => {
    expect(decode(plain(), [])).toBeUndefined()
    expect(decode(plain({ token: '' }), [{ token: '', key: null }])).toBeUndefined()
    expect(decode(sealed(), [])).toBeUndefined()
  })

  it.each([
    ['nothing', ''],
    ['an IV alone', randomBytes(16).toString('base64')],
    ['half a block', randomBytes(40).toString('base64')],
    [
      'base64 without its padding',
      encrypt(callbackText({ id: 'i1_t1' }), KEY)
        .replace(/=+$/, '')
        .slice(0, -1),
    ],
    ['base64 with spaces in it', ` ${encrypt(callbackText({ id: 'i1_t1' }), KEY)}`],
    ['another key', encrypt(callbackText({ id: 'i1_t1' }), 'another key')],
  ])('encrypted: %s', (_, encrypt) => {
    expect(decode(JSON.stringify({ encrypt }))).toBeUndefined()
  })
})
