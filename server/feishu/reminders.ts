import { z } from 'zod'
import type { AppCall } from './calls.ts'
import { cardTo, MESSAGES } from './im-message.ts'
import type { Links } from './payloads/links.ts'
import type { ReminderPort } from './port.ts'
import { toReminderCard } from './payloads/reminder.ts'

const Sent = z.object({ data: z.object({ message_id: z.string().min(1) }) })

/** Messages of the app's own bot. */
export function createReminders(asApp: AppCall, links: Links): ReminderPort {
  return {
    sendReminder: (userId, uuid, content) =>
      asApp('message_send', cardTo(userId, uuid, toReminderCard(content, links)), (body) => ({
        messageId: Sent.parse(body).data.message_id,
      })),
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
