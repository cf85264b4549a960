import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ActionClaim, VerifyContext } from '../usecases/apply-callback.ts'
import type { UseCaseContext } from '../usecases/context.ts'

type Notes = UseCaseContext['store']['notes']

const NOTE = 'context-keys'
const VERSION = '1'
const MAX_LENGTH = 200
const KEY_LIFE_MS = 90 * 24 * 60 * 60_000

const Key = z.object({ id: z.string(), secret: z.string().length(43), createdAt: z.number() })
type Key = z.infer<typeof Key>
const Ring = z.object({ keys: z.array(Key) })

/** The decision that a card or list entry stands for, and for whom. */
export type ContextClaim = ActionClaim & { userId: string }

export type KeyRing = {
  /** The `action_context` of a card or list entry, at most 200 characters. */
  sign: (claim: ContextClaim) => string
  verify: VerifyContext
}

type Deps = {
  /** The app id: what was signed for another app does not count. */
  app: string
  now: () => number
  /** That many random bytes. */
  random: (bytes: number) => Uint8Array
  /** A new key could not be stored; the old one goes on. */
  onRotationFailed?: (error: unknown) => void
}

/**
 * Feishu's callbacks carry no signature, so a decision is bound to its card by a MAC of our own. The keys
 * are random and kept in the store; every 90 days a new one signs, and the old ones go on verifying, since
 * a task may stay open for as long as it likes.
 */
export async function openKeyRing(notes: Notes, deps: Deps): Promise<KeyRing> {
  const { app, now, random, onRotationFailed = () => undefined } = deps
  let keys = await readKeys(notes)
  let rotating = false

  const rotate = async () => {
    const made = newKey(now(), random)
    const stored = await notes.change(NOTE, (note) => withYoung(keysIn(note), made, now()))
    // Only a key that is stored may sign: what it signs has to outlive this process.
    keys = keysIn(stored)
  }
  const rotateLater = () => {
    if (rotating) return
    rotating = true
    rotate()
      .catch(onRotationFailed)
      .finally(() => (rotating = false))
  }
  const first = keys.at(-1)
  if (!first || isOld(first, now())) await rotate()

  return {
    sign: (claim) => {
      const newest = keys.at(-1)
      if (!newest) throw new Error('the key ring is empty')
      if (isOld(newest, now())) rotateLater()
      return toContext(newest, app, claim)
    },
    verify: async (text, userId) => {
      const parts = readContext(text)
      if (!parts) return undefined
      // Another server on the same store may have made the key since.
      if (!keys.some(({ id }) => id === parts.keyId)) keys = longer(keys, await readKeys(notes))
      const key = keys.find(({ id }) => id === parts.keyId)
      if (!key) return undefined
      const { instanceId, taskId, round } = parts
      const expected = macOf(key, app, { userId, instanceId, taskId, round })
      return isSameMac(parts.mac, expected) ? { instanceId, taskId, round } : undefined
    },
  }
}

function toContext(key: Key, app: string, claim: ContextClaim): string {
  const { instanceId, taskId, round } = claim
  const mac = macOf(key, app, claim).toString('base64url')
  const text = [VERSION, key.id, instanceId, taskId, round, mac].join('.')
  if (text.length > MAX_LENGTH) throw new Error(`the action_context of ${taskId} is too long`)
  return text
}

const FORM =
  /^1\.([0-9a-f]{8})\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,80})\.([1-9]\d{0,5})\.([A-Za-z0-9_-]{43})$/

function readContext(text: string): (ActionClaim & { keyId: string; mac: string }) | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const [, keyId, instanceId, taskId, round, mac] = FORM.exec(text) ?? []
  if (keyId === undefined || instanceId === undefined || taskId === undefined) return undefined
  return { keyId, instanceId, taskId, round: Number(round), mac: mac ?? '' }
}

function macOf(
  { id, secret }: Key,
  app: string,
  { instanceId, taskId, userId, round }: ContextClaim,
): Buffer {
  const signed = JSON.stringify([VERSION, id, app, instanceId, taskId, userId, round])
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(signed).digest()
}

/** Over the text too: 43 characters of base64url hold two bits more than 32 bytes. */
function isSameMac(given: string, expected: Buffer): boolean {
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected.toString('base64url')))
}

const isOld = ({ createdAt }: Key, now: number): boolean => now - createdAt >= KEY_LIFE_MS

function newKey(now: number, random: Deps['random']): Key {
  const id = Buffer.from(random(4)).toString('hex')
  return { id, secret: Buffer.from(random(32)).toString('base64url'), createdAt: now }
}

const readKeys = async (notes: Notes): Promise<Key[]> => keysIn(await notes.read(NOTE))

const keysIn = (note: unknown): Key[] => Ring.parse(note ?? { keys: [] }).keys

/** Undefined where another server on the same store has made one since: that one serves all. */
function withYoung(stored: Key[], made: Key, now: number): { keys: Key[] } | undefined {
  const newest = stored.at(-1)
  return newest && !isOld(newest, now) ? undefined : { keys: [...stored, made] }
}

/** Rings only grow, so the longer one has seen more. */
const longer = (mine: Key[], stored: Key[]): Key[] => (stored.length > mine.length ? stored : mine)
