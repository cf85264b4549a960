import type { FoundInstance, InstanceReport } from '../../shared/operator-finds.ts'
import type { Operator } from './operator.ts'
import { toKilobytes } from '../doctor/kilobytes.ts'
import type { CommandSpec } from './command.ts'

type Decision = NonNullable<InstanceReport['ended']>
type Person = { userId: string; name: string }

/** What the ids of tasks, copies, effects and events have behind that of their approval. */
const OF_ID = /(?<=^[0-9a-f]{6,32})(?:_[a-z]+\d+|\.e?\d+)$/i
const MOST_FOUND = 20
/** Twenty pages of a thousand approvals; `--all` looks at whatever there is. */
const PAGES = 20

const NOTHING =
  'Nothing is found. Of a number six characters are enough; of other words each has to stand in the approval.'

/** What operators do with one approval. */
export const INSTANCE_VERBS: Readonly<Record<string, CommandSpec>> = {
  'instances find': {
    usage: 'instances find <number|title|person> [--all]',
    does: 'finds approvals; --all looks at the oldest too',
    args: ['number|title|person'],
    options: ['all'],
    run: async (operator, [q = ''], { all = false }) => {
      const { items, isWhole } = await findAll(operator, q, all)
      const rest = isWhole ? [] : ['There may be more: say it more exactly, or look at all with --all.']
      const lines = items.length === 0 && isWhole ? [NOTHING] : [...items.map(foundLine), ...rest]
      return { lines, value: { items, isWhole }, ok: items.length > 0 }
    },
  },
  'instances show': {
    usage: 'instances show <id|number>',
    does: 'who decided what, when and from where, and what Feishu was told',
    args: ['id|number'],
    run: async (operator, [id = '']) => {
      const report = await operator.showInstance(id.trim().replace(OF_ID, ''))
      return { lines: reportLines(report), value: report, ok: true }
    },
  },
  'instances terminate': {
    usage: 'instances terminate <id|number> --reason <why>',
    does: 'ends an approval that is under way',
    args: ['id|number'],
    options: ['reason'],
    run: async (operator, [id = ''], { reason = '' }) => {
      const { id: ended, status } = await operator.terminate(id.trim(), reason)
      const done = status === 'TERMINATED'
      const says = done ? `${ended} is ended.` : `${ended} had ended before: ${status}.`
      return { lines: [says], value: { id: ended, status }, ok: done }
    },
  },
}

