import type { Answer } from '../domain/outbox/answer.ts'
import type { AppCall } from './calls.ts'
import { AddressAnswer } from './contact-answers.ts'
import { createOrganisation } from './organisation.ts'
import type { PeoplePort, PersonKey } from './port.ts'
import { remember } from './remembered.ts'

/** 通过手机号或邮箱获取用户 ID: at most so many of one kind. */
const MOST_KEYS = 50

/** The company is gone through for employee numbers, as no call asks for one: not more often than this. */
const NUMBERS_TTL_MS = 10 * 60_000

/** Short: an address may become somebody else's. */
const TTL_MS = 60_000
const NEGATIVE_TTL_MS = 30_000
const MOST_ADDRESSES = 5_000

type Ids = ReadonlyMap<string, string>

/** Who has an e-mail address, a mobile number or an employee number. */
export function createPersonKeys(asApp: AppCall, now: () => number): PeoplePort['idsOf'] {
  const numbers = createEmployeeNumbers(asApp, now)
  return async (by, keys) => (by === 'employee_no' ? numbers() : byAddress(asApp, by, keys))
}

type Address = Exclude<PersonKey, 'employee_no'>

/** Who has one address, remembered for a minute. */
export function createIdBy(asApp: AppCall, now: () => number): PeoplePort['idBy'] {
  const known = remember<string>({
    load: async (key) => {
      const [by, address] = JSON.parse(key) as ['mail' | 'mobile', string]
      const found = await byAddress(asApp, by === 'mail' ? 'email' : by, [address])
      return found.ok ? { ok: true, value: found.value.get(address) } : found
    },
    now,
    ttlMs: TTL_MS,
    negativeTtlMs: NEGATIVE_TTL_MS,
    max: MOST_ADDRESSES,
  })
  return (by, address) => known.find(JSON.stringify([by, address]))
}

/**
 * 通过手机号或邮箱获取用户 ID. Addresses of the company's own mail service find nobody, and numbers from elsewhere than
 * mainland China begin with `+` and the code of their country.
 */
async function byAddress(asApp: AppCall, by: Address, keys: readonly string[]): Promise<Answer<Ids>> {
  const found = new Map<string, string>()
  for (let from = 0; from < keys.length; from += MOST_KEYS) {
    const some = keys.slice(from, from + MOST_KEYS)
    const answer = await asApp(
      'user_by_address',
      {
        method: 'POST',
        url: '/open-apis/contact/v3/users/batch_get_id',
        params: { user_id_type: 'user_id' },
        // What was somebody's who left may be somebody else's by now.
        data: { [by === 'email' ? 'emails' : 'mobiles']: some, include_resigned: false },
      },
      (body) => AddressAnswer.parse(body).data?.user_list ?? [],
    )
    if (!answer.ok) return answer
    for (const { user_id: id, ...line } of answer.value) {
      const key = some.find((one) => isSameKey(one, line[by] ?? ''))
      if (key !== undefined && id) found.set(key, id)
    }
  }
  return { ok: true, value: found }
}

/** Addresses whatever their letters' case; a number of the mainland with its country or without. */
const isSameKey = (one: string, other: string): boolean => plain(one) === plain(other)

const plain = (key: string): string => key.trim().toLowerCase().replace(/^\+86/, '')

function createEmployeeNumbers(asApp: AppCall, now: () => number): () => Promise<Answer<Ids>> {
  const organisation = createOrganisation(asApp)
  let known: { ids: Ids; until: number } | undefined
  let asking: Promise<Answer<Ids>> | undefined

  const ask = async (): Promise<Answer<Ids>> => {
    const ids = new Map<string, string>()
    const answer = await organisation.people(({ employeeNo, userId, active }) => {
      if (employeeNo !== undefined && active) ids.set(employeeNo, userId)
      return false
    }, 1)
    if (!answer.ok) return answer
    known = { ids, until: now() + NUMBERS_TTL_MS }
    return { ok: true, value: ids }
  }
  return () => {
    if (known && now() < known.until) return Promise.resolve({ ok: true, value: known.ids })
    asking ??= ask().finally(() => (asking = undefined))
    return asking
  }
}
