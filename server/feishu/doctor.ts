import { z } from 'zod'
import type { AppCall } from './calls.ts'
import { seesEveryone } from './people.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { AppBot, Application, AppVersion, DoctorPort } from './port.ts'
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

const ENABLED = 1
const BOT_ACTIVE = 2
/** 通用错误码: the app has no bot. */
const NO_BOT = 11205

const Text = z
  .string()
  .nullish()
  .transform((text) => text || null)
const ApplicationAnswer = z.object({
  data: z.object({
    app: z.object({
      status: z.number(),
      online_version_id: Text,
      unaudit_version_id: Text,
      redirect_urls: z.array(z.string()).nullish(),
    }),
  }),
})
const VersionAnswer = z.object({
  data: z.object({
    app_version: z.object({
      version: Text,
      events: z.array(z.string()).nullish(),
      event_infos: z.array(z.object({ event_type: z.string() })).nullish(),
      ability: z.object({ web_app: z.object({}).nullish() }).nullish(),
      remark: z.object({ visibility: z.object({ is_all: z.boolean().nullish() }).nullish() }).nullish(),
    }),
  }),
})
const BotAnswer = z.object({
  bot: z.object({ activate_status: z.number(), ip_white_list: z.array(z.string()).nullish() }),
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
    application: () =>
      asApp('app', { method: 'GET', url: `${APPLICATION}/me`, params: { lang: 'zh_cn' } }, toApplication),
    version: (versionId) => {
      const url = `${APPLICATION}/me/app_versions/${encodeURIComponent(versionId)}`
      return asApp('app_version', { method: 'GET', url, params: { lang: 'zh_cn' } }, toVersion)
    },
    bot: async () => {
      const answer = await asApp('app_bot', { method: 'GET', url: '/open-apis/bot/v3/info' }, toBot)
      return answer.ok || answer.failure.code !== NO_BOT ? answer : { ok: true, value: null }
    },
  }
}

const APPLICATION = '/open-apis/application/v6/applications'

function toApplication(body: unknown): Application {
  const { app } = ApplicationAnswer.parse(body).data
  return {
    isEnabled: app.status === ENABLED,
    onlineVersionId: app.online_version_id,
    reviewedVersionId: app.unaudit_version_id,
    redirectUrls: app.redirect_urls ?? [],
  }
}

function toVersion(body: unknown): AppVersion {
  const { version, events, event_infos, ability, remark } = VersionAnswer.parse(body).data.app_version
  const isForAll = remark?.visibility?.is_all
  return {
    version: version ?? '',
    events: [...(events ?? []), ...(event_infos ?? []).map(({ event_type }) => event_type)],
    hasWebApp: !!ability?.web_app,
    audience: isForAll == null ? 'unknown' : isForAll ? 'everyone' : 'some',
  }
}

function toBot(body: unknown): AppBot {
  const { activate_status, ip_white_list } = BotAnswer.parse(body).bot
  return { isActive: activate_status === BOT_ACTIVE, allowedIps: ip_white_list ?? [] }
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
