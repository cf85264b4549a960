import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Control } from '../support/control.ts'
import { QUIET_HABITS, type Doer, type QuietAct } from './quiet-acts.ts'
import { leave, type Cast } from './stage.ts'

/** What somebody was told to have happened: from then on it must never be otherwise. */
export type Ledger = {
  submits: { id: string; key: string; by: Asker; days: number }[]
  /** Task → what was decided on it, and from where it was acknowledged. */
  decisions: Map<string, { action: Action; from: string[] }>
  /** Callbacks that were answered 200 although another one was before. */
  repeats: number
  /** Requests that had no answer, or 503. */
  unanswered: number
  /** Keys under which somebody submitted, answered or not. */
  keys: number
  /** When a press last failed: Feishu goes on with it in the background for a while. */
  pressFailedAt: number
  contradictions: string[]
  /** Uploads, comments and whatever else was acknowledged. */
  quiet: QuietAct[]
}

export type Load = { ledger: Ledger; stop: () => Promise<void> }

type Action = 'APPROVE' | 'REJECT'
type Asker = 'u_dev' | 'u_designer'
type Decider = 'u_lead' | 'u_hr' | 'u_recruiter'

type Site = {
  /** Set: people also upload, comment, copy, urge, hand on and choose a language there. */
  url: string | undefined
  cast: Cast
  control: Control
  random: () => number
  ledger: Ledger
  signal: AbortSignal
}

const ASKERS: readonly Asker[] = ['u_dev', 'u_designer']
const DECIDERS: readonly Decider[] = ['u_lead', 'u_lead', 'u_hr', 'u_recruiter']

/** People who submit and decide without a pause longer than `everyMs`, in pages, on cards and in lists. */
export function startLoad(
  parts: Pick<Site, 'cast' | 'control' | 'random'> & Partial<Pick<Site, 'url'>>,
  everyMs: number,
): Load {
  const stopping = new AbortController()
  const ledger: Ledger = {
    submits: [],
    decisions: new Map(),
    contradictions: [],
    quiet: [],
    repeats: 0,
    unanswered: 0,
    keys: 0,
    pressFailedAt: 0,
  }
  const { cast, control, random, url } = parts
  const site: Site = { url, cast, control, random, ledger, signal: stopping.signal }
  const quiet = url === undefined ? [] : QUIET_HABITS.map((habit) => () => habit(doerAt(site, url)))
  const habits = [submit, submit, decideInPage, pressCard, pressCard, pressListEntry, ...quiet]
  setMaxListeners(2 * habits.length, stopping.signal)
  const people = habits.map((habit) => repeat(site, habit, everyMs))
  return {
    ledger,
    stop: async () => {
      stopping.abort()
      await Promise.all(people)
    },
  }
}

const doerAt = (site: Site, url: string): Doer => ({
  url,
  cast: site.cast,
  random: site.random,
  ask: (request) => answered(site, request),
  done: (act) => void site.ledger.quiet.push(act),
})

async function repeat(site: Site, habit: (site: Site) => Promise<void>, everyMs: number): Promise<void> {
  while (!site.signal.aborted) {
    await habit(site)
    await sleep(everyMs * (0.5 + site.random()), undefined, { signal: site.signal }).catch(() => undefined)
  }
}

/** Insists under the same key until there is an answer. */
async function submit(site: Site): Promise<void> {
  const by = pickAsker(site.random)
  const days = site.random() < 0.4 ? 5 : 2
  const key = `load-${(site.ledger.keys += 1)}`
  const id = await insist(site, async () => {
    const { status, body } = await site.cast[by].submit('leave', leave(days), {}, { 'idempotency-key': key })
    return status === 201 ? body.id : undefined
  })
  if (id !== undefined) site.ledger.submits.push({ id, key, by, days })
}

async function decideInPage(site: Site): Promise<void> {
  const userId = pickDecider(site.random)
  const person = site.cast[userId]
  const items = await answered(site, () => person.list('todo'))
  const task = pick(items?.body.items ?? [], site.random)?.task
  if (!task) return
  const action = decision(site.random)
  const verb = action === 'APPROVE' ? 'approve' : 'reject'
  const status = await insist(site, async () => {
    const reply = await person.decide(task.id, verb)
    return reply.status === 503 ? undefined : reply.status
  })
  if (status === 200) acknowledged(site.ledger, task.id, action, 'page')
}

