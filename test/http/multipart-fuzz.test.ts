import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { upload } from '../support/files.ts'
import { openDescriptors, startHttpOnDisk } from '../support/http-disk.ts'
import { hostileBody, type Sent } from '../support/multipart-bodies.ts'
import { createRandom } from '../support/random.ts'

/** As many as find each kind often enough; `FUZZ=10000` for a longer search. */
const BODIES = Number(process.env['FUZZ'] ?? 2_500)
const AT_ONCE = 64
const SEED = 20_261_120

/** The status of the answer; 0 for who did not wait for one. */
function send(port: number, { headers, pieces, breaksOff }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => void sendAll())
    const sendAll = async () => {
      socket.write(headers)
      for (const piece of pieces) {
        socket.write(piece)
        // The server gets them one by one.
        await nextTurn()
      }
      if (breaksOff) socket.destroy()
    }
    socket.setEncoding('latin1')
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer to ${JSON.stringify(headers)}`)))
    socket.on('data', (text) => (answer += String(text)))
    socket.on('error', (error) => {
      if (/^no answer/.test(error.message)) reject(error)
    })
    socket.on('close', () => resolve(breaksOff ? 0 : Number(answer.slice(9, 12))))
  })
}

it(`no multipart body ends the process, and none leaves anything (${BODIES} of them, seed ${SEED})`, async () => {
  const { url, tokens, attachmentFiles, store } = await startHttpOnDisk(400)
  const unheard: unknown[] = []
  const note = (error: unknown) => void unheard.push(error)
  process.on('uncaughtException', note).on('unhandledRejection', note)
  onTestFinished(() => void process.off('uncaughtException', note).off('unhandledRejection', note))

  const random = createRandom(SEED)
  const port = Number(new URL(url).port)
  const statuses = new Map<number, number>()
  const before = await openDescriptors()
  let left = BODIES
  const sendSome = async () => {
    while (left > 0) {
      left -= 1
      const status = await send(port, hostileBody(random, tokens[left % tokens.length] ?? ''))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome))

  expect(unheard).toEqual([])
  const counts = Object.fromEntries(statuses)
  expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(BODIES)
  expect(Object.keys(counts).map(Number)).toEqual([0, 201, 400, 415])
  // Each kind is met often enough to say something.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(BODIES / 50)
  expect((await upload(url, tokens[0])).status).toBe(201)
  await expect.poll(openDescriptors).toBeLessThanOrEqual((before ?? 0) + 4)
  await expect.poll(async () => (await attachmentFiles()).filter((name) => name.endsWith('.tmp'))).toEqual([])
  expect(await store.attachments.removeOrphans()).toBe(0)
})