async function findAll(
  { findInstances }: Operator,
  q: string,
  all: boolean,
): Promise<{ items: FoundInstance[]; isWhole: boolean }> {
  const items: FoundInstance[] = []
  let cursor: string | null = null
  for (let pages = 0; all || pages < PAGES; pages += 1) {
    const page = await findInstances({ q, limit: MOST_FOUND, ...(cursor !== null && { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null) return { items, isWhole: true }
    if (items.length >= MOST_FOUND && !all) break
  }
  return { items, isWhole: false }
}

/** By its number too, where that is more than how its id begins. */
const calledBy = ({ id, number }: Pick<FoundInstance, 'id' | 'number'>): string =>
  id.startsWith(number) ? id : `${number}  ${id}`

const who = ({ userId, name }: Person): string => `${name} (${userId})`
const when = (at: number): string => new Date(at).toISOString()

function foundLine(found: FoundInstance): string {
  const { title, status, initiator, waitsFor, updatedAt } = found
  const waits = waitsFor.length === 0 ? '' : `, waits for ${waitsFor.map(who).join(', ')}`
  return `${status.padEnd(10)} ${calledBy(found)}  ${title}, by ${who(initiator)}${waits}, changed ${when(updatedAt)}`
}

function reportLines(report: InstanceReport): string[] {
  const { title, status, initiator, service, successor, definition, createdAt, ended, feishu } = report
  return [
    `${calledBy(report)}  ${title} (${definition.code}, version ${definition.version}), ${toKilobytes(report.size)} stored`,
    `started by ${who(initiator)}${service === undefined ? '' : ` by way of the service ${service}`} at ${when(createdAt)}${successor ? `, taken over by ${who(successor)}` : ''}`,
    ended
      ? `${status} ${decisionWords(ended)}`
      : `${status}, waits for ${report.waitsFor.map(who).join(', ')}`,
    '',
    'nodes',
    ...report.nodes.map(({ id: node, name, status: at }) => `  ${at.padEnd(9)} ${node}  ${name}`),
    'tasks',
    ...report.tasks.map(taskLine),
    ...(report.cc.length > 0 ? ['cc', ...report.cc.map(ccLine)] : []),
    'history',
    ...report.history.map(historyLine),
    'Feishu',
    `  definition ${feishu.approvalCode ?? 'not registered'}, clock ${feishu.clock}, told ${feishu.pushedClock ?? 'nothing'}`,
    ...feishu.cards.map(cardLine),
    ...feishu.waiting.map(
      ({ kind, id: effect, state, attempts, lastError }) =>
        `  ${state.padEnd(8)} ${kind} ${effect}, ${attempts} tries${lastError === null ? '' : `: ${lastError}`}`,
    ),
  ]
}

function decisionWords({ by, via, service, at, reason }: Decision): string {
  const nobody = via === 'admin' ? 'an operator' : 'the system'
  const from = by ? who(by) : service === undefined ? nobody : `the service ${service}`
  return `by ${from} by way of ${via} at ${when(at)}${reason === null ? '' : `: ${reason}`}`
}

function taskLine({
  id,
  nodeId,
  assignee,
  consignedBy,
  status,
  ended,
  completeReason,
  createdAt,
}: InstanceReport['tasks'][number]): string {
  const instead = consignedBy ? ` for ${who(consignedBy)}` : ''
  const end = ended ? `, ${completeReason ?? 'ended'} ${decisionWords(ended)}` : ''
  return `  ${status.padEnd(11)} ${id} at ${nodeId}: ${who(assignee)}${instead}, since ${when(createdAt)}${end}`
}

const ccLine = ({ person, createdAt, readAt }: InstanceReport['cc'][number]): string =>
  `  ${who(person)}, told ${when(createdAt)}${readAt === null ? '' : `, read ${when(readAt)}`}`

function historyLine(act: InstanceReport['history'][number]): string {
  const nobody = act.service === undefined ? act.via : `${act.via} ${act.service}`
  const from = act.by === null ? nobody : `${who(act.by)} (${act.via})`
  const reason = 'reason' in act && act.reason !== null ? `: ${act.reason}` : ''
  const ended = act.ended === null ? '' : `, ${act.ended}`
  return `  ${when(act.at)}  ${[act.verb, ...about(act)].join(' ')}  ${from}${ended}${reason}`
}

/** What it was done on, and with whom. */
function about(act: InstanceReport['history'][number]): string[] {
  switch (act.verb) {
    case 'transfer':
      return [act.task.id, who(act.to)]
    case 'add-sign':
      return [act.task.id, act.position, ...act.people.map(who)]
    case 'rollback':
      return [act.task.id, act.toNodeId]
    case 'approve':
    case 'reject':
      return [act.task.id]
    case 'time-out':
      return [act.action, act.task.id, ...(act.to ? [who(act.to)] : [])]
    case 'cc':
      return act.people.map(who)
    case 'hand-over':
      return [who(act.from), ...(act.next ? [who(act.next)] : []), ...act.places.map(placeWords)]
    default:
      return []
  }
}

const placeWords = ({ nodeId, task, to }: HandedPlace): string =>
  `${task?.id ?? nodeId}${to === null ? '' : ` to ${who(to)}`}`

type HandedPlace = Extract<InstanceReport['history'][number], { verb: 'hand-over' }>['places'][number]

function cardLine({ task, messageId, sentAt, shows }: InstanceReport['feishu']['cards'][number]): string {
  const sent = sentAt === null ? 'not sent yet' : `sent ${when(sentAt)}`
  return `  card of ${task}: ${sent}${messageId === null ? '' : ` as ${messageId}`}${shows === null ? '' : `, shows ${shows}`}`
}
