import type { Source } from '../../shared/source-file.ts'
import { hasComeTrue, pressAnswered } from '../domain/mirror/press-answered.ts'
import { answerTo, wasAccepted } from '../domain/mirror/press-history.ts'
import { nextPress, pressesOf, waitingPresses } from '../domain/mirror/press-queue.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { isTry, waitOf, type EndpointAnswer } from '../domain/webhooks/health.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Lease, Store } from '../store/contract.ts'
import type { HandedPress, SourcesPort } from '../usecases/sources/port.ts'
import type { HealthNotes } from '../webhooks/health-notes.ts'
import type { TellNext } from '../webhooks/tell-all.ts'
import { createHandLetter } from './hand-letter.ts'
import { createInOrder } from './in-order.ts'
import { silence, WITHIN_MS, type SentPress } from './send-press.ts'
import { pressId, tellSource, type TellDeps } from './tell-source.ts'

export type PressesDeps = TellDeps & {
  sources: Pick<SourcesPort, 'read'>
  healths: Pick<HealthNotes, 'load' | 'answered' | 'of'>
  clock: Pick<Clock, 'now' | 'elapsed'>
  log: { warn: (facts: object, words: string) => void }
}

/** Presses on their way to the sources that decide. */
export type Presses = {
  handPress: SourcesPort['handPress']
  handLetter: SourcesPort['handLetter']
  lastAnswer: SourcesPort['lastAnswer']
  /** Tells a source again of what it said nothing to. */
  tellAgain: (parts: { store: Pick<Store, 'instances'>; now: () => number }) => TellNext
}

export function createPresses(deps: PressesDeps): Presses {
  const { clock } = deps
  const { store } = deps.ctx
  const inOrder = createInOrder()
  const underWay = new Map<string, Promise<HandedPress>>()

  const hand = async (id: string, number: number, withinMs: number): Promise<HandedPress> => {
    const record = await readRecord(store, id)
    if (!waitingPresses(record).includes(number)) return becameOf(record, number)
    const source = await sourceOf(deps, record)
    const isFirst = nextPress(record) === number
    const sent = isFirst
      ? await tellSource(deps, source, record, { number, withinMs })
      : silence(clock.now(), 'an earlier decision waits for it')
    if (isFirst) await noteHealth(deps, record, sent)
    if (sent.answer.type === 'silent') warnOfSilence(deps, record, number, sent.answer.error)
    return write(store, { id, number, sent, source })
  }
  return {
    handPress(id, number) {
      const key = pressId(id, number)
      const known = underWay.get(key)
      if (known) return known
      const begunAt = clock.elapsed()
      const left = () => Math.floor(WITHIN_MS - (clock.elapsed() - begunAt))
      const handed = inOrder(id, () => hand(id, number, left())).finally(() => underWay.delete(key))
      underWay.set(key, handed)
      return handed
    },
    handLetter: createHandLetter(deps),
    async lastAnswer(source) {
      await deps.healths.load(pressesOf(source))
      return deps.healths.of(pressesOf(source)).last
    },
    tellAgain: (parts) => async (_line, lease) => {
      const record = await parts.store.instances.read(lease.instanceId)
      const number = record && nextPress(record)
      if (!record || number === undefined) return undefined
      const source = await sourceOf(deps, record)
      const isLeft = source?.whenSilent === 'refuse' && !wasAccepted(record.history, number)
      // Whoever was to wait for the answer is gone with the process that asked, and was told nothing.
      const sent = isLeft
        ? silence(parts.now(), 'nobody waits for the answer')
        : await tellSource(deps, source, record, { number, withinMs: WITHIN_MS })
      await write(parts.store, { id: lease.instanceId, number, sent, source, lease })
      return { answer: isLeft ? null : toHealth(sent) }
    },
  }
}

async function readRecord({ instances }: Pick<Store, 'instances'>, id: string): Promise<InstanceRecord> {
  const record = await instances.read(id)
  if (!record) throw new Error(`there is no approval ${id}`)
  return record
}

async function sourceOf(
  { sources }: Pick<PressesDeps, 'sources'>,
  { instance }: InstanceRecord,
): Promise<Source | undefined> {
  return (await sources.read()).find(({ id }) => id === instance.mirror?.source)
}

type Written = {
  id: string
  number: number
  sent: SentPress
  source: Source | undefined
  lease?: Lease | undefined
}

/** Stores what was said, and answers what it comes to. */
function write(
  { instances }: Pick<Store, 'instances'>,
  { id, number, sent, source, lease }: Written,
): Promise<HandedPress> {
  const { answer, at } = sent
  const health = toHealth(sent)
  const miss = { error: health.error ?? '', waitMs: waitOf(health), isTry: isTry(health) }
  return instances.change(
    id,
    (current) => {
      if (!current) return { result: { is: 'silent' as const } }
      const whenSilent = source?.whenSilent ?? 'refuse'
      const next = pressAnswered(current, number, { answer, at, whenSilent, miss })
      return { next, result: becameOf(next, number) }
    },
    lease,
  )
}

/** What became of a press, by what is stored. */
function becameOf(record: InstanceRecord, number: number): HandedPress {
  const answer = answerTo(record.history, number)
  switch (answer?.state) {
    case 'refused':
      return answer.refusal ? { is: 'refused', refusal: answer.refusal } : { is: 'silent' }
    case 'open':
      // It said nothing, and pushed what was pressed.
      return { is: hasComeTrue(record, number) ? 'taken' : 'silent' }
    case 'taken':
      return { is: 'taken' }
    case 'accepted':
    case undefined:
      return { is: 'accepted' }
  }
}

const toHealth = ({ answer, begunAt, at, status, retryAfterMs }: SentPress): EndpointAnswer => ({
  begunAt,
  at,
  status,
  error: answer.type === 'silent' ? answer.error : null,
  retryAfterMs,
})

async function noteHealth({ healths }: PressesDeps, { instance }: InstanceRecord, sent: SentPress) {
  const line = pressesOf(instance.mirror?.source ?? '')
  await healths.load(line)
  await healths.answered(line, toHealth(sent))
}

/** Its address and what is wrong with it; nothing of what was pressed. */
function warnOfSilence(
  { log }: PressesDeps,
  { instance }: InstanceRecord,
  number: number,
  reason: string,
): void {
  const { id, mirror } = instance
  log.warn(
    { source: mirror?.source, press: pressId(id, number), reason },
    'a source says nothing to a decision',
  )
}
