import { MOST_TASKS } from '../../../shared/instance-limits.ts'
import { textIn } from '../../../shared/languages.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { isOpen, type Instance, type People, type Task } from '../instance.ts'
import type { Outcome } from '../act.ts'
import { createRecorder } from '../engine/recorder.ts'
import { pressedAfter } from './heard.ts'
import { merge } from './merge.ts'
import type { Mirror } from './mirrored.ts'
import { NEVER, type Push, type Pushed, type PushedCc, type PushedTask } from './pushed.ts'
import { whatCounts } from './what-counts.ts'

/** So many of those that the source names no more are kept, where there is room for them. */
const MOST_FORMER = 50

/** Where a push belongs, and what is known of the people whom it names. */
export type PushContext = {
  /** Ours: below its source, the same for every push of one approval. */
  id: string
  definition: { code: string; version: number }
  source: string
  externalId: string
  /** Whether the bridge sends a card for each to-do. */
  sendsCards: boolean
  /** By the source's names; whoever is not in it is known to nobody yet. */
  people: Readonly<Record<string, MirroredPerson>>
  at: number
}

export type MirroredPerson = { userId: string; openId: string; name: string }

/**
 * What a push makes of an approval, or what becoming known makes of it (`push` undefined). No act where it says nothing
 * that was not known. Its own clocks only decide what of it counts; what Feishu is told has ours.
 */
export function mirror(before: Instance | undefined, push: Push | undefined, context: PushContext): Outcome {
  const held = before?.mirror?.pushed
  const pushed = push ? merge(held, push) : held
  if (!pushed) throw new Error(`nothing was ever pushed of ${context.id}`)
  const drawn = draw(before, pushed, context)
  if (before && isShownAlike(before, drawn)) {
    if (pushed === held) return { instance: before, act: null }
    return note(before, pushed, context)
  }
  const recorder = createRecorder(before, { verb: 'push' }, { at: context.at, by: null, via: 'source' })
  recorder.record({ type: 'mirrored', state: drawn, ...tasksTurned(before, drawn) })
  return recorder.outcome()
}

/** Whether a push says nothing that is not held, and nobody waits for becoming known. */
export function addsNothing({ mirror: held }: Instance, push: Push): boolean {
  if (!held || held.unknown.length > 0) return false
  return merge(held.pushed, push) === held.pushed
}

/** Its clocks went on, and nothing that anybody sees. */
function note(before: Instance, pushed: Pushed, { at, people }: PushContext): Outcome {
  const recorder = createRecorder(before, { verb: 'push' }, { at, by: null, via: 'source' })
  recorder.record({ type: 'mirror_noted', pushed, unknown: unknownIn(pushed, people) })
  return recorder.outcome()
}

function draw(before: Instance | undefined, pushed: Pushed, context: PushContext): Instance {
  const { id, definition, source, externalId, sendsCards, people: known, at } = context
  const clock = Math.max(at, (before?.clock ?? 0) + 1)
  const { head } = pushed
  const counted = whatCounts(pushed)
  const saidBefore = before?.mirror && whatCounts(before.mirror.pushed)
  const count0 = before?.mirror?.count ?? 0
  const drawing: Drawing = { before, pushed: counted, saidBefore, context, clock, count: count0 }
  const status = statusOf(counted)
  const { tasks, taskIds, count: afterTasks } = drawTasks(drawing)
  const { cc, ccIds, count } = drawCc({ ...drawing, count: afterTasks })
  const initiator = head.initiator.person === null ? undefined : personIn(known, head.initiator.person)
  const mirror: Mirror = {
    source,
    externalId,
    sendsCards,
    pushed,
    taskIds,
    ccIds,
    count,
    ...(before?.mirror?.presses !== undefined && { presses: before.mirror.presses }),
    unknown: unknownIn(pushed, known),
  }
  return {
    id,
    definition: hasBegun(before) ? before.definition : definition,
    status,
    initiator: {
      userId: initiator?.userId ?? '',
      openId: initiator?.openId ?? '',
      name: initiator?.name ?? initiatorName(head),
      department: null,
    },
    people: { ...before?.people, ...peopleOf(known) },
    form: {},
    route: [],
    ccAtEnd: [],
    round: 1,
    ...(before?.files && { files: before.files }),
    tasks,
    cc,
    startedAt: head.startedAt ?? before?.startedAt ?? at,
    updatedAt: at,
    endedAt: status === 'PENDING' && pushed.perItem ? null : endOf(head, before, at),
    clock,
    mirror,
  }
}

/** Of whoever is nobody who is known here: as the source calls them. */
const initiatorName = ({ initiator: { name, person } }: Pushed['head']): string =>
  name ? textIn(name, 'zh-CN') : (person ?? '')

