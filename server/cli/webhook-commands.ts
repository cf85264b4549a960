import type { EndpointAttempt, EndpointView, WebhookResponse } from '../../shared/webhooks/operator.ts'
import { UsageError, type CommandSpec } from './command.ts'

const when = (at: number): string => new Date(at).toISOString()

/** What operators do about the systems that are told of events. */
export const WEBHOOK_VERBS: Readonly<Record<string, CommandSpec>> = {
  'webhooks list': {
    usage: 'webhooks list',
    does: 'each endpoint: how it is, its last answer, what waits for it',
    run: async (operator) => {
      const { items } = await operator.webhooks.list()
      const lines = items.length === 0 ? ['webhooks.yaml names no endpoint.'] : items.map(endpointLine)
      return { lines, value: { items }, ok: items.every(({ state }) => state !== 'off') }
    },
  },
  'webhooks show': {
    usage: 'webhooks show <id>',
    does: 'one endpoint, with its latest tries and what waits',
    args: ['id'],
    run: async (operator, [id = '']) => {
      const shown = await operator.webhooks.show(id, { limit: 100 })
      return { lines: showLines(shown), value: shown, ok: true }
    },
  },
  'webhooks replay': {
    usage: 'webhooks replay <id> --event <event> | --since <time>',
    does: 'tells an event again, or all since a time like 2026-11-20T08:00:00Z',
    args: ['id'],
    options: ['event', 'since'],
    run: async (operator, [id = ''], { event, since }) => {
      if ((event === undefined) === (since === undefined))
        throw new UsageError('webhooks replay needs --event <event> or --since <time>, one of them.')
      const request = since === undefined ? { event } : { since: readTime(since) }
      const done = await operator.webhooks.replay(id, request)
      return { lines: [`${done.events} events are told again.`], value: done, ok: true }
    },
  },
  'webhooks resume': {
    usage: 'webhooks resume <id>',
    does: 'tries now what waits for an endpoint',
    args: ['id'],
    run: async (operator, [id = '']) => {
      const endpoint = await operator.webhooks.resume(id)
      return { lines: [`${id} is tried again.`], value: endpoint, ok: true }
    },
  },
  'webhooks discard': {
    usage: 'webhooks discard <id>',
    does: 'gives up what waits for an endpoint that is in no file any more',
    args: ['id'],
    run: async (operator, [id = '']) => {
      const done = await operator.webhooks.discard(id)
      return { lines: [`${done.events} events are given up.`], value: done, ok: true }
    },
  },
}

function readTime(text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new UsageError(`--since is a time like 2026-11-20T08:00:00Z, not ${text}`)
  return at
}

function endpointLine({ id, state, since, why, waiting, lastAnswer, restsUntil }: EndpointView): string {
  const from = since === null ? '' : ` since ${when(since)}`
  const cause = why === null ? '' : ` (${why})`
  const rest = restsUntil === null ? '' : `, rests until ${when(restsUntil)}`
  const last =
    lastAnswer === null ? 'never asked' : `last ${answerWords(lastAnswer)} at ${when(lastAnswer.at)}`
  return `${state.padEnd(8)} ${id}${from}${cause}  ${waiting.events} events of ${waiting.instances} approvals wait, ${last}${rest}`
}

const answerWords = ({ status, error }: Pick<EndpointAttempt, 'status' | 'error'>): string =>
  error ?? `answers ${status ?? 'nothing'}`

function showLines(shown: WebhookResponse): string[] {
  const { url, events, definitions, attempts, queues, nextCursor } = shown
  return [
    endpointLine(shown),
    `${url ?? 'in no file any more'}, events: ${events?.join(', ') ?? 'all'}, definitions: ${definitions?.join(', ') ?? 'all'}`,
    'tries',
    ...attempts.map(
      ({ at, event, type, status, error, ms }) =>
        `  ${when(at)}  ${event} ${type}  ${answerWords({ status, error })}, ${ms} ms`,
    ),
    'waits',
    ...queues.map(
      ({ events: waiting, attempts: tries, nextTryAt, lastError }) =>
        `  ${waiting.join(', ')}  ${tries} tries, next ${when(nextTryAt)}${lastError === null ? '' : `  ${lastError}`}`,
    ),
    ...(nextCursor === null ? [] : ['  and more']),
  ]
}
