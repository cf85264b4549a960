import { expect, it } from 'vitest'
import { decodeCallback } from '../../server/callbacks/decode.ts'
import { callbackText, encrypt } from '../support/callback.ts'
import { CREDENTIALS } from '../support/http-server.ts'

const PLAIN = { token: 'the-plain-token', key: null }

it.each([
  ['is nothing', ''],
  ['is cut off', encrypt(callbackText({ id: 'i1_t1' }), CREDENTIALS.key ?? '').slice(0, -8)],
  ['was made with another key', encrypt(callbackText({ id: 'i1_t1' }), 'another key')],
  ['holds no JSON', encrypt('approved', CREDENTIALS.key ?? '')],
])('fields and token in plain count for nothing beside an `encrypt` that %s', (_, sealed) => {
  for (const credentials of [[CREDENTIALS], [PLAIN], [PLAIN, CREDENTIALS]]) {
    for (const { token } of credentials) {
      const body = JSON.parse(callbackText({ id: 'i1_t1', token })) as object
      const raw = Buffer.from(JSON.stringify({ ...body, encrypt: sealed }))
      expect(decodeCallback(raw, credentials)).toBeUndefined()
    }
  }
})
