import { createHash } from 'node:crypto'
import type { Person } from '../support/api.ts'
import { upload } from '../support/files.ts'
import { pushTodo, secretOf, titleOf, waitsForContacts } from './other-system.ts'
import type { Cast } from './stage.ts'

/** An act that was acknowledged, and how to see whether it is still so: undefined when it is. */
export type QuietAct = { kind: QuietKind; check: () => Promise<string | undefined> }

export const QUIET_KINDS = [
  'upload',
  'comment',
  'cc',
  'urge',
  'settings',
  'transfer',
  'add-sign',
  'push',
] as const
export type QuietKind = (typeof QUIET_KINDS)[number]

export type Doer = {
  url: string
  cast: Cast
  random: () => number
  /** Undefined when the server is gone. */
  ask: <T>(request: () => Promise<T>) => Promise<T | undefined>
  done: (act: QuietAct) => void
}

export type QuietHabit = (doer: Doer) => Promise<void>

let count = 0
const mark = (): string => `act-${(count += 1)}`

/** What people do besides submitting and deciding; each is told from all others by a text of its own. */
export const QUIET_HABITS: readonly QuietHabit[] = [
  uploadFile,
  commentOn,
  copySomebody,
  urge,
  handOn,
  changeLanguage(),
  pushFromOutside(),
]

async function uploadFile({ url, cast, ask, done, random }: Doer): Promise<void> {
  const by = cast.u_designer
  const content = Buffer.from(`%PDF-1.7 ${mark()} ${'x'.repeat(Math.floor(random() * 200_000))}`)
  const taken = await ask(() => upload(url, by.token, { content, name: 'act.pdf' }))
  if (taken?.status !== 201) return
  const id: string = taken.body.id
  const wanted = digestOf(content)
  const check = async () => {
    const headers = { authorization: `Bearer ${by.token}` }
    const response = await fetch(`${url}/api/v1/attachments/${id}`, { headers })
    const got = digestOf(new Uint8Array(await response.arrayBuffer()))
    return response.status === 200 && got === wanted ? undefined : `upload ${id}: ${response.status}`
  }
  done({ kind: 'upload', check })
  // Those that nothing names are limited.
  const instance = await own(ask, by, random)
  if (instance === undefined) return
  const text = mark()
  const said = await ask(() => by.call('POST', `/instances/${instance}/comment`, { text, attachments: [id] }))
  if (said?.status === 200 || said?.status === 201) done(shows('comment', by, instance, text))
}

async function commentOn({ cast, random, ask, done }: Doer): Promise<void> {
  const by = cast.u_dev
  const id = await own(ask, by, random)
  if (id === undefined) return
  const text = mark()
  const reply = await ask(() => by.call('POST', `/instances/${id}/comment`, { text }))
  if (isTaken(reply)) done(shows('comment', by, id, text))
}

async function copySomebody({ cast, random, ask, done }: Doer): Promise<void> {
  const by = random() < 0.5 ? cast.u_dev : cast.u_designer
  const id = await own(ask, by, random)
  if (id === undefined) return
  const reply = await ask(() => by.call('POST', `/instances/${id}/cc`, { users: ['u_admin'] }))
  if (!isTaken(reply)) return
  const check = async () => {
    const { body } = await by.read(id)
    const isThere = body.cc.some(({ person }) => person.userId === 'u_admin')
    return isThere ? undefined : `cc of ${id} is gone`
  }
  done({ kind: 'cc', check })
}

async function urge({ cast, random, ask, done }: Doer): Promise<void> {
  const by = random() < 0.5 ? cast.u_dev : cast.u_designer
  const id = await own(ask, by, random)
  if (id === undefined) return
  const reason = mark()
  const reply = await ask(() => by.call('POST', `/instances/${id}/urge`, { reason }))
  if (isTaken(reply)) done(shows('urge', by, id, reason))
}

