import { randomBytes } from 'node:crypto'
import type { Control } from '../test/support/control.ts'
import type { Person } from '../test/support/api.ts'
import { multipart } from '../test/support/files.ts'
import { leave } from '../test/support/sample-forms.ts'

export type Site = {
  url: string
  control: Control
  asker: Person
  deciders: readonly Person[]
  /** The latest of each. */
  instances: string[]
  files: string[]
  /** How often each thing was done, whatever came of it. */
  done: Map<string, number>
}

export type Client = { name: string; everyMs: number; act: (site: Site) => Promise<unknown> }

const KEPT = 200
const FILE_BYTES = 300_000

/** What people, monitors and strangers do all day, in no order. */
export const CLIENTS: readonly Client[] = [
  { name: 'submit', everyMs: 500, act: submit },
  { name: 'decide', everyMs: 400, act: decide },
  { name: 'decide in the center', everyMs: 900, act: press },
  {
    name: 'lists',
    everyMs: 200,
    act: ({ asker }) => asker.list(pick(['started', 'done', 'cc', 'todo']) ?? 'todo'),
  },
  { name: 'read', everyMs: 200, act: ({ asker, instances }) => asker.read(pick(instances) ?? 'none') },
  { name: 'comment', everyMs: 1_000, act: comment },
  { name: 'upload', everyMs: 700, act: uploadFile },
  { name: 'upload, given up', everyMs: 700, act: (site) => givenUp(site, uploadRequest(site), 3) },
  { name: 'download', everyMs: 300, act: async (site) => (await download(site)).arrayBuffer() },
  { name: 'download, given up', everyMs: 200, act: (site) => givenUp(site, downloadRequest(site), 3) },
  {
    name: 'download, given up before it begins',
    everyMs: 200,
    act: (site) => givenUp(site, downloadRequest(site), 0),
  },
  { name: 'HEAD', everyMs: 200, act: (site) => download(site, { method: 'HEAD' }) },
  {
    name: 'wrong token',
    everyMs: 500,
    act: ({ url }) => get(`${url}/api/v1/instances?box=todo`, randomBytes(32).toString('hex')),
  },
  { name: 'forged callback', everyMs: 500, act: forged },
  { name: 'page', everyMs: 1_000, act: ({ url }) => get(`${url}/readyz`) },
]

async function submit({ asker, instances }: Site): Promise<void> {
  const { status, body } = await asker.submit('leave', leave(Math.random() < 0.3 ? 5 : 2))
  if (status === 201) keep(instances, body.id)
}

async function decide({ deciders }: Site): Promise<void> {
  const person = pick(deciders)
  const { body } = (await person?.list('todo')) ?? {}
  for (const { task } of body?.items.slice(0, 2) ?? []) {
    if (task) await person?.decide(task.id, Math.random() < 0.9 ? 'approve' : 'reject')
  }
}

async function press({ control }: Site): Promise<void> {
  const userId = 'u_lead'
  const { todo } = await control.lists(userId)
  const taskId = pick(todo)?.taskId
  if (taskId !== undefined)
    await control.press({ userId, via: 'list', taskId, action: 'APPROVE', force: true })
}

async function comment({ asker, instances, files }: Site): Promise<void> {
  const file = files.pop()
  const attachments = file === undefined ? [] : [file]
  await asker.call('POST', `/instances/${pick(instances) ?? 'none'}/comment`, { text: '好的', attachments })
}

async function uploadFile(site: Site): Promise<void> {
  const { url, init } = uploadRequest(site)
  const response = await fetch(url, init)
  const { id } = (await response.json()) as { id?: string }
  if (id !== undefined) keep(site.files, id)
}

type Request = { url: string; init: RequestInit }

function uploadRequest({ url, asker }: Site): Request {
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(FILE_BYTES)])
  const headers = { authorization: `Bearer ${asker.token}` }
  return {
    url: `${url}/api/v1/attachments`,
    init: { method: 'POST', headers, body: multipart(content, 'a.pdf') },
  }
}

const downloadRequest = ({ url, asker, files }: Site): Request => ({
  url: `${url}/api/v1/attachments/${pick(files) ?? 'none'}`,
  init: { headers: { authorization: `Bearer ${asker.token}` } },
})

function download(site: Site, more: RequestInit = {}): Promise<Response> {
  const { url, init } = downloadRequest(site)
  return fetch(url, Object.assign(init, more))
}

/** Hangs up within so many milliseconds. */
async function givenUp(_site: Site, { url, init }: Request, withinMs: number): Promise<void> {
  const leaving = new AbortController()
  const timer = setTimeout(() => {
    leaving.abort()
  }, withinMs * Math.random())
  await fetch(url, Object.assign(init, { signal: leaving.signal }))
    .then((response) => response.arrayBuffer())
    .catch(() => undefined)
  clearTimeout(timer)
}

async function forged({ url, instances }: Site): Promise<void> {
  const id = pick(instances) ?? 'none'
  const body = {
    action_type: 'APPROVE',
    user_id: 'u_lead',
    instance_id: id,
    task_id: `${id}_t1`,
    token: 'guessed',
  }
  const response = await fetch(`${url}/feishu/approval/callback`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  await response.arrayBuffer()
}

async function get(url: string, token?: string): Promise<void> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  await (await fetch(url, { headers })).arrayBuffer()
}

function keep(ids: string[], id: string): void {
  ids.push(id)
  if (ids.length > KEPT) ids.shift()
}

const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)]