async function pressCard(site: Site): Promise<void> {
  const userId = pickDecider(site.random)
  const card = pick(
    (await site.control.chat(userId)).filter(({ buttons }) => buttons.length > 0),
    site.random,
  )
  if (card) await press(site, card.uuid, { userId, via: 'card', messageId: card.messageId })
}

async function pressListEntry(site: Site): Promise<void> {
  const userId = pickDecider(site.random)
  const { todo } = await site.control.lists(userId)
  const taskId = pick(todo, site.random)?.taskId
  if (taskId !== undefined) await press(site, taskId, { userId, via: 'list', taskId })
}

/** As an old view allows: perhaps twice, and perhaps on something that has ended meanwhile. */
async function press(
  site: Site,
  taskId: string,
  target: { userId: string; via: string; messageId?: string; taskId?: string },
): Promise<void> {
  const { random, ledger } = site
  const action = decision(random)
  const copies = random() < 0.3 ? 2 : 1
  const input = { ...target, action, copies, concurrent: random() < 0.5, force: true }
  const { responses } = await site.control.press(input)
  const good = responses.filter(({ status }) => status === 200).length
  if (good > 0) acknowledged(ledger, taskId, action, target.via)
  ledger.repeats += Math.max(0, good - 1)
  const failed = responses.filter(({ status }) => status === 0 || status === 503).length
  ledger.unanswered += failed
  if (failed > 0) ledger.pressFailedAt = Date.now()
}

function acknowledged(
  { decisions, contradictions }: Ledger,
  taskId: string,
  action: Action,
  from: string,
): void {
  const known = decisions.get(taskId)
  if (!known) decisions.set(taskId, { action, from: [from] })
  else if (known.action === action) known.from.push(from)
  else
    contradictions.push(`${taskId}: ${known.action} from ${known.from.join()}, then ${action} from ${from}`)
}

async function insist<T>(site: Site, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  while (!site.signal.aborted) {
    const answer = await answered(site, ask)
    if (answer !== undefined) return answer
    await sleep(100)
  }
  return undefined
}

/** Undefined when the server is gone. */
async function answered<T>({ ledger }: Site, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  const answer = await ask().catch(() => undefined)
  if (answer === undefined) ledger.unanswered += 1
  return answer
}

const decision = (random: () => number): Action => (random() < 0.8 ? 'APPROVE' : 'REJECT')

function pick<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)]
}

const pickAsker = (random: () => number): Asker => pick(ASKERS, random) ?? 'u_dev'
const pickDecider = (random: () => number): Decider => pick(DECIDERS, random) ?? 'u_lead'

/** The same of what was acknowledged besides submits and decisions. */
export async function quietLosses(acts: readonly QuietAct[]): Promise<string[]> {
  const lost: string[] = []
  for (const { check } of acts)
    lost.push(...(await check().then((fault) => (fault === undefined ? [] : [fault]))))
  return lost
}

/** What is missing of that which was acknowledged, in words. */
export async function losses(
  { submits: all, decisions, contradictions }: Ledger,
  cast: Cast,
  sample: (id: string) => boolean = () => true,
): Promise<string[]> {
  const lost = [...contradictions]
  for (const { id, by, days } of all) {
    if (!sample(id)) continue
    const { status, body } = await cast[by].read(id)
    if (status !== 200 || body.form['days'] !== days || body.initiator.userId !== by) {
      lost.push(`${id}: submitted, but read as ${status}`)
      continue
    }
    for (const task of body.tasks) {
      const decided = decisions.get(task.id)
      const wanted = decided?.action === 'APPROVE' ? 'APPROVED' : 'REJECTED'
      const acts = body.history.filter(
        (act) => (act.verb === 'approve' || act.verb === 'reject') && act.task.id === task.id,
      )
      if (decided && (task.status !== wanted || acts.length !== 1)) {
        lost.push(`${task.id}: ${wanted} acknowledged, but ${task.status} with ${acts.length} acts`)
      }
    }
  }
  return lost
}
