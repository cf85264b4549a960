import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { z } from 'zod'
import { codeOf } from './error-code.ts'
import { StoreOpenError } from './open-error.ts'

const Who = z.object({
  state: z.enum(['trying', 'held']),
  pid: z.number().nullable(),
  host: z.string().nullable(),
})

/** `silent` lives but does not answer: stopped, or very busy. `leaving` hung up: ask again. */
export type LockAnswer =
  z.infer<typeof Who> | { state: 'unknown'; code: string } | { state: 'silent' | 'leaving' | 'dead' | 'gone' }

export type Announcement = {
  /** From now on says that it has the folder. */
  hold(): void
  end(): Promise<void>
}

const ANSWER_MS = 3_000
const LONGEST_ANSWER = 1_000

/** Listens at `path` and tells whoever connects who this is. Does not keep the process alive. */
export async function announce(
  path: string,
  { pid, host }: { pid: number | null; host: string },
): Promise<Announcement> {
  let state: 'trying' | 'held' = 'trying'
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(JSON.stringify({ state, pid, host }))
  })
  try {
    server.listen({ path, exclusive: true })
    await once(server, 'listening')
  } catch (cause) {
    server.close()
    throw new StoreOpenError(
      `No lock can be put at ${path} (${codeOf(cause)}): the data folder has to be on a local disk that this user ` +
        'may write to and that can hold Unix sockets.',
      { cause },
    )
  }
  server.unref()
  return {
    hold: () => void (state = 'held'),
    end: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Asks whoever listens at `path`. Never rejects; takes 3 seconds at most. */
export function ask(path: string): Promise<LockAnswer> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(path)
    const answer = (value: LockAnswer) => {
      socket.destroy()
      resolve(value)
    }
    socket.setTimeout(ANSWER_MS, () => answer({ state: 'silent' }))
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => {
      text += part
      if (text.length > LONGEST_ANSWER) answer({ state: 'silent' })
    })
    socket.on('end', () => answer(readAnswer(text)))
    socket.on('error', (error) =>
      answer(ANSWER_OF_ERROR[codeOf(error)] ?? { state: 'unknown', code: codeOf(error) }),
    )
  })
}

function readAnswer(text: string): LockAnswer {
  try {
    return Who.parse(JSON.parse(text))
  } catch {
    return { state: 'leaving' }
  }
}

const ANSWER_OF_ERROR: Record<string, LockAnswer> = {
  ECONNREFUSED: { state: 'dead' },
  // A copy of the folder may hold a file where the socket was.
  ENOTSOCK: { state: 'dead' },
  ENOENT: { state: 'gone' },
  ECONNRESET: { state: 'leaving' },
  EPIPE: { state: 'leaving' },
  // Its queue is full, so it is there and does not take anybody.
  EAGAIN: { state: 'silent' },
}
