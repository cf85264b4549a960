import { createHash, randomBytes } from 'node:crypto'
import { encrypt } from '../press/callback-body.ts'
import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'

const TIMEOUT_MS = 3_000

/** 员工离职 (contact.user.deleted_v3), to the request address of the app's events; sent once, not again. */
export async function tellOfLeaver(world: World, person: Person): Promise<void> {
  const { eventUrl } = world.settings()
  if (eventUrl === '') return
  const event = leaverEvent(world, person)
  const begun = performance.now()
  const { status, response } = await post(eventUrl, seal(world, event))
  world.log.add({
    ...{ at: world.clock.now(), api: 'event', method: 'POST', path: new URL(eventUrl).pathname },
    ...{ status, code: null, ms: Math.round(performance.now() - begun), logId: '' },
    ...{ request: event, response },
  })
}

function leaverEvent({ app, clock, state }: World, person: Person): Record<string, unknown> {
  const departments = person.departmentIds.flatMap((id) => state.departments.get(id)?.openDepartmentId ?? [])
  const { openId: open_id, unionId: union_id, userId: user_id, name, enName: en_name } = person
  return {
    schema: '2.0',
    header: {
      event_id: randomBytes(16).toString('hex'),
      event_type: 'contact.user.deleted_v3',
      create_time: String(clock.now()),
      token: app.verificationToken,
      app_id: app.appId,
      tenant_key: app.tenant,
    },
    event: {
      object: {
        ...{ open_id, union_id, user_id, name, en_name },
        leader_user_id: state.people.get(person.leaderUserId)?.openId ?? '',
        status: { is_frozen: false, is_resigned: true, is_activated: false },
      },
      old_object: { open_id, department_ids: departments },
    },
  }
}

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
