import { z } from 'zod'
import { NoPreview } from '../preview/previews.ts'
import type { PastedLink, Person } from '../store/records.ts'
import type { World } from '../world.ts'
import { ControlError, type ControlRoute } from './control-route.ts'

const Paste = z.object({ userId: z.string(), url: z.string().min(1).max(4_000) })
const Look = z.object({ userId: z.string() })
const Press = z.object({
  userId: z.string(),
  button: z.number().int().optional(),
  value: z.unknown().optional(),
})

/** Links in a chat (链接预览). */
export const PREVIEW_ROUTES: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/_sandbox/links',
    what: '{userId, url}: somebody pastes a link into the chat that everybody is in',
    handle: ({ world, previews }, { body }) => {
      const { userId, url } = Paste.parse(body)
      return previews.paste(personOf(world, userId).userId, url)
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/links/:messageId/look',
    what: '{userId}: what the app shows of it to this viewer; null: it stays a link',
    handle: async ({ world, previews }, { params, body }) => {
      const viewer = personOf(world, Look.parse(body).userId)
      return { preview: (await previews.look(linkOf(world, params['messageId']), viewer)) ?? null }
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/links/:messageId/press',
    what: '{userId, button}: presses a button of what the viewer saw; `value` forges what it carries',
    handle: async ({ world, previews }, { params, body }) => {
      const input = Press.parse(body)
      try {
        return await previews.press(linkOf(world, params['messageId']), personOf(world, input.userId), input)
      } catch (error) {
        if (error instanceof NoPreview) throw new ControlError(409, 'no_button', error.message)
        throw error
      }
    },
  },
]

function personOf({ state }: World, userId: string): Person {
  const person = state.people.get(userId)
  if (person) return person
  throw new ControlError(404, 'person_not_found', `nobody has the user_id ${userId}`)
}

function linkOf({ state }: World, messageId = ''): PastedLink {
  const link = state.links.get(messageId)
  if (link) return link
  throw new ControlError(404, 'link_not_found', 'no link was pasted with this message id')
}
