import { dirname } from 'node:path'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import type { SystemCall } from './trace.ts'

/** An instance's record that was on disk, with its folder entry, when the call at `durableAt` was over. */
export type Commit = { record: InstanceRecord; durableAt: number }

/** Something that left the server, and what has to be durable before. */
export type Departure = {
  what: string
  leavesAt: number
  /** Undefined: only `isIn` can tell which it is about. */
  instanceId: string | undefined
  isIn: (record: InstanceRecord) => boolean
}

const READS = new Set(['read', 'recvfrom', 'recvmsg'])
const WRITES = new Set(['write', 'writev', 'sendto', 'sendmsg', 'pwrite64'])
const SYNCS = new Set(['fsync', 'fdatasync'])

/** Temp write → fsync(file) → rename → fsync(folder), in this order; anything less is no commit. */
export function commitsOf(calls: readonly SystemCall[]): Commit[] {
  return calls
    .filter(
      ({ name, paths, failed }) =>
        name.startsWith('rename') && !failed && /\/instances\//.test(paths[1] ?? ''),
    )
    .flatMap((rename) => {
      const [from = '', to = ''] = rename.paths
      const writes = calls.filter(
        ({ name, target, failed }) => WRITES.has(name) && target === from && !failed,
      )
      const written = Math.max(...writes.map(({ ends }) => ends))
      const synced = calls.some(
        (call) => isSyncOf(call, from) && call.begins > written && call.ends < rename.begins,
      )
      const folder = calls.find((call) => isSyncOf(call, dirname(to)) && call.begins > rename.ends)
      if (!synced || !folder) return []
      const text = writes.map(({ data }) => data).join('')
      return [{ record: JSON.parse(text) as InstanceRecord, durableAt: folder.ends }]
    })
}

const isSyncOf = ({ name, target, failed }: SystemCall, path: string): boolean =>
  SYNCS.has(name) && target === path && !failed

/** Every 2xx that told somebody of a change, over the connections to `port`. */
export function answersOf(
  calls: readonly SystemCall[],
  port: number,
  taskOfCard: ReadonlyMap<string, string>,
): Departure[] {
  return exchangesOf(calls, `[127.0.0.1:${port}->`, READS, WRITES).flatMap(
    ({ asked, answered, answeredAt }) => {
      if (!/^HTTP\/1\.1 2/.test(answered) || !asked.startsWith('POST ')) return []
      const body = asked.slice(asked.indexOf('\r\n\r\n') + 4)
      const [, task] = /^POST \/api\/v1\/tasks\/([^/]+)\/(?:approve|reject)/.exec(asked) ?? []
      if (task !== undefined) return [afterDecision('decision', task, answeredAt)]
      if (asked.startsWith('POST /api/v1/instances ')) {
        const { id } = JSON.parse(answered.slice(answered.indexOf('\r\n\r\n') + 4)) as { id: string }
        return [{ what: 'submit', leavesAt: answeredAt, instanceId: id, isIn: () => true }]
      }
      if (asked.startsWith('POST /sources/')) return [afterPush(body, answeredAt)]
      if (!asked.startsWith('POST /feishu/approval/callback')) return []
      const [, pressed = ''] = /"task_id":"([^"]+)"/.exec(body) ?? []
      const [, message = ''] = /"message_id":(\d+)/.exec(body) ?? []
      return [afterDecision('callback', pressed || (taskOfCard.get(message) ?? ''), answeredAt)]
    },
  )
}

/** Every sync, card and message that left for Feishu, over the connections to `port`. */
export function effectsOf(
  calls: readonly SystemCall[],
  port: number,
  taskOfCard: ReadonlyMap<string, string>,
): Departure[] {
  return exchangesOf(calls, `->127.0.0.1:${port}]`, WRITES, READS).flatMap(({ asked, askedAt }) => {
    const body = asked.slice(asked.indexOf('\r\n\r\n') + 4)
    if (/^POST \S+\/external_instances[? ]/.test(asked)) {
      const { instance_id: instanceId, update_time } = JSON.parse(body) as Record<string, string>
      const isIn = ({ instance }: InstanceRecord) => instance.clock >= Number(update_time)
      return [{ what: 'sync', leavesAt: askedAt, instanceId: instanceId ?? '', isIn }]
    }
    if (/^POST \S+\/message\/send[? ]/.test(asked)) {
      const { uuid = '', template_id } = JSON.parse(body) as { uuid?: string; template_id?: string }
      if (template_id !== '1008') return [messageAbout(uuid, askedAt)]
      const isIn = ({ cards }: InstanceRecord) =>
        cards.some(({ taskId, firstTriedAt }) => taskId === uuid && firstTriedAt !== null)
      return [{ what: 'card', leavesAt: askedAt, instanceId: instanceOf(uuid), isIn }]
    }
    if (!/^POST \S+\/message\/update[? ]/.test(asked)) return []
    const [, message = ''] = /"message_id":"(\d+)"/.exec(body) ?? []
    return [afterDecision('settled card', taskOfCard.get(message) ?? '', askedAt)]
  })
}

export function isCovered({ instanceId, leavesAt, isIn }: Departure, commits: readonly Commit[]): boolean {
  return commits.some(
    ({ record, durableAt }) =>
      (instanceId ?? record.instance.id) === record.instance.id && durableAt < leavesAt && isIn(record),
  )
}

/** Its uuid is the id of the effect that waits in the record. */
function messageAbout(uuid: string, leavesAt: number): Departure {
  const isIn = ({ effects }: InstanceRecord) =>
    effects.some(({ id, message }) => id === uuid && message?.firstTriedAt != null)
  return { what: 'message', leavesAt, instanceId: uuid.slice(0, uuid.lastIndexOf('.')), isIn }
}

/** A to-do of another system, as new as it was said to be. */
function afterPush(body: string, leavesAt: number): Departure {
  const { flowid, receivets } = JSON.parse(body) as { flowid: string; receivets: number }
  const isIn = ({ instance: { mirror } }: InstanceRecord) =>
    Object.entries(mirror?.pushed.tasks ?? {}).some(
      ([id, { clock }]) => id.includes(flowid) && (clock ?? 0) >= receivets,
    )
  return { what: `push ${flowid}`, leavesAt, instanceId: undefined, isIn }
}

function afterDecision(what: string, task: string, leavesAt: number): Departure {
  const isIn = ({ instance }: InstanceRecord) =>
    instance.tasks.some(({ id, status }) => id === task && status !== 'PENDING')
  return { what: `${what} ${task}`, leavesAt, instanceId: instanceOf(task), isIn }
}

const instanceOf = (taskId: string): string => taskId.replace(/_t\d+$/, '')

type Exchange = { asked: string; askedAt: number; answered: string; answeredAt: number }

/** What was said on each connection whose name has `end` in it, question by question. */
function exchangesOf(
  calls: readonly SystemCall[],
  end: string,
  asking: ReadonlySet<string>,
  answering: ReadonlySet<string>,
): Exchange[] {
  const open = new Map<string, Exchange>()
  const done: Exchange[] = []
  for (const { name, target, data, begins, failed } of calls) {
    if (!target.includes(end) || failed || data === '') continue
    const current = open.get(target)
    if (asking.has(name) && current?.answered !== '') {
      open.set(target, { asked: data, askedAt: begins, answered: '', answeredAt: 0 })
    } else if (current && asking.has(name)) current.asked += data
    else if (current && answering.has(name)) {
      if (current.answered === '') done.push(current)
      current.answeredAt ||= begins
      current.answered += data
    }
  }
  return done
}