/** Transfers a task, or has somebody decide before oneself. */
async function handOn({ cast, random, ask, done }: Doer): Promise<void> {
  const by = random() < 0.5 ? cast.u_hr : cast.u_lead
  const items = (await ask(() => by.list('todo')))?.body.items ?? []
  const item = items[Math.floor(random() * items.length)]
  if (!item?.task) return
  const reason = mark()
  const kind = random() < 0.5 ? 'transfer' : 'add-sign'
  const body =
    kind === 'transfer'
      ? { to: 'u_recruiter', reason }
      : { users: ['u_recruiter'], position: 'before', reason }
  const path = `/tasks/${item.task.id}/${kind}`
  const reply = await ask(() => by.call('POST', path, body))
  if (isTaken(reply)) done(shows(kind, by, item.id, reason))
}

/** One person's settings: the last that was acknowledged, or the one that is asked for. */
function changeLanguage(): QuietHabit {
  const languages = ['zh-CN', 'en-US', 'ja-JP'] as const
  let asked: string[] = []
  let turn = 0
  return async ({ cast: { u_admin: by }, ask, done }) => {
    const locale = languages[(turn += 1) % languages.length] ?? 'zh-CN'
    asked.push(locale)
    const reply = await ask(() => by.call('PUT', '/me/settings', { muted: [], locale }))
    if (reply?.status !== 200) return
    asked = [locale]
    const check = async () => {
      const { body } = await by.call<{ locale?: string }>('GET', '/me/settings')
      return body.locale !== undefined && asked.includes(body.locale) ? undefined : `settings: ${body.locale}`
    }
    done({ kind: 'settings', check })
  }
}

type Flow = { name: string; clock: number; isOpen: boolean; isUnderWay: boolean }

/** Another system's to-dos: begun and ended, and what was not answered is said again, as such systems do. */
function pushFromOutside(): QuietHabit {
  const flows: Flow[] = []
  let secret: string | undefined
  const check = (url: string, by: Person, flow: Flow) => async () => {
    const { isUnderWay, isOpen, clock } = flow
    if (isUnderWay) return undefined
    const items = await by.listAll('todo')
    // Pushed on while it was looked at; or kept until contacts say whose it is.
    if (flow.clock !== clock || (await waitsForContacts(url))) return undefined
    const isShown = items.some(({ title }) => title.endsWith(titleOf(flow.name)))
    return isShown === isOpen ? undefined : `push of ${flow.name}: open is ${isShown}`
  }
  return async ({ url, cast: { u_admin: by }, random, ask, done }) => {
    secret ??= await ask(() => secretOf(url))
    if (secret === undefined) return
    const known = secret
    const flow = flows.find(({ isUnderWay }) => isUnderWay) ?? begun(flows, random)
    const way = flow.isOpen ? 'open' : 'end'
    const { name, clock } = flow
    const status = await ask(() => pushTodo(url, known, way, { flow: name, clock, who: 'u_admin' }))
    if (status !== 200) return
    flow.isUnderWay = false
    done({ kind: 'push', check: check(url, by, flow) })
  }
}

/** What the other system does next: one more, or one that ends. */
function begun(flows: Flow[], random: () => number): Flow {
  const open = flows.filter(({ isOpen }) => isOpen)
  const ending = random() < 0.5 ? open[Math.floor(random() * open.length)] : undefined
  if (ending) return Object.assign(ending, { clock: ending.clock + 1, isOpen: false, isUnderWay: true })
  const flow = { name: mark(), clock: 1, isOpen: true, isUnderWay: true }
  flows.push(flow)
  return flow
}

/** Some approval of that person's own, of the newest. */
async function own(ask: Doer['ask'], by: Person, random: () => number): Promise<string | undefined> {
  const items = (await ask(() => by.list('started')))?.body.items ?? []
  return items[Math.floor(random() * Math.min(20, items.length))]?.id
}

const isTaken = (reply: { status: number } | undefined): boolean =>
  reply?.status === 200 || reply?.status === 201

const shows = (kind: QuietKind, by: Person, id: string, text: string): QuietAct => ({
  kind,
  check: async () => {
    const { status, body } = await by.read(id)
    return JSON.stringify(body).includes(`"${text}"`) ? undefined : `${kind} ${text} on ${id}: ${status}`
  },
})

const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