/**
 * What is pushed as one to-do each waits as long as one of them does. Approved by the word on one of them, it is not
 * where another was rejected: how the whole ended nobody said.
 */
function statusOf({ head, tasks, perItem }: Pushed): Instance['status'] {
  const all = Object.values(tasks)
  if (!perItem) return head.status
  if (all.some(isOpen)) return 'PENDING'
  return head.status === 'APPROVED' && all.some(({ status }) => status === 'REJECTED')
    ? 'HIDDEN'
    : head.status
}

/** As the source says; where it does not, what has ended did so when that became known. */
const endOf = ({ status, endedAt }: Pushed['head'], before: Instance | undefined, at: number) =>
  endedAt ?? (status === 'PENDING' ? null : (before?.endedAt ?? at))

/** Not where all that is known of it is what was deleted. */
const hasBegun = (before: Instance | undefined): before is Instance =>
  before !== undefined && before.mirror?.pushed.head.clock !== NEVER

const peopleOf = (known: PushContext['people']): People =>
  Object.fromEntries(Object.values(known).map(({ userId, openId, name }) => [userId, { openId, name }]))

const personIn = (known: PushContext['people'], name: string): MirroredPerson | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined

/** Everybody whom a source names, in its words, each once. */
export function namedIn({ head, tasks, cc }: Pushed | Push): string[] {
  const all = [...Object.values<PushedTask>(tasks), ...Object.values<PushedCc>(cc)].map(
    ({ person }) => person,
  )
  return [...new Set(head.initiator.person === null ? all : [head.initiator.person, ...all])]
}

const unknownIn = (pushed: Pushed, known: PushContext['people']): string[] =>
  namedIn(pushed).filter((name) => personIn(known, name) === undefined)

/** Whom it names and who is known by it already: nobody has to ask for them again. */
export function knownIn(instance: Instance): PushContext['people'] {
  const { mirror, tasks, cc, initiator, people } = instance
  if (!mirror) return {}
  const { pushed, taskIds, ccIds } = mirror
  const assignees = new Map(tasks.map(({ id, assignee }) => [id, assignee]))
  const readers = new Map(cc.map(({ id, userId }) => [id, userId]))
  const owner = pushed.head.initiator.person
  const pairs: [string, string | undefined][] = [
    ...Object.values(pushed.tasks).map((one): [string, string | undefined] => [
      one.person,
      assignees.get(taskIds[one.id] ?? ''),
    ]),
    ...Object.values(pushed.cc).map((one): [string, string | undefined] => [
      one.person,
      readers.get(ccIds[one.id] ?? ''),
    ]),
    ...(owner === null ? [] : [[owner, initiator.userId] as [string, string]]),
  ]
  return Object.fromEntries(
    pairs.flatMap(([name, userId = '']): [string, MirroredPerson][] => {
      const known = userId !== '' && Object.hasOwn(people, userId) ? people[userId] : undefined
      return known ? [[name, { userId, openId: known.openId, name: known.name }]] : []
    }),
  )
}

type Drawing = {
  before: Instance | undefined
  pushed: Pushed
  saidBefore: Pushed | undefined
  context: PushContext
  clock: number
  count: number
}

type Ids = Readonly<Record<string, string>>

function drawTasks({ before, pushed, saidBefore, context, clock, count }: Drawing) {
  const { people, id, at } = context
  const held: Ids = before?.mirror?.taskIds ?? {}
  const was = new Map(before?.tasks.map((task) => [task.id, task]))
  const taskIds: Record<string, string> = {}
  const tasks: Task[] = []
  let given = count
  for (const said of Object.values(pushed.tasks)) {
    const person = personIn(people, said.person)
    if (!person) continue
    const old = was.get(Object.hasOwn(held, said.id) ? (held[said.id] ?? '') : '')
    // What has ended stays as it ended: Feishu settles a card once. And a task is one person's for good.
    const stays = old?.assignee === person.userId && (isOpen(old) || said.status === old.status)
    const ours = stays ? old.id : `${id}_t${(given += 1)}`
    taskIds[said.id] = ours
    const kept = stays ? old : undefined
    tasks.push(taskOf(said, { id: ours, assignee: person.userId, clock, at, old: kept, saidBefore }))
  }
  const current = new Set(Object.values(taskIds))
  const former = (before?.tasks ?? []).filter((task) => !current.has(task.id))
  const kept = keptOf(former, MOST_TASKS - tasks.length)
  return {
    tasks: [...kept.map((task) => (isOpen(task) ? gone(task, clock, context.at) : task)), ...tasks],
    taskIds,
    count: given,
  }
}

