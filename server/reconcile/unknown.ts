import type { TaskStatus } from '../../shared/status.ts'
import { AppError } from '../domain/errors.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { DeliveryPort, ShownInstance } from '../feishu/port.ts'
import type { Store } from '../store/contract.ts'
import { unavailable } from './unavailable.ts'

export type LookDeps = {
  store: Pick<Store, 'instances' | 'definitions'>
  feishu: Pick<DeliveryPort, 'shown'>
}

/** What the approval center shows and the store does not know. */
export type Unknown = {
  /** Approvals, each with the tasks that are shown of it. */
  instances: readonly (ShownInstance & { definition: string })[]
  /** Of approvals that the store knows, those with tasks that it does not. */
  withTasks: readonly ShownInstance[]
}

/** 获取三方审批任务状态: so many definitions in one question. */
const CODES = 20
/** Records in memory at a time. */
const BATCH = 100
const STATUSES: readonly TaskStatus[] = ['PENDING', 'APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE']

/**
 * Looks through everything that Feishu shows of our own definitions. An approval is stored before it is pushed, and
 * asked for here after it is seen there: whatever begins meanwhile is known. Rejects with `feishu_unavailable`.
 */
export async function lookForUnknown(deps: LookDeps): Promise<Unknown> {
  const definitions = await ownDefinitions(deps)
  const instances = new Map<string, Unknown['instances'][number]>()
  const withTasks = new Map<string, ShownInstance>()
  for await (const { one, record } of shownOf(deps, [...definitions.keys()])) {
    const { instanceId: id } = one
    const definition = definitions.get(one.approvalCode)
    // Of other definitions nobody here has anything to say.
    if (definition === undefined) continue
    if (record) {
      const tasks = one.tasks.filter(({ taskId }) => !isKnown(record, taskId))
      if (tasks.length > 0) withTasks.set(id, merged(withTasks.get(id), { ...one, tasks }))
    } else if (one.status !== 'DELETED') {
      instances.set(id, { ...merged(instances.get(id), one), definition })
    }
  }
  return { instances: [...instances.values()], withTasks: [...withTasks.values()] }
}

/** An approval is shown once for each status that its tasks have. */
const merged = (before: ShownInstance | undefined, one: ShownInstance): ShownInstance => ({
  ...one,
  tasks: [...(before?.tasks ?? []), ...one.tasks],
})

const isKnown = ({ instance }: InstanceRecord, taskId: string): boolean =>
  instance.tasks.some(({ id }) => id === taskId)

/** Our codes by Feishu's. */
async function ownDefinitions({ store }: LookDeps): Promise<ReadonlyMap<string, string>> {
  const known = await store.definitions.list()
  return new Map(
    known.flatMap(({ code, approvalCode }): [string, string][] =>
      approvalCode === null ? [] : [[approvalCode, code]],
    ),
  )
}

type Seen = { one: ShownInstance; record: InstanceRecord | undefined }

/** Whatever is shown, with the record as it is once it was seen there. */
async function* shownOf(deps: LookDeps, codes: readonly string[]): AsyncGenerator<Seen> {
  for (let at = 0; at < codes.length; at += CODES) {
    const approvalCodes = codes.slice(at, at + CODES)
    for (const status of STATUSES) {
      for await (const page of pagesOf(deps, approvalCodes, status)) yield* withRecords(deps, page)
    }
  }
}

async function* pagesOf(
  { feishu }: LookDeps,
  approvalCodes: readonly string[],
  status: TaskStatus,
): AsyncGenerator<readonly ShownInstance[]> {
  let pageToken: string | undefined
  do {
    const answer = await feishu.shown({ approvalCodes, status, pageToken })
    if (!answer.ok) throw unavailable('what its lists show', answer.failure)
    const { items, next } = answer.value
    if (next !== null && next === pageToken)
      throw new AppError('feishu_unavailable', 'Feishu answers the same page of its lists again and again.')
    yield items
    pageToken = next ?? undefined
  } while (pageToken !== undefined)
}

async function* withRecords({ store }: LookDeps, page: readonly ShownInstance[]): AsyncGenerator<Seen> {
  for (let at = 0; at < page.length; at += BATCH) {
    const some = page.slice(at, at + BATCH)
    const records = await Promise.all(some.map(({ instanceId }) => store.instances.read(instanceId)))
    for (const [n, one] of some.entries()) yield { one, record: records[n] }
  }
}
