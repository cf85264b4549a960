import { z } from 'zod'
import { BOT_TEMPLATES } from '../../shared/bot-templates.ts'
import type { LocalizedText } from '../../shared/locale.ts'
import { createAttendance } from './attendance.ts'
import type { AppCall, Request } from './calls.ts'
import { createCenter, INSTANCES } from './center.ts'
import type { Read } from './read-answer.ts'
import { toCardBody, toCardUpdateBody } from './payloads/card.ts'
import { toLetterBody, toLetterUpdateBody } from './payloads/letter.ts'
import { toInstanceBody } from './payloads/instance.ts'
import { readApplied } from './payloads/process-record.ts'
import { withoutSlash, type LinkKind, type Links } from './payloads/links.ts'
import { toMessageBody } from './payloads/message.ts'
import type { Failure, Sent } from '../domain/outbox/answer.ts'
import { taskIn, type Picture } from '../domain/picture.ts'
import type { ApiName, DeliveryPort, GateTurn } from './port.ts'
import type { QuickApprovalCallback, Sign } from './payloads/quick-approval.ts'
import { withoutSecrets } from './redaction.ts'

type DeliveryOptions = {
  asApp: AppCall
  links: Pick<Record<LinkKind, Links>, 'center' | 'card'>
  callback: QuickApprovalCallback
  sign: Sign
  botMessageUrl: string
  /** Where approvals come from whose definition says nothing of it. */
  source?: LocalizedText | undefined
  now: () => number
}

const SentCard = z.object({
  data: z.object({ message_id: z.union([z.string(), z.number()]).nullish() }).nullish(),
})

/** What delivery and reconcile tell Feishu. */
export function createDelivery(options: DeliveryOptions): DeliveryPort {
  const { asApp, callback, sign, source, links } = options
  // The bot's messages live at an address of their own, in older tenants on another host.
  const bot = withoutSlash(options.botMessageUrl)

  async function tell<T>(
    api: ApiName,
    to: Pick<Request, 'url' | 'turn' | 'onLeave'>,
    body: object,
    read: Read<T>,
  ): Promise<Sent<T>> {
    const answer = await asApp(api, { method: 'POST', data: body, ...to }, read)
    return { ...answer, payload: withoutSecrets(body) }
  }

  return {
    syncInstance: async (picture, mode, by) => {
      const { approvalCode } = picture.definition
      if (approvalCode === null) return notYet(picture)
      const body = toInstanceBody(picture, approvalCode, mode, { links: links.center, sign })
      let left = 0
      const to = { url: INSTANCES, turn: turnOf(by), onLeave: () => void (left += 1) }
      return tell('sync', to, body, (answer) => {
        const counts = readApplied(answer)
        return counts && { ...counts, isRepeat: left > 1 }
      })
    },
    sendCard: async (picture, card, by) => {
      const task = taskIn(picture, card.taskId)
      if (!task) throw new Error(`instance ${picture.id} has no task ${card.taskId}`)
      const body = toCardBody(picture, task, card, { links: links.card, callback, sign, source })
      return tell('card_send', { url: `${bot}/send`, turn: turnOf(by) }, body, readMessageId)
    },
    sendMessage: (picture, notice, by) => {
      const to = { url: `${bot}/send`, turn: turnOf(by, 'messages') }
      return tell('card_send', to, toMessageBody(picture, notice, { links: links.card, source }), () => null)
    },
    settleCard: (messageId, status, by) => {
      const to = { url: `${bot}/update`, turn: turnOf(by) }
      return tell('card_update', to, toCardUpdateBody(messageId, status), () => null)
    },
    sendLetter: ({ letter, card, people }, by) => {
      const line = BOT_TEMPLATES[letter.content.template]?.isToDo === true ? 'todos' : 'messages'
      const body = toLetterBody(letter, card, { people, callback, sign })
      return tell('card_send', { url: `${bot}/send`, turn: turnOf(by, line) }, body, readMessageId)
    },
    updateLetter: (messageId, shown, by) => {
      const to = { url: `${bot}/update`, turn: turnOf(by) }
      return tell('card_update', to, toLetterUpdateBody(messageId, shown), () => null)
    },
    ...createAttendance(asApp, options.now),
    ...createCenter({ asApp, links: links.center, now: options.now }),
  }
}

const turnOf = (by = '', line: GateTurn['line'] = 'todos'): GateTurn => ({ by, line })

/** A duplicate uuid may answer without an id. Should it ever come as a number, its digits are read from the text. */
const readMessageId: Read<{ messageId: string | null }> = (body, { text }) => {
  const id = SentCard.parse(body).data?.message_id
  if (typeof id === 'string') return { messageId: id === '' ? null : id }
  if (id === null || id === undefined) return { messageId: null }
  return { messageId: /"message_id"\s*:\s*(\d+)/.exec(text)?.[1] ?? null }
}

/** Feishu has not taken the definition yet: the instance waits for it, and nothing was sent. */
function notYet({ definition }: Picture): Sent<null> {
  const failure: Failure = {
    class: 'not_sent',
    code: null,
    httpStatus: null,
    message: `Definition ${definition.code} is not registered with Feishu yet.`,
    logId: null,
    retryAfterMs: null,
  }
  return { ok: false, failure, payload: null }
}
