import type { AppCall } from './calls.ts'
import { AddressAnswer, textOrNull } from './contact-answers.ts'
import type { PeoplePort } from './port.ts'
import { remember } from './remembered.ts'

/** Short: an address may become somebody else's. */
const TTL_MS = 60_000
const NEGATIVE_TTL_MS = 30_000
const MOST_ADDRESSES = 5_000

/**
 * 通过手机号或邮箱获取用户 ID. Addresses of the company's own mail service find nobody, and numbers from elsewhere than
 * mainland China begin with `+` and the code of their country.
 */
export function createIdBy(asApp: AppCall, now: () => number): PeoplePort['idBy'] {
  const known = remember<string>({
    load: (key) => {
      const [kind = '', ...rest] = key.split(' ')
      const address = rest.join(' ')
      const data = kind === 'mail' ? { emails: [address] } : { mobiles: [address] }
      const request = {
        method: 'POST',
        url: '/open-apis/contact/v3/users/batch_get_id',
        params: { user_id_type: 'user_id' },
        data: { ...data, include_resigned: false },
      } as const
      return asApp('user_by_address', request, (body) => {
        const [found] = AddressAnswer.parse(body).data?.user_list ?? []
        return textOrNull(found?.user_id) ?? undefined
      })
    },
    now,
    ttlMs: TTL_MS,
    negativeTtlMs: NEGATIVE_TTL_MS,
    max: MOST_ADDRESSES,
  })
  return (by, address) => known.find(`${by} ${address}`)
}
