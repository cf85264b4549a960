import type { SourceReport } from '../../shared/source-reports.ts'
import type { CommandSpec } from './command.ts'

const MOST_NAMED = 10

/** Other systems whose approvals are shown here. */
export const SOURCE_VERBS: Readonly<Record<string, CommandSpec>> = {
  'sources list': {
    usage: 'sources list',
    does: 'other systems whose approvals are shown here: what is open, refused, and whom nobody knows',
    run: async (operator) => {
      const found = await operator.listSources()
      const none = 'sources.yaml names no source, or is not there.'
      const lines = found.items.length === 0 ? [none] : found.items.flatMap(sourceLines)
      return { lines, value: found, ok: true }
    },
  },
  'sources secret': {
    usage: 'sources secret <id>',
    args: ['id'],
    does: 'a new secret for a source, told this once; the one before is good no more',
    run: async (operator, [id = '']) => {
      const made = await operator.makeSourceSecret(id)
      return { lines: [made.secret], value: made, ok: true }
    },
  },
  'sources look': {
    usage: 'sources look',
    does: 'looks once more for people whom sources name and nobody knew',
    run: async (operator) => {
      const done = await operator.lookForUnknown()
      const says = `${done.delivered} of ${done.looked} approvals with somebody unknown could be delivered.`
      return { lines: [says], value: done, ok: true }
    },
  },
}

/** Of one that was never told of a decision there is nothing to say. */
function pressLines({ id, presses, lastAnswer }: SourceReport): string[] {
  if (!lastAnswer && presses.waiting === 0) return []
  const at = lastAnswer && new Date(lastAnswer.at).toISOString()
  const said = lastAnswer && (lastAnswer.error ?? `${lastAnswer.status}`)
  const last = lastAnswer ? `last answer ${at}: ${said}` : 'it was told of none since the start'
  return [`presses  ${id}  ${presses.waiting} of ${presses.approvals} approvals wait, ${last}`]
}

function sourceLines(source: SourceReport): string[] {
  const { id, format, name, hasSecret, open, lastPushAt, refused, unknown, unknownCount, quotaUsed } = source
  const last = lastPushAt === null ? 'none since the start' : new Date(lastPushAt).toISOString()
  const share = `${Math.round(Math.max(quotaUsed.perMinute, quotaUsed.open) * 100)} % of the quota`
  const more = unknownCount > MOST_NAMED ? ` and ${unknownCount - MOST_NAMED} more` : ''
  const names = unknown.slice(0, MOST_NAMED).map(({ name: one, approvals }) => `${one} (${approvals})`)
  return [
    `${id}  ${format}  ${name}  ${open} open, last push ${last}, ${share}`,
    ...(hasSecret ? [] : [`         → it has no secret: approval-bridge sources secret ${id}`]),
    ...pressLines(source),
    ...refused.map(({ reason, count }) => `refused  ${id}  ${count} times: ${reason}`),
    ...(names.length === 0 ? [] : [`unknown  ${id}  ${names.join(', ')}${more}`]),
  ]
}
