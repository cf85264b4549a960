import { NO_SUCH_ID, NO_SUCH_PERSON } from './answers.ts'
import type { AppCall } from './calls.ts'
import { NOBODY, PeopleAnswer, PersonAnswer, type PersonBody } from './contact-answers.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { GateTurn } from './port.ts'

/** A turn of their own: whoever logs in does not wait behind what others ask in bulk. */
const LOGINS: GateTurn = { by: 'logins', line: 'todos' }

/** 批量获取用户信息: at most so many ids. */
export const MOST_AT_ONCE = 50

export type IdType = 'user_id' | 'open_id'
export const idTypeOf = (id: string): IdType => (id.startsWith('ou_') ? 'open_id' : 'user_id')

const paramsFor = (idType: IdType) => ({
  user_id_type: idType,
  department_id_type: 'open_department_id',
})

/** 获取单个用户信息. Undefined: nobody, or nobody whom the app may see. */
export async function askForPerson(
  asApp: AppCall,
  id: string,
  { isUrgent = false } = {},
): Promise<Answer<PersonBody | undefined>> {
  const answer = await askAlone(asApp, id, isUrgent)
  return isNobody(answer) ? NOBODY : answer
}

/** Whether nobody has the id, rather than somebody whom the app may not see. */
export async function askWhether(
  asApp: AppCall,
  id: string,
): Promise<Answer<PersonBody | 'nobody' | 'hidden'>> {
  const answer = await askAlone(asApp, id, false)
  if (!isNobody(answer)) return answer
  return { ok: true, value: !answer.ok && answer.failure.code === NO_SUCH_ID ? 'nobody' : 'hidden' }
}

const isNobody = (answer: Answer<unknown>): boolean =>
  !answer.ok && answer.failure.code !== null && NO_SUCH_PERSON.has(answer.failure.code)

function askAlone(asApp: AppCall, id: string, isUrgent: boolean): Promise<Answer<PersonBody>> {
  const url = `/open-apis/contact/v3/users/${encodeURIComponent(id)}`
  const request = { method: 'GET', url, params: paramsFor(idTypeOf(id)) } as const
  const turn = isUrgent ? { turn: LOGINS } : {}
  return asApp('user', { ...request, ...turn }, (body) => PersonAnswer.parse(body).data.user)
}

/**
 * 批量获取用户信息, of at most fifty ids of one kind. Whoever is not in the answer is nobody, or nobody whom the app
 * may see. Where Feishu refuses all of them for one, each is asked for alone.
 */
export async function askForPeople(
  asApp: AppCall,
  ids: readonly string[],
): Promise<Answer<ReadonlyMap<string, PersonBody>>> {
  const idType = idTypeOf(ids[0] ?? '')
  const wanted = ids.map((id) => `user_ids=${encodeURIComponent(id)}`).join('&')
  const url = `/open-apis/contact/v3/users/batch?${wanted}`
  const answer = await asApp('user_batch', { method: 'GET', url, params: paramsFor(idType) }, (body) =>
    (PeopleAnswer.parse(body).data?.items ?? []).flatMap((one): [string, PersonBody][] => {
      const id = one[idType]
      return id === null || id === undefined ? [] : [[id, one]]
    }),
  )
  if (isNobody(answer)) return askOneByOne(asApp, ids)
  return answer.ok ? { ok: true, value: new Map(answer.value) } : answer
}

async function askOneByOne(
  asApp: AppCall,
  ids: readonly string[],
): Promise<Answer<ReadonlyMap<string, PersonBody>>> {
  const found = new Map<string, PersonBody>()
  for (const id of ids) {
    const answer = await askForPerson(asApp, id)
    if (!answer.ok) return answer
    if (answer.value) found.set(id, answer.value)
  }
  return { ok: true, value: found }
}
