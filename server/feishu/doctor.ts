import { z } from 'zod'
import type { AppCall } from './calls.ts'
import { seesEveryone } from './people.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { DoctorPort } from './port.ts'
import type { TokenAnswer } from './token-request.ts'

const GRANTED = 1
const PAGE_SIZE = 100
const MOST_PAGES = 50

const ScopesAnswer = z.object({
  data: z.object({
    scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })).nullish(),
  }),
})
const RangeAnswer = z.object({
  data: z.object({
    department_ids: z.array(z.string()).nullish(),
    user_ids: z.array(z.string()).nullish(),
    has_more: z.boolean().nullish(),
    page_token: z.string().nullish(),
  }),
})

/** What can be set wrongly on Feishu's side, one cheap question each. */
export function createDoctor({
  asApp,
  askToken,
  now,
}: {
  asApp: AppCall
  askToken: () => Promise<Answer<TokenAnswer>>
  now: () => number
}): DoctorPort {
  return {
    // Not the one at hand: this is about the app id and secret.
    token: async () => {
      const answer = await askToken()
      return answer.ok ? { ok: true, value: null } : answer
    },
    scopes: () =>
      asApp('scopes', { method: 'GET', url: '/open-apis/application/v6/scopes' }, (body) =>
        (ScopesAnswer.parse(body).data.scopes ?? [])
          .filter(({ grant_status }) => grant_status === GRANTED)
          .map(({ scope_name }) => scope_name),
      ),
    contactRange: async () => {
      const range = await countRange(asApp)
      if (!range.ok) return range
      const everyone = await seesEveryone(asApp)
      return everyone.ok ? { ok: true, value: { ...range.value, everyone: everyone.value } } : everyone
    },
    clockSkewMs: async () => {
      const askedAt = now()
      const answer = await askToken()
      if (!answer.ok) return answer
      const middle = (askedAt + now()) / 2
      // The Date header has whole seconds: half a second is what it lags on average.
      const { date } = answer.value
      return { ok: true, value: date === null ? 0 : Math.round(date + 500 - middle) }
    },
  }
}

/** 获取通讯录授权范围, page after page. */
async function countRange(asApp: AppCall): Promise<Answer<{ departments: number; people: number }>> {
  const count = { departments: 0, people: 0 }
  let pageToken = ''
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await asApp(
      'contact_range',
      {
        method: 'GET',
        url: '/open-apis/contact/v3/scopes',
        params: {
          user_id_type: 'user_id',
          department_id_type: 'open_department_id',
          page_size: PAGE_SIZE,
          ...(pageToken !== '' && { page_token: pageToken }),
        },
      },
      (body) => RangeAnswer.parse(body).data,
    )
    if (!answer.ok) return answer
    count.departments += answer.value.department_ids?.length ?? 0
    count.people += answer.value.user_ids?.length ?? 0
    pageToken = answer.value.page_token ?? ''
    if (answer.value.has_more !== true || pageToken === '') break
  }
  return { ok: true, value: count }
}
