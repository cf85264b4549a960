import type { Act } from '../domain/act.ts'
import { pressIn } from '../domain/mirror/press-history.ts'
import type { Source } from '../../shared/source-file.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { linkTo } from '../usecases/attachment-link.ts'
import type { UseCaseContext } from '../usecases/context.ts'
import { targetOf } from '../usecases/sources/press-target.ts'
import { keptSecretOf } from '../usecases/sources/source-secret.ts'
import { toPressBody } from './press-body.ts'
import { silence, type SendPress, type SentPress } from './send-press.ts'

export type TellDeps = {
  ctx: Pick<UseCaseContext, 'store' | 'mac' | 'now' | 'publicUrl'>
  send: SendPress
  random: (bytes: number) => Uint8Array
}

/** By the id of a press its source knows that it comes once more: the same for every attempt, also after a restart. */
export const pressId = (instanceId: string, number: number): string => `${instanceId}.p${number}`

/** What signs: `whsec_` and the SHA-256 of the source's secret, which is all that is kept of it. */
export const signingSecret = (hash: string): string => `whsec_${Buffer.from(hash, 'hex').toString('base64')}`

/**
 * Tells a source of a press, in what is left of its time. `source` undefined: sources.yaml names it no more. Where
 * nothing can be sent, that is silence.
 */
export async function tellSource(
  { ctx, send, random }: TellDeps,
  source: Source | undefined,
  record: InstanceRecord,
  { number, withinMs }: { number: number; withinMs: number },
): Promise<SentPress> {
  const found = pressIn(record.history, number)
  if (!found) throw new Error(`approval ${record.instance.id} has no press ${number}`)
  if (!source) return silence(ctx.now(), 'sources.yaml does not name it')
  if (withinMs <= 0) return silence(ctx.now(), 'another decision took its time')
  const { press, act } = found
  const target = await targetOf(ctx.store, record, press)
  if (!target) return silence(ctx.now(), 'its definition names no action_callback_url')
  const secret = await keptSecretOf(ctx, source.id)
  // What cannot be signed is not sent.
  if (secret === undefined) return silence(ctx.now(), 'it has no secret: see sources secret')
  const by = act.by ?? ''
  const told = {
    action: press.action,
    userId: source.people === 'user_id' ? by : press.person,
    reason: act.reason,
    attachments: press.attachments ?? ownFiles(ctx, act, by),
  }
  const body = toPressBody(target, told, () => random(16))
  const id = pressId(record.instance.id, number)
  return send({ url: target.url, id, body, secret: signingSecret(secret), withinMs })
}

/** Those of our own pages, as Feishu names files; each link is good for ten minutes. */
function ownFiles(ctx: TellDeps['ctx'], { files }: Act, by: string): string | null {
  const named = Object.entries(files).map(([id, { name, size, type }]) => ({
    file_type: type.startsWith('image/') ? 'IMAGE' : 'ATTACHMENTS',
    file_name: name,
    file_size: size,
    url: linkTo(ctx, id, by),
  }))
  return named.length === 0 ? null : JSON.stringify(named)
}
