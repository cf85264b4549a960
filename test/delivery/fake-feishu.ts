import type { Clock } from '../../server/runtime/clock.ts'
import type { Instance } from '../../server/domain/instance.ts'
import type { Notice } from '../../server/domain/messages.ts'
import type { Answer, Failure, FailureClass, Sent } from '../../server/domain/outbox/answer.ts'
import type { CheckDifference, DeliveryPort } from '../../server/feishu/port.ts'

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
  api: 'sync' | 'card_send' | 'card_update' | 'message_send' | 'check'
  at: number
  about: string
  mode?: string
}

type Held = { clock: number; status: string; tasks: Map<string, { clock: number; status: string }> }

export type FakeFeishu = DeliveryPort & {
  calls: Call[]
  held: Map<string, Held>
  cards: ShownCard[]
  messages: ShownMessage[]
  /** What was broken, in words; empty in a good run. */
  violations: string[]
}

export type FakeOptions = {
  clock: Clock
  /** How this request goes wrong, if it does. */
  fault?: (call: Call) => Fault | undefined
  duplicateUuid?: 'same_id' | 'no_id'
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
    travel = async () => undefined,
  } = options
  const { now } = clock
  const calls: Call[] = []
  const held = new Map<string, Held>()
  const cards: ShownCard[] = []
  const messages: ShownMessage[] = []
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
    violations,
    syncInstance: ({ instance }, mode) =>
      request({ api: 'sync', at: now(), about: instance.id, mode }, () => {
        push(held, violations, instance, mode)
        return null
      }),
    sendCard: ({ instance }, { taskId, uuid }) =>
      request(
        { api: 'card_send', at: now(), about: uuid },
        (): { messageId: string | null } => {
          const known = cards.find((card) => card.uuid === uuid && now() - card.sentAt < HOUR_MS)
          if (known) return { messageId: duplicateUuid === 'same_id' ? known.messageId : null }
          const assignee = instance.tasks.find(({ id }) => id === taskId)?.assignee ?? ''
          if (cards.some((card) => card.taskId === taskId && card.statuses.length === 0)) {
            violations.push(`R4: a second open card for ${taskId}`)
          }
          const messageId = `71234567890123${String(45_679 + cards.length)}`
          cards.push({ messageId, uuid, taskId, assignee, sentAt: now(), statuses: [] })
          return { messageId }
        },
        { messageId: null },
      ),
    sendMessage: (_snapshot, { kind, to, uuid, said }) =>
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
    async check(instances): Promise<Answer<readonly CheckDifference[]>> {
      const sent = await request({ api: 'check', at: now(), about: String(instances.length) }, () =>
        instances.flatMap((instance) => differenceOf(held, instance)),
      )
      return sent
    },
  }
}

function push(
  held: Map<string, Held>,
  violations: string[],
  instance: Instance,
  mode: 'UPDATE' | 'REPLACE',
): void {
  const before = held.get(instance.id)
  if (before && mode === 'UPDATE' && instance.clock < before.clock) return
  if (before && instance.clock < before.clock) violations.push(`R7: ${instance.id} went back`)
  const fresh = new Map(instance.tasks.map(({ id, clock, status }) => [id, { clock, status }]))
  const tasks = mode === 'REPLACE' ? fresh : new Map(before?.tasks)
  for (const [id, task] of fresh) {
    const old = before?.tasks.get(id)
    if (old && old.status !== 'PENDING' && task.status !== old.status && task.clock > old.clock) {
      violations.push(`R7: task ${id} was ${old.status} and is ${task.status}`)
    }
    if (!old || task.clock > old.clock) tasks.set(id, task)
  }
  const newer = !before || instance.clock > before.clock || mode === 'REPLACE'
  const head = newer ? { clock: instance.clock, status: instance.status as string } : before
  held.set(instance.id, { clock: head.clock, status: head.status, tasks })
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
