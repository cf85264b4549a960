import type { Answer, Failure, FailureClass } from '../../server/domain/outbox/answer.ts'
import type { ReminderContent, ReminderPort } from '../../server/feishu/port.ts'
import type { Clock } from '../../server/runtime/clock.ts'

export type Message = {
  id: string
  userId: string
  uuid: string
  sentAt: number
  /** What it said first, and after each update. */
  contents: ReminderContent[]
}

/** `lost`: it happens, and nobody hears of it. */
export type Fault = FailureClass | 'lost' | undefined

export type FakeMessages = ReminderPort & { messages: Message[]; calls: string[] }

const UUID_MS = 3_600_000

/** Messages as Feishu keeps them: a uuid counts once an hour. */
export function createFakeMessages(
  { now }: Pick<Clock, 'now'>,
  fault: (call: 'send' | 'update', userId: string) => Fault = () => undefined,
): FakeMessages {
  const messages: Message[] = []
  const calls: string[] = []

  const through = <T>(call: 'send' | 'update', userId: string, work: () => T): Answer<T> => {
    calls.push(`${call} ${userId}`)
    const how = fault(call, userId)
    if (how !== undefined && how !== 'lost') return failed(how)
    const value = work()
    return how === 'lost' ? failed('unclear') : { ok: true, value }
  }
  const send = (userId: string, uuid: string, content: ReminderContent): { messageId: string } => {
    const known = messages.find((one) => one.uuid === uuid && now() - one.sentAt < UUID_MS)
    if (known) return { messageId: known.id }
    const id = `om_${messages.length + 1}`
    messages.push({ id, userId, uuid, sentAt: now(), contents: [content] })
    return { messageId: id }
  }
  return {
    messages,
    calls,
    sendReminder: async (userId, uuid, content) => through('send', userId, () => send(userId, uuid, content)),
    updateReminder: async (messageId, content) => {
      const message = messages.find(({ id }) => id === messageId)
      if (!message) throw new Error(`no message ${messageId}`)
      return through('update', message.userId, () => {
        message.contents.push(content)
        return null
      })
    },
  }
}

function failed(kind: FailureClass): { ok: false; failure: Failure } {
  const retryAfterMs = kind === 'pace' ? 30_000 : null
  const failure = { class: kind, code: 1, httpStatus: 400, message: 'no', logId: null, retryAfterMs }
  return { ok: false, failure }
}
