import type { Request } from './calls.ts'

export const MESSAGES = '/open-apis/im/v1/messages'

/** 发送消息, by the app's own bot, to one person. A card travels as JSON packed into a string. */
export const cardTo = (userId: string, uuid: string, card: object): Request => ({
  method: 'POST',
  url: MESSAGES,
  params: { receive_id_type: 'user_id' },
  data: { receive_id: userId, msg_type: 'interactive', content: JSON.stringify(card), uuid },
})
