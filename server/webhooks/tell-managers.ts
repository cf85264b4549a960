import { createHash } from 'node:crypto'
import type { Endpoint } from '../../shared/webhooks/endpoint.ts'
import type { OperatorPort } from '../feishu/port.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'
import type { HealthNotes } from './health-notes.ts'
import type { Endpoints } from './endpoints.ts'

type TellManagersDeps = {
  store: Pick<Store, 'definitions' | 'outbox'>
  feishu: OperatorPort
  endpoints: Pick<Endpoints, 'all'>
  healths: HealthNotes
  log: Pick<Log, 'warn'>
}

/**
 * The bot tells the managers of the definitions concerned of each endpoint that was switched off. Whoever could not be
 * told is told at the next run; within an hour nobody is told twice.
 */
export function createTellManagers(deps: TellManagersDeps): () => Promise<void> {
  const { store, endpoints, healths } = deps
  return async () => {
    for (const endpoint of endpoints.all()) {
      await healths.load(endpoint.id)
      const { off, last } = healths.of(endpoint.id)
      if (!off || off.isTold) continue
      const { id, url } = endpoint
      const waiting = (await store.outbox.queued()).get(id)?.events ?? 0
      const told = { id, host: new URL(url).host, why: off.why, status: last?.status ?? null, waiting }
      const answers = await Promise.all(
        (await managersFor(store, endpoint)).map(async (userId) => {
          const answer = await deps.feishu.tellOff(userId, uuidOf(id, off.at, userId), told)
          return answer.ok ? undefined : { userId, class: answer.failure.class, code: answer.failure.code }
        }),
      )
      const failures = answers.filter((one) => one !== undefined)
      for (const failure of failures)
        deps.log.warn({ endpoint: id, ...failure }, 'a manager could not be told of an endpoint that is off')
      // Who cannot be told at all, as the bot may not reach them, is in the log.
      if (failures.every(({ class: kind }) => kind === 'refused'))
        await healths.change(id, (health) =>
          health.off ? { ...health, off: { ...health.off, isTold: true } } : health,
        )
    }
  }
}

async function managersFor(
  { definitions }: Pick<Store, 'definitions'>,
  { definitions: wanted }: Endpoint,
): Promise<string[]> {
  const live = (await definitions.list()).filter(({ state }) => state === 'live')
  const concerned = live.filter(({ code }) => wanted?.includes(code) ?? true)
  return [...new Set(concerned.flatMap(({ definition }) => definition.managers))]
}

const uuidOf = (endpoint: string, at: number, userId: string): string =>
  `w${createHash('sha256')
    .update(JSON.stringify([endpoint, at, userId]))
    .digest('hex')
    .slice(0, 40)}`
