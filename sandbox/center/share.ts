import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { World } from '../world.ts'

export const Share = z.object({
  from: z.string(),
  to: z.array(z.string()).min(1),
  title: z.string(),
  url: z.url({ protocol: /^https?$/, error: 'is not an http(s) URL' }),
})

/** What somebody shares (shareWebContent) lies in the chat of whoever they chose, as a card that leads to the link. */
export function shareLink(world: World, { from, to, title, url }: z.infer<typeof Share>): void {
  const sentAt = world.clock.now()
  for (const userId of to) {
    const messageId = `om_${randomBytes(16).toString('hex')}`
    const content = JSON.stringify({ from, title, url })
    const message = { messageId, userId, uuid: '', msgType: 'share_link', content, sentAt, updatedAt: sentAt }
    world.state.im.put(messageId, { ...message, history: [] })
  }
}
