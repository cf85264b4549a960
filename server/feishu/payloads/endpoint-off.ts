import { WEBHOOK_TEXTS } from '../../../shared/webhooks/texts.ts'
import { say } from '../../../shared/texts.ts'
import type { EndpointOff } from '../port.ts'
import { cardTitle, markdown, type CardTitle, type Markdown } from './im-card.ts'
import { escapeMarkdown } from './markdown.ts'

/** 卡片 JSON 1.0, as of reminders. */
type OffCard = {
  config: { enable_forward: true }
  header: { template: 'red'; title: CardTitle }
  elements: Markdown[]
}

const LONGEST_HOST = 200

/** One card for all languages. */
export function toOffCard({ id, host, why, status, waiting }: EndpointOff): OffCard {
  const { offTitle, kept, noAnswer } = WEBHOOK_TEXTS
  const text = markdown((locale) => {
    const last = status === null ? noAnswer[locale] : String(status)
    const where = escapeMarkdown(host, LONGEST_HOST)
    return [
      say(WEBHOOK_TEXTS[why], locale, { host: where, last }),
      say(kept, locale, { count: waiting }),
    ].join('\n')
  })
  return {
    config: { enable_forward: true },
    header: { template: 'red', title: cardTitle(offTitle, { endpoint: id }) },
    elements: [text],
  }
}
