import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { askChallenge } from '../../server/callbacks/challenge.ts'
import { verifyEvent } from '../../server/callbacks/verify-event.ts'

const TOKEN = 'the-token-of-events'
const KEY = 'the-key-of-events'

describe('the question that Feishu asks an address for events', () => {
  it.each([
    ['a token', { verificationToken: TOKEN, encryptKey: undefined }],
    ['a key', { verificationToken: undefined, encryptKey: KEY }],
    ['both', { verificationToken: TOKEN, encryptKey: KEY }],
  ])('is understood with %s, and by nobody with another', (_what, secrets) => {
    const { body, isAnsweredBy } = askChallenge(secrets, randomBytes)
    const request = { raw: Buffer.from(body), header: () => undefined }
    const verified = verifyEvent(request, secrets)
    if (!verified || !('challenge' in verified)) throw new Error('no challenge')
    expect(isAnsweredBy(JSON.stringify({ challenge: verified.challenge }))).toBe(true)
    const others = { verificationToken: 'another', encryptKey: secrets.encryptKey && 'another' }
    expect(verifyEvent(request, others)).toBeUndefined()
  })

  it.each(['', 'null', '{}', '<html>', '{"challenge":""}', '{"challenge":"another"}', '["challenge"]'])(
    'is not answered by %j',
    (text) => {
      const { isAnsweredBy } = askChallenge({ verificationToken: TOKEN, encryptKey: undefined }, randomBytes)
      expect(isAnsweredBy(text)).toBe(false)
    },
  )
})
