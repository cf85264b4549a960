import {
  afterLetterAnswer,
  namedInLetter,
  planLetter,
  type LetterPeople,
  type LetterPlan,
} from '../domain/letters/plan-letter.ts'
import type { Letter, LetterRecord } from '../domain/letters/letter.ts'
import type { CardAttempt } from '../domain/outbox/attempt.ts'
import { dueEffect } from '../domain/outbox/effects.ts'
import type { Effect } from '../domain/outbox/record.ts'
import { sourceTurn } from '../domain/starter.ts'
import type { DeliveryPort } from '../feishu/port.ts'
import type { Lease, Store } from '../store/contract.ts'
import type { Delivered } from './deliver.ts'
import { guarded } from './guarded.ts'

export type LetterDeps = {
  store: Pick<Store, 'letters'>
  feishu: Pick<DeliveryPort, 'sendLetter' | 'updateLetter'>
  /** user_ids by what a source calls people, of those who are known. */
  peopleOf: (source: string, names: readonly string[]) => Promise<LetterPeople>
  now: () => number
  /** In [0, 1). */
  random: () => number
}

/** As `deliverNext`, of a letter. */
export async function deliverLetter(
  deps: LetterDeps,
  lease: Lease<'letters'>,
): Promise<Delivered | undefined> {
  const { store, now, random } = deps
  const { letters } = store
  const record = await letters.read(lease.instanceId)
  const due = record && dueEffect(record, now())
  if (!due) return undefined
  const { source, content } = record.letter
  // Whoever is named stands in what is sent; an update names nobody.
  const people = due.kind === 'send_card' ? await deps.peopleOf(source, namedInLetter(content)) : {}

  // Also the fence: whoever lost the lease sends nothing from here on.
  const planned = await letters.change(
    lease.instanceId,
    (current) => {
      const effect = current && dueEffect(current, now())
      if (!current || effect?.id !== due.id) return { result: undefined }
      const { next, plan } = planLetter(current, effect, { now: now(), people })
      const isParked = next?.effects.some(({ id, parked }) => id === effect.id && parked) ?? false
      return { next, result: { effect, plan, isParked, letter: current.letter } }
    },
    lease,
  )
  if (!planned) return undefined
  const { effect, plan, isParked, letter } = planned
  if (!plan) return { effect, became: isParked ? 'parked' : 'settled' }
  const attempt = { ...(await send(deps, effect, plan, { letter, people })), shown: plan.shown }
  return letters.change(
    lease.instanceId,
    (current: LetterRecord | undefined): { next?: LetterRecord; result: Delivered } => {
      if (!current) return { result: { effect, became: 'settled' } }
      const { next, became } = afterLetterAnswer(current, attempt, now(), random())
      const failure = attempt.answer.ok ? undefined : attempt.answer.failure
      return { next, result: { effect, became, ...(failure && { failure }) } }
    },
    lease,
  )
}

type About = { letter: Letter; people: LetterPeople }

async function send(
  { feishu }: LetterDeps,
  { id: effectId }: Effect,
  { request: plan, shown }: LetterPlan,
  { letter, people }: About,
): Promise<CardAttempt> {
  const by = sourceTurn(letter.source)
  if (plan.do === 'send_card')
    return {
      effectId,
      plan,
      answer: await guarded(() => feishu.sendLetter({ letter, card: plan.card, people }, by)),
    }
  if (!shown) throw new Error(`letter ${letter.id} has nothing to show`)
  return { effectId, plan, answer: await guarded(() => feishu.updateLetter(plan.messageId, shown, by)) }
}
