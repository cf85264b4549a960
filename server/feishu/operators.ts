import type { AppCall } from './calls.ts'
import { toOffCard } from './payloads/endpoint-off.ts'
import type { OperatorPort } from './port.ts'

const MESSAGES = '/open-apis/im/v1/messages'

/** 发送消息, by the app's own bot, to whoever answers for approvals. */
export function createOperators(asApp: AppCall): OperatorPort {
  return {
    tellOff: (userId, uuid, endpoint) =>
      asApp(
        'message_send',
        {
          method: 'POST',
          url: MESSAGES,
          params: { receive_id_type: 'user_id' },
          data: {
            receive_id: userId,
            msg_type: 'interactive',
            content: JSON.stringify(toOffCard(endpoint)),
            uuid,
          },
        },
        () => null,
      ),
  }
}
