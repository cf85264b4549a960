import type { Clock } from '../../server/runtime/clock.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { taskIn, type Picture } from '../../server/domain/picture.ts'
import type { Notice } from '../../server/domain/messages.ts'
import type { Answer, Failure, FailureClass, Sent } from '../../server/domain/outbox/answer.ts'
import type { PushCounts } from '../../server/domain/outbox/proof.ts'
import type { CheckDifference, DeliveryPort, ShownInstance } from '../../server/feishu/port.ts'

/** How one request goes wrong. `lost`: it takes effect and the answer does not come; `late`: the same, later. */
export type Fault =
  | { kind: 'refused'; class: FailureClass; code?: number | null; retryAfterMs?: number }
  | { kind: 'lost' }
  | { kind: 'late'; afterMs: number }
  | { kind: 'no_id' }

export type ShownCard = {
  messageId: string
  uuid: string
  taskId: string
  assignee: string
  sentAt: number
  statuses: string[]
}

export type ShownMessage = Pick<Notice, 'kind' | 'to' | 'uuid' | 'said'> & { sentAt: number }

export type Call = {
  api: 'sync' | 'card_send' | 'card_update' | 'message_send' | 'check' | 'task_list' | 'retire' | 'attendance'
  at: number
  about: string
  mode?: string
}

type Entry = { clock: number; status: string }
type Held = Entry & { tasks: Map<string, Entry>; ccs: Map<string, Entry> }

export type FakeFeishu = DeliveryPort & {
  calls: Call[]
  held: Map<string, Held>
  cards: ShownCard[]
  messages: ShownMessage[]
  /** What sources sent themselves. */
  letters: ShownCard[]
  /** What was broken, in words; empty in a good run. */
  violations: string[]
}

export type FakeOptions = {
  clock: Clock
  /** How this request goes wrong, if it does. */
  fault?: (call: Call) => Fault | undefined
  duplicateUuid?: 'same_id' | 'no_id'
  /** What of a push gets lost, though the answer is a success. */
  loses?: (call: Call) => 'tasks' | 'ccs' | undefined
  /** Off: it does not say what it applied. */
  counts?: boolean
  /** A page of what it shows has so many approvals. */
  pageSize?: number
  /** What a request takes on its way. */
  travel?: (call: Call) => Promise<void>
}

const HOUR_MS = 3_600_000

export const failure = (kind: FailureClass, more: Partial<Failure> = {}): Failure => ({
  class: kind,
  code: null,
  httpStatus: null,
  message: 'said by the fake',
  logId: 'log-1',
  retryAfterMs: null,
  ...more,
})

/** Feishu as its documentation describes it, in memory: UPDATE and REPLACE by clocks, uuids for one hour. */
export function createFakeFeishu(options: FakeOptions): FakeFeishu {
  const {
    clock,
    fault = () => undefined,
    duplicateUuid = 'same_id',
    loses = () => undefined,
    counts = true,
    pageSize = 500,
    travel = async () => undefined,
  } = options
  const { now } = clock
  const calls: Call[] = []
  const held = new Map<string, Held>()
  const cards: ShownCard[] = []
  const messages: ShownMessage[] = []
  const letters: ShownCard[] = []
  const violations: string[] = []
  const request = async <T>(call: Call, effect: () => T, withoutId?: T): Promise<Sent<T>> => {
    calls.push(call)
    await travel(call)
    const wrong = fault(call)
    const payload = { about: call.about }
    const lost: Sent<T> = { ok: false, failure: failure('unclear'), payload }
    switch (wrong?.kind) {
      case undefined:
        return { ok: true, value: effect(), payload }
      case 'refused': {
        const { class: kind, code = null, retryAfterMs = null } = wrong
        return { ok: false, failure: failure(kind, { code, retryAfterMs }), payload }
      }
      case 'lost':
        effect()
        return lost
      case 'late':
        void clock.sleep(wrong.afterMs).then(effect)
        return lost
      case 'no_id': {
        const value = effect()
        return { ok: true, value: withoutId === undefined ? value : withoutId, payload }
      }
    }
  }

  return {
    calls,
    held,
    cards,
    messages,
    letters,
    violations,
    syncInstance: (picture, mode) => {
      const call: Call = { api: 'sync', at: now(), about: picture.id, mode }
      return request(call, () => {
        const applied = push({ held, violations, lost: loses(call) }, picture, mode)
        return counts ? { ...applied, isRepeat: false } : null
      })
    },
    writeAttendance: ({ id }) =>
      request({ api: 'attendance', at: now(), about: id }, () => ({ approvalId: `a ${id}` })),
    takeBackAttendance: ({ id }) =>
      request({ api: 'attendance', at: now(), about: id }, () => 'gone' as const),
    sendCard: (picture, { taskId, uuid }) =>
      request(
        { api: 'card_send', at: now(), about: uuid },
        (): { messageId: string | null } => {
          const known = cards.find((card) => card.uuid === uuid && now() - card.sentAt < HOUR_MS)
          if (known) return { messageId: duplicateUuid === 'same_id' ? known.messageId : null }
          const assignee = taskIn(picture, taskId)?.assignee ?? ''
          if (cards.some((card) => card.taskId === taskId && card.statuses.length === 0)) {
            violations.push(`R4: a second open card for ${taskId}`)
          }
          const messageId = `71234567890123${String(45_679 + cards.length)}`
          cards.push({ messageId, uuid, taskId, assignee, sentAt: now(), statuses: [] })
          return { messageId }
        },
        { messageId: null },
      ),
    sendMessage: (_picture, { kind, to, uuid, said }) =>
      request({ api: 'message_send', at: now(), about: uuid }, () => {
        const isRepeat = messages.some((one) => one.uuid === uuid && now() - one.sentAt < HOUR_MS)
        if (!isRepeat) messages.push({ kind, to, uuid, said, sentAt: now() })
        return null
      }),
    settleCard: (messageId, status) =>
      request({ api: 'card_update', at: now(), about: messageId }, () => {
        const card = cards.find((one) => one.messageId === messageId)
        if (!card) violations.push(`an unknown card ${messageId} was settled`)
        else if (card.statuses.some((before) => before !== status)) {
          violations.push(`R5: ${card.taskId} was ${card.statuses.join(', ')} and is ${status}`)
        }
        card?.statuses.push(status)
        return null
      }),
    sendLetter: ({ letter, card: { uuid }, people }) =>
      request(
        { api: 'card_send', at: now(), about: uuid },
        (): { messageId: string | null } => {
          const known = letters.find((card) => card.uuid === uuid && now() - card.sentAt < HOUR_MS)
          if (known) return { messageId: duplicateUuid === 'same_id' ? known.messageId : null }
          const messageId = `71234567890124${String(45_679 + letters.length)}`
          const assignee = people[letter.content.to] ?? ''
          letters.push({ messageId, uuid, taskId: letter.id, assignee, sentAt: now(), statuses: [] })
          return { messageId }
        },
        { messageId: null },
      ),
    updateLetter: (messageId, { status }) =>
      request({ api: 'card_update', at: now(), about: messageId }, () => {
        const letter = letters.find((one) => one.messageId === messageId)
        if (!letter) violations.push(`an unknown letter ${messageId} was updated`)
        letter?.statuses.push(status)
        return null
      }),
    async check(instances): Promise<Answer<readonly CheckDifference[]>> {
      const sent = await request({ api: 'check', at: now(), about: String(instances.length) }, () =>
        instances.flatMap((instance) => differenceOf(held, instance)),
      )
      return sent
    },
    shown: ({ status, pageToken = '0' }) =>
      request({ api: 'task_list', at: now(), about: `${status} ${pageToken}` }, () => {
        const all = shownIn(held, status)
        const end = Number(pageToken) + pageSize
        return { items: all.slice(Number(pageToken), end), next: end < all.length ? String(end) : null }
      }),
    retire: ({ instanceId, clock }) =>
      request({ api: 'retire', at: now(), about: instanceId }, () => {
        held.set(instanceId, { clock: clock + 1, status: 'APPROVED', tasks: new Map(), ccs: new Map() })
        return { instance: 1, tasks: 0, ccs: 0 }
      }),
  }
}

