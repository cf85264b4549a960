import { randomBytes } from 'node:crypto'
import { inRange } from '../contact/contacts.ts'
import { sendCallbackEvent } from '../events/send-event.ts'
import type { PastedLink, Person } from '../store/records.ts'
import type { World } from '../world.ts'
import { readPressAnswer, readPreview, type PressAnswer, type Preview } from './answers.ts'

/** Why there is nothing to press. */
export class NoPreview extends Error {
  override readonly name = 'NoPreview'
}

export type PreviewPress = {
  userId: string
  /** Which of the card's buttons that call back, from 0. */
  button?: number | undefined
  /** What a forged press carries in place of the button's own. */
  value?: unknown
}

export type PressedPreview = { status: number; answer: PressAnswer | null }

/** Links in a chat that everybody is in, as each of them sees them. */
export type Previews = ReturnType<typeof createPreviews>

const SCOPE = 'contact:user.employee_id:readonly'

export function createPreviews(world: World) {
  /** By link and viewer: what one of them is shown is no other's. */
  const shown = new Map<string, Preview>()
  const keyOf = ({ messageId }: PastedLink, userId: string): string => `${messageId} ${userId}`

  return {
    paste(userId: string, url: string): PastedLink {
      const [messageId, previewToken] = [`om_${randomHex()}`, randomHex()]
      const link = { messageId, url, sentBy: userId, previewToken, sentAt: world.clock.now() }
      world.state.links.put(messageId, link)
      return link
    },
    seenBy: (link: PastedLink, userId: string): Preview | undefined => shown.get(keyOf(link, userId)),
    /** Asks the app, as a client does whenever somebody looks; undefined: the link stays as it is. */
    async look(link: PastedLink, viewer: Person): Promise<Preview | undefined> {
      if (!matches(link.url, world.settings().previewRule) || !mayAsk(world, viewer)) return undefined
      const event = {
        operator: operatorOf(world, viewer),
        host: 'im_message',
        delivery_type: 'url_preview',
        context: contextOf(link),
      }
      const told = await sendCallbackEvent(world, 'url.preview.get', event)
      const preview = told?.status === 200 ? checked(world, readPreview(told.body)) : undefined
      if (preview) shown.set(keyOf(link, viewer.userId), preview)
      else shown.delete(keyOf(link, viewer.userId))
      return preview
    },
    /** 卡片回传交互回调: the card that is answered is shown to whoever pressed. */
    async press(
      link: PastedLink,
      viewer: Person,
      { button = 0, value }: PreviewPress,
    ): Promise<PressedPreview> {
      const preview = shown.get(keyOf(link, viewer.userId))
      const own = valuesIn(preview)[button]
      if (value === undefined && own === undefined) throw new NoPreview('the preview has no such button')
      const event = {
        operator: { ...operatorOf(world, viewer), union_id: viewer.unionId },
        token: `c-${randomHex()}`,
        action: { value: value ?? own, tag: 'button' },
        host: 'im_message',
        delivery_type: 'url_preview',
        context: contextOf(link),
      }
      const told = await sendCallbackEvent(world, 'card.action.trigger', event)
      const answer = told?.status === 200 ? checked(world, readPressAnswer(told.body)) : undefined
      if (preview && answer?.card) shown.set(keyOf(link, viewer.userId), { ...preview, card: answer.card })
      return { status: told?.status ?? 0, answer: answer ?? null }
    },
  }
}

/** 链接预览开发指南: an address without a wildcard stands for all below it; links start with http(s). */
function matches(url: string, rule: string): boolean {
  if (rule === '' || !URL.canParse(url)) return false
  const { protocol, host, pathname } = new URL(url)
  const place = `${host}${pathname}`
  return /^https?:$/.test(protocol) && (place === rule || place.startsWith(`${rule.replace(/\/$/, '')}/`))
}

/** 自建应用链接预览功能生效范围变更: only whoever may use the app; people of another company chat along, too. */
const mayAsk = (world: World, person: Person): boolean => person.external === true || inRange(world, person)

const operatorOf = (world: World, person: Person) => ({
  tenant_key: person.external === true ? 'another-company' : world.app.tenant,
  ...(world.settings().scopes.includes(SCOPE) && { user_id: person.userId }),
  open_id: person.openId,
})

const contextOf = ({ url, previewToken, messageId }: PastedLink) => ({
  url,
  preview_token: previewToken,
  open_message_id: messageId,
  open_chat_id: 'oc_everybody',
})

function checked<T>(world: World, read: T | string): T | undefined {
  if (typeof read !== 'string') return read
  world.oracle.violated('payload', `an answer that Feishu could not show: ${read}`, {})
  return undefined
}

type Node = Record<string, unknown>
const nodesIn = (value: unknown): Node[] => {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  if (typeof value !== 'object' || value === null) return []
  return [value as Node, ...Object.values(value).flatMap(nodesIn)]
}

/** What the buttons of a card hand back, in their order. */
const valuesIn = (preview: Preview | undefined): unknown[] =>
  nodesIn(preview?.card?.data.elements)
    .filter((node) => node['type'] === 'callback' && 'value' in node)
    .map((node) => node['value'])

const randomHex = (): string => randomBytes(16).toString('hex')
