import type { SourcesPort } from '../usecases/sources/port.ts'
import { keptSecretOf } from '../usecases/sources/source-secret.ts'
import { toPressBody } from './press-body.ts'
import { WITHIN_MS } from './send-press.ts'
import { signingSecret, type TellDeps } from './tell-source.ts'

type Deps = TellDeps & {
  sources: Pick<SourcesPort, 'read'>
  log: { warn: (facts: object, words: string) => void }
}

/**
 * Tells a source of a press on a card that it sent itself. By the id it knows that the same button was pressed on the
 * same card once more.
 */
export const createHandLetter =
  ({ ctx, send, random, sources, log }: Deps): SourcesPort['handLetter'] =>
  async ({ id, action, by, reason, attachments }, { source: sourceId, person, target }) => {
    const source = (await sources.read()).find((one) => one.id === sourceId)
    const kept = await keptSecretOf(ctx, sourceId)
    // What cannot be signed is not sent.
    if (!source || kept === undefined) return { is: 'silent' }
    const userId = source.people === 'user_id' ? by : person
    const body = toPressBody(target, { action, userId, reason, attachments }, () => random(16))
    const press = `${id}.${action}`
    const { answer } = await send({
      url: target.url,
      id: press,
      body,
      secret: signingSecret(kept),
      withinMs: WITHIN_MS,
    })
    if (answer.type === 'refused') return { is: 'refused', refusal: answer.refusal }
    if (answer.type === 'taken') return { is: 'taken' }
    log.warn({ source: sourceId, press, reason: answer.error }, 'a source says nothing to a decision')
    return { is: 'silent' }
  }
