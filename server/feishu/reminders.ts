import { z } from 'zod'
import type { AppCall } from './calls.ts'
import type { Links } from './payloads/links.ts'
import type { ReminderPort } from './port.ts'
import { toReminderCard } from './payloads/reminder.ts'

const MESSAGES = '/open-apis/im/v1/messages'

const Sent = z.object({ data: z.object({ message_id: z.string().min(1) }) })

/** Messages of the app's own bot. A card travels as JSON packed into a string. */
export function createReminders(asApp: AppCall, links: Links): ReminderPort {
  return {
    sendReminder: (userId, uuid, content) =>
      asApp(
        'message_send',
        {
          method: 'POST',
          url: MESSAGES,
          params: { receive_id_type: 'user_id' },
          data: {
            receive_id: userId,
            msg_type: 'interactive',
            content: JSON.stringify(toReminderCard(content, links)),
            uuid,
          },
        },
        (body) => ({ messageId: Sent.parse(body).data.message_id }),
      ),
    updateReminder: (messageId, content) =>
      asApp(
        'message_update',
        {
          method: 'PATCH',
          url: `${MESSAGES}/${encodeURIComponent(messageId)}`,
          data: { content: JSON.stringify(toReminderCard(content, links)) },
        },
        () => null,
      ),
  }
}
