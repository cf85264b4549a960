import { z } from 'zod'
import type { PassOnPort } from '../../feishu/port.ts'
import type { Work } from './door.ts'
import { tooFrequent } from './answers.ts'
import { paramInvalid, Refusal, REFUSED } from './refusal.ts'
import { flag, listOf, readFields, required } from './wire.ts'

/** 通过手机号或邮箱获取用户 ID. */
const MOST_KEYS = 50

const Keys = z.object({
  emails: listOf(required, MOST_KEYS),
  mobiles: listOf(required, MOST_KEYS),
  include_resigned: flag,
})

/** What contacts allow in an id; anything else would change the path it is put into. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/

const TYPES = ['user_id_type', 'department_id_type'] as const

export const createPeopleSearch =
  (passOn: PassOnPort): Work =>
  async ({ body, query }) => {
    const { include_resigned: withResigned, ...keys } = readFields(Keys, body)
    return answerOf(
      await passOn.peopleIds(typesIn(query), {
        ...keys,
        ...(withResigned !== undefined && { include_resigned: withResigned }),
      }),
    )
  }

/** 获取单个用户信息. */
export const createPersonRead =
  (passOn: PassOnPort): Work =>
  async ({ params, query }) => {
    const { id = '' } = params
    if (!ID.test(id)) throw paramInvalid('user_id', 'is the id of a person')
    return answerOf(await passOn.person(id, typesIn(query)))
  }

const typesIn = (query: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    TYPES.flatMap((name) => {
      const value = query[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

type Passed = Awaited<ReturnType<PassOnPort['person']>>

/** Feishu's own words where the request was wrong; where our app is, or nobody answers, it is to be repeated. */
function answerOf(answer: Passed): object {
  if (answer.ok) return answer.value
  const { class: kind, code, message, httpStatus, retryAfterMs } = answer.failure
  if (kind === 'pace') throw tooFrequent(Math.max(1, Math.ceil((retryAfterMs ?? 1_000) / 1_000)))
  if (kind === 'refused' && code !== null) throw new Refusal(code, message, { status: httpStatus ?? 400 })
  throw new Refusal(REFUSED.tryLater, undefined, { status: 503 })
}
