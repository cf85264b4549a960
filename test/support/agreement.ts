import { summaryFields } from '../../shared/form/form-text.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { Person } from './api.ts'
import type { Control, Entry, Lists, SandboxCard } from './control.ts'
import { gather, type Told } from './what-is-told.ts'

/** Card status words by why a task ended (更新审批 Bot 消息); read from the documentation, not from the server. */
const CARD_WORDS: Record<string, string> = {
  approved: 'APPROVED',
  rejected: 'REJECTED',
  node_auto_reject: 'REJECTED',
  recall: 'CANCELLED',
  others: 'PROCESSED',
  forward: 'FORWARDED',
  forward_resign: 'FORWARDED',
  admin_forward: 'FORWARDED',
  system_forward: 'FORWARDED',
  add_pre: 'ADD',
  // They approved with it.
  add_post: 'APPROVED',
  specific_rollback: 'ROLLBACK',
  submit_again: 'PROCESSED',
  auto_skip: 'PROCESSED',
}

export type Everyone = Readonly<Record<string, Person>>

type Task = InstanceView['tasks'][number]

/**
 * Compares the sandbox's four lists and every card with what the server says, field by field, for all the
 * given people. Answers each difference in words; none when both sides agree.
 */
export async function differences(control: Control, everyone: Everyone): Promise<string[]> {
  const { people, instances, cards } = await gather(control, everyone)
  const found = people.flatMap(({ userId, lists, boxes }) => [
    ...compareTodo(userId, lists.todo, instances),
    ...compareDone(userId, lists.done, instances),
    ...compareStarted(userId, lists.started, instances),
    ...compareCc(userId, lists.cc, instances),
    ...compareOwnLists(userId, boxes, lists),
  ])
  return [...found, ...compareCards(cards, instances)]
}

function compareTodo(userId: string, shown: Entry[], instances: InstanceView[]): string[] {
  const expected = tasksOf(instances, userId, (task) => task.status === 'PENDING')
  return compareTasks(`to-do of ${userId}`, shown, expected)
}

function compareDone(userId: string, shown: Entry[], instances: InstanceView[]): string[] {
  const expected = tasksOf(instances, userId, (task) => task.status !== 'PENDING' && task.status !== 'DONE')
  return compareTasks(`done of ${userId}`, shown, expected)
}

function tasksOf(instances: InstanceView[], userId: string, wanted: (task: Task) => boolean) {
  return instances.flatMap((instance) =>
    instance.tasks
      .filter((task) => task.assignee.userId === userId && wanted(task))
      .map((task) => ({ instance, task })),
  )
}

function compareTasks(
  list: string,
  shown: Entry[],
  expected: { instance: InstanceView; task: Task }[],
): string[] {
  const found = sameIds(
    list,
    shown.map(({ taskId }) => taskId ?? ''),
    expected.map(({ task }) => task.id),
  )
  for (const { instance, task } of expected) {
    const entry = shown.find(({ taskId }) => taskId === task.id)
    if (!entry) continue
    found.push(
      ...sameFields(`${list}, ${task.id}`, entryFields(entry), {
        ...instanceFields(instance),
        status: task.status,
        nodeId: task.nodeId,
        generateType: task.consignedBy ? 'EXTERNAL_CONSIGN' : 'DEFAULT',
        nodeName: instance.nodes.find(({ id }) => id === task.nodeId)?.name,
        createTime: task.createdAt,
        endTime: task.endedAt ?? 0,
        // Feishu offers buttons in the to-do list only, whatever was pushed for a task before it ended.
        ...(task.status === 'PENDING' && { actions: buttonsOf(task) }),
      }),
    )
  }
  return found
}

/** What was sent back to its initiator is submitted again on the page. */
const buttonsOf = ({ nodeId }: Task): string => (nodeId === INITIATOR_NODE ? '' : 'APPROVE REJECT')

function compareStarted(userId: string, shown: Entry[], instances: InstanceView[]): string[] {
  const own = instances.filter(({ initiator }) => initiator.userId === userId)
  const found = sameIds(
    `started of ${userId}`,
    shown.map(({ instanceId }) => instanceId),
    own.map(({ id }) => id),
  )
  for (const instance of own) {
    const entry = shown.find(({ instanceId }) => instanceId === instance.id)
    if (!entry) continue
    found.push(
      ...sameFields(`started of ${userId}, ${instance.id}`, entryFields(entry), {
        ...instanceFields(instance),
        status: instance.status,
        createTime: instance.createdAt,
        endTime: instance.endedAt ?? 0,
      }),
    )
  }
  return found
}

function compareCc(userId: string, shown: Entry[], instances: InstanceView[]): string[] {
  const own = instances.flatMap((instance) =>
    instance.cc.filter(({ person }) => person.userId === userId).map((cc) => ({ instance, cc })),
  )
  const found = sameIds(
    `cc of ${userId}`,
    shown.map(({ ccId }) => ccId ?? ''),
    own.map(({ cc }) => cc.id),
  )
  for (const { instance, cc } of own) {
    const entry = shown.find(({ ccId }) => ccId === cc.id)
    if (!entry) continue
    const expected = {
      ...instanceFields(instance),
      createTime: cc.createdAt,
      readStatus: cc.readAt ? 'READ' : 'UNREAD',
    }
    found.push(
      ...sameFields(
        `cc of ${userId}, ${cc.id}`,
        { ...entryFields(entry), readStatus: entry.readStatus },
        expected,
      ),
    )
  }
  return found
}