/** First those of which Feishu has to be told that they ended, then the latest, as many as there is room for. */
function keptOf(former: readonly Task[], room: number): readonly Task[] {
  const open = former.filter(isOpen).slice(0, room)
  const most = Math.min(MOST_FORMER, room - open.length)
  const ended = most > 0 ? former.filter((task) => !isOpen(task)).slice(-most) : []
  return former.filter((task) => open.includes(task) || ended.includes(task))
}

/** It is not its person's any more, nor ever was: Feishu shows it to nobody. */
const gone = (task: Task, clock: number, at: number): Task => ({
  ...task,
  status: 'DONE',
  completeReason: 'delete_assignee',
  endedAt: task.endedAt ?? at,
  clock,
})

type Placed = {
  id: string
  assignee: string
  clock: number
  at: number
  old: Task | undefined
  saidBefore: Pushed | undefined
}

function taskOf(said: PushedTask, { id, assignee, clock, at, old, saidBefore }: Placed): Task {
  const known = saidBefore?.tasks[said.id]
  const pressed = pressedAfter(old?.pressed, known, said)
  const next: Task = {
    id,
    // Nobody submits it again here, whatever the source calls its nodes.
    nodeId: said.node && said.node.id !== INITIATOR_NODE ? said.node.id : '',
    assignee,
    status: said.status,
    reason: null,
    completeReason: said.completeReason,
    round: 1,
    createdAt: old?.createdAt ?? said.createdAt ?? at,
    endedAt: isOpen(said) ? null : (said.endedAt ?? old?.endedAt ?? at),
    ...(old?.postponedUntil !== undefined &&
      said.status === 'PENDING' && { postponedUntil: old.postponedUntil }),
    ...(pressed && { pressed }),
    clock,
  }
  const isSame = old?.assignee === assignee && known && alike(known, said)
  return isSame ? { ...next, clock: old.clock } : next
}

function drawCc({ before, pushed, saidBefore, context, clock, count }: Drawing) {
  const held: Ids = before?.mirror?.ccIds ?? {}
  const was = new Map(before?.cc.map((cc) => [cc.id, cc]))
  const ccIds: Record<string, string> = {}
  const cc: Instance['cc'][number][] = []
  let given = count
  for (const said of Object.values(pushed.cc)) {
    const person = personIn(context.people, said.person)
    if (!person) continue
    const old = was.get(Object.hasOwn(held, said.id) ? (held[said.id] ?? '') : '')
    // As with a task: whose a copy is cannot be changed.
    const id = old?.userId === person.userId ? old.id : `${context.id}_c${(given += 1)}`
    ccIds[said.id] = id
    const known = saidBefore?.cc[said.id]
    const isSame = old?.userId === person.userId && known && alike(known, said)
    cc.push({
      id,
      userId: person.userId,
      createdAt: old?.createdAt ?? said.createdAt ?? context.at,
      readAt: said.isRead ? (old?.readAt ?? context.at) : null,
      clock: isSame ? old.clock : clock,
    })
  }
  return { cc, ccIds, count: given }
}

/** Whether both say the same, whatever their clocks. */
const alike = <Item extends PushedTask | PushedCc>(one: Item, other: Item): boolean =>
  JSON.stringify({ ...one, clock: 0 }) === JSON.stringify({ ...other, clock: 0 })

/** Whether nothing of it would be shown in another way. */
function isShownAlike(before: Instance, drawn: Instance): boolean {
  const held = before.mirror?.pushed
  const now = drawn.mirror?.pushed
  const withoutClock = (head: Pushed['head'] | undefined) => JSON.stringify({ ...head, clock: 0 })
  return (
    withoutClock(held?.head) === withoutClock(now?.head) &&
    before.status === drawn.status &&
    before.initiator.userId === drawn.initiator.userId &&
    isUntouched(before.tasks, drawn.tasks) &&
    isUntouched(before.cc, drawn.cc)
  )
}

type Item = { id: string; clock: number }
const isUntouched = (before: readonly Item[], now: readonly Item[]): boolean =>
  before.length === now.length &&
  now.every(({ id, clock }, at) => before[at]?.id === id && before[at].clock === clock)

/** The tasks that wait now and did not before, and those that do not wait any more. */
function tasksTurned(before: Instance | undefined, { tasks }: Instance) {
  const open = (all: readonly Task[]) => new Set(all.filter(isOpen).map(({ id }) => id))
  const was = open(before?.tasks ?? [])
  const is = open(tasks)
  return {
    opened: [...is].filter((id) => !was.has(id)),
    ended: [...was].filter((id) => !is.has(id)),
  }
}
