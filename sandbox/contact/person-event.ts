import { createHash, randomBytes } from 'node:crypto'
import { encrypt } from '../press/callback-body.ts'
import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'

const TIMEOUT_MS = 3_000

/** 员工离职 (contact.user.deleted_v3), to the request address of the app's events; sent once, not again. */
export async function tellOfLeaver(world: World, person: Person): Promise<void> {
  const departments = departmentsOf(world, person)
  const old = { open_id: person.openId, department_ids: departments }
  await tell(world, 'contact.user.deleted_v3', { object: toObject(world, person), old_object: old })
}

/** 员工信息变化 (contact.user.updated_v3): `old_object` has what changed, and nothing else. */
export async function tellOfChange(world: World, before: Person, after: Person): Promise<void> {
  const [old, now] = [toObject(world, before), toObject(world, after)]
  const changed = Object.entries(old).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(now[key]),
  )
  if (changed.length === 0) return
  const event = { object: now, old_object: Object.fromEntries(changed) }
  await tell(world, 'contact.user.updated_v3', event)
}

async function tell(world: World, type: string, event: object): Promise<void> {
  const { eventUrl } = world.settings()
  if (eventUrl === '') return
  const request = { schema: '2.0', header: header(world, type), event }
  const begun = performance.now()
  const { status, response } = await post(eventUrl, seal(world, request))
  world.log.add({
    at: world.clock.now(),
    api: 'event',
    method: 'POST',
    path: new URL(eventUrl).pathname,
    status,
    code: null,
    ms: Math.round(performance.now() - begun),
    logId: '',
    request,
    response,
  })
}

const header = ({ app, clock }: World, type: string) => ({
  event_id: randomBytes(16).toString('hex'),
  event_type: type,
  create_time: String(clock.now()),
  token: app.verificationToken,
  app_id: app.appId,
  tenant_key: app.tenant,
})

function toObject(world: World, person: Person): Record<string, unknown> {
  const { openId: open_id, unionId: union_id, userId: user_id, name, enName: en_name } = person
  return {
    open_id,
    union_id,
    user_id,
    name,
    en_name,
    department_ids: departmentsOf(world, person),
    leader_user_id: world.state.people.get(person.leaderUserId)?.openId ?? '',
    status: {
      is_frozen: person.frozen === true,
      is_resigned: person.resigned,
      is_activated: !person.resigned,
    },
  }
}

const departmentsOf = ({ state }: World, person: Person): string[] =>
  person.departmentIds.flatMap((id) => state.departments.get(id)?.openDepartmentId ?? [])

/** Encrypt Key 加密策略: the signature is over the body as it is sent. */
function seal({ app }: World, event: object): { body: string; headers: Record<string, string> } {
  const text = JSON.stringify(event)
  if (app.encryptKey === '') return { body: text, headers: {} }
  const body = JSON.stringify({ encrypt: encrypt(text, app.encryptKey) })
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const nonce = randomBytes(8).toString('hex')
  const signature = createHash('sha256').update(`${timestamp}${nonce}${app.encryptKey}${body}`).digest('hex')
  const headers = {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  }
  return { body, headers }
}

async function post(
  url: string,
  { body, headers }: { body: string; headers: Record<string, string> },
): Promise<{ status: number; response: unknown }> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: answer.status, response: await answer.text() }
  } catch (error) {
    return { status: 0, response: { error: error instanceof Error ? error.message : String(error) } }
  }
}
