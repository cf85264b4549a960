import { EventMessage, toFeishuEvent, type TakeEvent } from './event-message.ts'

/** A message of a long connection. Answers what Feishu is answered; rejects where Feishu has to send it again. */
export type TakeMessage = (message: unknown) => Promise<object | undefined>

/** The door beside the address: what comes through it is proven by the connection itself. */
export function createTakeMessage(take: TakeEvent): TakeMessage {
  return async (message) => {
    const { success, data } = EventMessage.safeParse(message)
    if (!success) throw new Error('the message is no event of version 2.0')
    const { status, body } = await take(toFeishuEvent(data))
    if (status !== 200) throw new Error(`the event is answered with ${status}`)
    return Object.keys(body).length > 0 ? body : undefined
  }
}
