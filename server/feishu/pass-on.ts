import { z } from 'zod'
import type { AppCall } from './calls.ts'
import type { PassOnPort } from './port.ts'

const Data = z.object({ data: z.looseObject({}).nullish() })
const dataOf = (body: unknown): object => Data.parse(body).data ?? {}

/** What others ask of contacts through us, with the app's own token and pace. */
export const createPassOn = (asApp: AppCall): PassOnPort => ({
  peopleIds: (params, data) =>
    asApp(
      'user_by_address',
      { method: 'POST', url: '/open-apis/contact/v3/users/batch_get_id', params: { ...params }, data },
      dataOf,
    ),
  person: (id, params) =>
    asApp(
      'user',
      { method: 'GET', url: `/open-apis/contact/v3/users/${encodeURIComponent(id)}`, params: { ...params } },
      dataOf,
    ),
})