/** What every kind of entry shows of its instance. */
function instanceFields(instance: InstanceView) {
  return {
    instanceStatus: instance.status,
    title: instance.title,
    number: instance.id.startsWith(instance.number) ? instance.id : instance.number,
    initiator: instance.initiator.userId,
    initiatorName: instance.initiator.name,
    link: instance.id,
  }
}

function entryFields(entry: Entry): Record<string, unknown> {
  const link = decodeURIComponent(entry.links.pc_link ?? '')
  return {
    instanceStatus: entry.instanceStatus,
    title: entry.title,
    number: (JSON.parse(entry.instanceExtra) as { business_key?: string }).business_key,
    initiator: entry.initiator.userId,
    initiatorName: entry.initiator.name,
    link: /[?&]id=([^&]+)/.exec(link)?.[1],
    status: entry.status,
    nodeId: entry.nodeId,
    nodeName: entry.nodeName,
    generateType: entry.generateType,
    createTime: entry.createTime,
    endTime: entry.endTime,
    actions: (entry.actionConfigs ?? []).map(({ actionType }) => actionType).join(' '),
  }
}

/** The server's own lists show the same as Feishu's. */
function compareOwnLists(userId: string, boxes: Told['people'][number]['boxes'], lists: Lists): string[] {
  const found: string[] = []
  for (const box of ['todo', 'done', 'started', 'cc'] as const) {
    const items = boxes[box]
    const shown = [...new Set(lists[box].map(({ instanceId }) => instanceId))]
    found.push(
      ...sameIds(
        `${box} of ${userId} in the API`,
        shown,
        items.map(({ id }) => id),
      ),
    )
    for (const item of items) {
      const entry = lists[box].find(({ instanceId }) => instanceId === item.id)
      const form = item.summary.slice(0, 3).map(({ label, value }) => `${label}=${value}`)
      const shownForm = entry?.form.map(({ name, value }) => `${name}=${value}`)
      if (entry)
        found.push(
          ...sameFields(
            `${box} of ${userId}, ${item.id}`,
            { form: shownForm?.join() },
            { form: form.join() },
          ),
        )
    }
  }
  return found
}

/** Every card shows how its task stands, and every open task has exactly one card. */
function compareCards(cards: SandboxCard[], instances: InstanceView[]): string[] {
  const found: string[] = []
  for (const instance of instances) {
    for (const task of instance.tasks) {
      const own = cards.filter(({ uuid, userId }) => uuid === task.id && userId === task.assignee.userId)
      if (own.length > 1) found.push(`${own.length} cards for ${task.id}`)
      // Whoever has to submit again gets a message of ours instead.
      const wantsCard = task.status === 'PENDING' && task.nodeId !== INITIATOR_NODE
      if (wantsCard && own.length === 0) found.push(`no card for ${task.id}`)
      for (const card of own) found.push(...compareCard(card, task, instance))
    }
  }
  const tasks = new Set(instances.flatMap(({ tasks: all }) => all.map(({ id }) => id)))
  return [
    ...found,
    ...cards.filter(({ uuid }) => !tasks.has(uuid)).map(({ uuid }) => `a card of nothing known: ${uuid}`),
  ]
}

function compareCard(card: SandboxCard, task: Task, instance: InstanceView): string[] {
  // Why a task of another system ended, it need not say.
  const ended = CARD_WORDS[task.completeReason ?? ''] ?? (instance.source ? task.status : '?')
  const status = task.status === 'PENDING' ? 'open' : ended
  const shown = {
    status: card.status,
    instance: card.instanceId,
    buttons: card.buttons.map(({ actionType }) => actionType).join(' '),
    approvalName: card.approvalName,
    titleUser: card.titleUserId,
    initiator: card.initiator.userId,
    summaries: card.summaries.length,
    callback: card.callbackUrl.endsWith('/feishu/approval/callback'),
    signed: card.actionContext !== '',
  }
  return sameFields(`card of ${task.id}`, shown, {
    status,
    instance: instance.id,
    buttons: task.status === 'PENDING' ? buttonsOf(task) : '',
    approvalName: instance.title,
    // The title says whose it is.
    titleUser: '',
    initiator: instance.initiator.userId,
    summaries: Math.min(5, summaryFields(instance.fields, instance.form).length),
    callback: true,
    signed: true,
  })
}

function sameIds(where: string, shown: string[], expected: string[]): string[] {
  const missing = expected.filter((id) => !shown.includes(id)).map((id) => `${where}: ${id} is missing`)
  const extra = shown
    .filter((id) => !expected.includes(id))
    .map((id) => `${where}: ${id} is shown, but not so here`)
  const double = shown.length === new Set(shown).size ? [] : [`${where}: something is shown twice`]
  return [...missing, ...extra, ...double]
}

function sameFields(
  where: string,
  shown: Record<string, unknown>,
  expected: Record<string, unknown>,
): string[] {
  return Object.entries(expected)
    .filter(([field, value]) => shown[field] !== value)
    .map(
      ([field, value]) => `${where}: ${field} is shown as ${String(shown[field])}, but is ${String(value)}`,
    )
}