type Side = { held: Map<string, Held>; violations: string[]; lost: 'tasks' | 'ccs' | undefined }

function push({ held, violations, lost }: Side, picture: Picture, mode: 'UPDATE' | 'REPLACE'): PushCounts {
  const before = held.get(picture.id)
  if (before && mode === 'UPDATE' && picture.clock <= before.clock) return { instance: 0, tasks: 0, ccs: 0 }
  if (before && picture.clock < before.clock) violations.push(`R7: ${picture.id} went back`)
  for (const { id, clock, status } of picture.tasks) {
    const old = before?.tasks.get(id)
    if (old && old.status !== 'PENDING' && status !== old.status && clock > old.clock) {
      violations.push(`R7: task ${id} was ${old.status} and is ${status}`)
    }
  }
  const fresh = (
    kind: 'tasks' | 'ccs',
    entries: readonly { id: string; clock: number; status?: string }[],
  ) => {
    const known = before?.[kind]
    const taken = entries.filter(({ id, clock }) => {
      if (lost === kind && !known?.has(id)) return false
      return mode === 'REPLACE' || clock > (known?.get(id)?.clock ?? -1)
    })
    const all = new Map<string, Entry>(mode === 'REPLACE' ? [] : known)
    for (const { id, clock, status = '' } of taken) all.set(id, { clock, status })
    return { all, count: taken.length }
  }
  const tasks = fresh('tasks', picture.tasks)
  const ccs = fresh('ccs', picture.cc)
  held.set(picture.id, { clock: picture.clock, status: picture.status, tasks: tasks.all, ccs: ccs.all })
  return { instance: 1, tasks: tasks.count, ccs: ccs.count }
}

/** 获取三方审批任务状态, of the one definition that there is. */
function shownIn(held: ReadonlyMap<string, Held>, status: string): ShownInstance[] {
  return [...held].flatMap(([instanceId, one]) => {
    const tasks = [...one.tasks].filter(([, task]) => task.status === status)
    if (tasks.length === 0) return []
    return [
      {
        instanceId,
        approvalCode: 'AC',
        status: one.status,
        clock: one.clock,
        tasks: tasks.map(([taskId, { clock }]) => ({ taskId, clock })),
      },
    ]
  })
}

/** 校验三方审批实例: clocks of instance and tasks only; 0 for what it does not know. */
function differenceOf(held: Map<string, Held>, instance: Instance): CheckDifference[] {
  const theirs = held.get(instance.id)
  if (!theirs) return [{ instanceId: instance.id, clock: 0, tasks: [] }]
  const own = new Map(instance.tasks.map(({ id, clock }) => [id, clock]))
  const ids = new Set([...own.keys(), ...theirs.tasks.keys()])
  const tasks = [...ids]
    .map((taskId) => ({ taskId, clock: theirs.tasks.get(taskId)?.clock ?? 0 }))
    .filter(({ taskId, clock }) => own.get(taskId) !== clock && own.has(taskId))
  if (tasks.length === 0 && theirs.clock === instance.clock) return []
  return [{ instanceId: instance.id, clock: theirs.clock, tasks }]
}
