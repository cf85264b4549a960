import type { AppCall } from './calls.ts'
import { cardTo } from './im-message.ts'
import { toOffCard } from './payloads/endpoint-off.ts'
import type { OperatorPort } from './port.ts'

/** To whoever answers for approvals. */
export function createOperators(asApp: AppCall): OperatorPort {
  return {
    tellOff: (userId, uuid, endpoint) =>
      asApp('message_send', cardTo(userId, uuid, toOffCard(endpoint)), () => null),
  }
}
