import type { Finding } from '../../shared/operator-api.ts'
import type { Answer, Failure } from '../domain/outbox/answer.ts'
import type { Application, AppVersion, DoctorPort, EventsBy } from '../feishu/port.ts'
import { addressOf, EVENTS, originOf, redirectUrls } from '../setup/wanted.ts'
import { tell } from '../setup/tell.ts'
import { allowListFinding, remedyFor } from './allow-list.ts'
import { causeOf } from './cause.ts'
import { failed, hint, ok, skipped, warning } from './findings.ts'

export type AppLookDeps = {
  feishu: Pick<DoctorPort, 'application' | 'version' | 'bot'>
  publicUrl: string
  pages: 'mini_program' | 'web_app'
  /** Browsers are shown the pages, be it for plain links alone. */
  inBrowsers: boolean
  eventsBy: EventsBy
  /** GETs an address of ours from here, or POSTs JSON to it: the body, or why it cannot be had. */
  fetchText: (url: string, json?: string) => Promise<{ status: number; text: string }>
  /** What Feishu asks the address for events. Undefined: there are no secrets for it, or events come otherwise. */
  challenge: { body: string; isAnsweredBy: (text: string) => boolean } | undefined
  /** When the last event was taken; null: none ever. Undefined: only whoever has the store can tell. */
  lastEventAt: (() => Promise<number | null>) | undefined
}

const PUBLISH =
  'Publish a version of the app ("Version Management & Release"), and let an administrator agree.'

/** How the app stands in the developer console, as far as it may look at itself. */
export async function examineApp(deps: AppLookDeps): Promise<Finding[]> {
  return [
    ...(await checkBot(deps)),
    ...(await checkVersion(deps)),
    ...(await checkEvents(deps)),
    hint(
      'aggregated push',
      'where it is on, a card can be sent well and none is shown; no call tells',
      'Ask an administrator of approvals whether 聚合推送 (aggregated push) is on, if people miss cards.',
    ),
  ]
}

async function checkBot({ feishu }: AppLookDeps): Promise<Finding[]> {
  const name = 'bot'
  const answer = await feishu.bot()
  if (!answer.ok) return [unanswered(name, answer.failure)]
  if (answer.value === null)
    return [failed(name, 'the app has none', `Switch the bot on ("Features"). ${PUBLISH}`, 'bot')]
  const { isActive } = answer.value
  const state = isActive
    ? ok(name, 'switched on')
    : failed(name, 'the app is not enabled for this tenant', PUBLISH, 'publish')
  return [state, allowListFinding(answer.value)]
}

async function checkVersion(deps: AppLookDeps): Promise<Finding[]> {
  const name = 'version of the app'
  const answer = await deps.feishu.application()
  if (!answer.ok) return [unanswered(name, answer.failure)]
  const app = answer.value
  const online = app.onlineVersionId
  if (online === null) return [unpublished(name, app), ...addresses(deps, app)]
  const version: Answer<AppVersion> = await deps.feishu.version(online)
  if (!version.ok) return [unanswered(name, version.failure), ...addresses(deps, app)]
  return [
    published(name, app, version.value),
    availability(version.value),
    subscribed(version.value),
    ...(deps.pages === 'web_app' ? [webApp(version.value)] : []),
    ...addresses(deps, app),
  ]
}

function unpublished(name: string, { reviewedVersionId }: Application): Finding {
  if (reviewedVersionId === null) return failed(name, 'none was ever published', PUBLISH, 'publish')
  return failed(name, 'the first one waits for an administrator', AGREE)
}

const AGREE =
  'An administrator has to agree: 管理后台 > 工作台 > 应用审核 (admin console > Workplace > App Review).'

function published(name: string, app: Application, { version }: AppVersion): Finding {
  if (!app.isEnabled)
    return failed(name, `${version} is published, but the app is disabled`, 'Enable it in the admin console.')
  if (app.reviewedVersionId === null) return ok(name, `${version} is published`)
  return warning(name, `${version} is published, and a newer one waits for an administrator`, AGREE)
}

function availability({ audience }: AppVersion): Finding {
  const name = 'availability'
  if (audience === 'everyone') return ok(name, 'everyone')
  const remedy =
    'Whoever is left out can open no page: compare 可用范围 (availability) with whoever submits, decides or is told.'
  const says = audience === 'some' ? 'some people and departments' : 'the version does not say'
  return audience === 'some' ? warning(name, says, remedy) : hint(name, says, remedy)
}

function subscribed({ events }: AppVersion): Finding {
  const name = 'events asked for'
  const missing = EVENTS.filter((event) => !events.includes(event))
  if (missing.length === 0) return ok(name, EVENTS.join(', '))
  const remedy = 'Add them under "Events & Callbacks"; until then leavers are found once a day. Then publish.'
  return warning(name, `not ${missing.join(', ')}`, remedy, 'events')
}

function webApp({ hasWebApp }: AppVersion): Finding {
  const name = 'web app'
  if (hasWebApp) return ok(name, 'switched on')
  return failed(name, 'the app has none', 'Add it under "Features", then publish.', 'web_app')
}

/** What Feishu tells nobody is named: pages that stay blank have their cause there. */
function addresses(deps: AppLookDeps, { redirectUrls: listed }: Application): Finding[] {
  const name = 'redirect URLs'
  const wanted = redirectUrls(deps)
  if (wanted.length === 0) return []
  const missing = wanted.filter((url) => !listed.includes(url))
  const remedy = 'Add them under "Security Settings"; without them nobody can log in on those pages.'
  const found =
    missing.length === 0
      ? ok(name, `none of ${wanted.length} is missing`)
      : failed(name, `not listed: ${missing.join(', ')}`, remedy, 'addresses')
  // Browsers outside Feishu have nothing that a domain is trusted with.
  if (deps.pages !== 'web_app') return [found]
  const origin = originOf(deps.publicUrl)
  const where = `See that ${origin} stands in 安全设置 > H5 可信域名 (Security Settings > H5 trusted domains).`
  return [found, hint('trusted domain', 'cannot be seen from here', where, 'addresses')]
}

async function checkEvents(deps: AppLookDeps): Promise<Finding[]> {
  const address = deps.challenge ? [await checkAddress(deps, deps.challenge)] : []
  return deps.lastEventAt ? [...address, lastFinding(deps, await deps.lastEventAt())] : address
}

/** 将事件发送至开发者服务器: the question that comes before the first event. */
async function checkAddress(
  { publicUrl, fetchText }: AppLookDeps,
  { body, isAnsweredBy }: NonNullable<AppLookDeps['challenge']>,
): Promise<Finding> {
  const name = 'event address'
  const url = addressOf(publicUrl, 'event')
  const remedy = 'See that PUBLIC_URL leads here, and that the server runs with these settings.'
  try {
    const { status, text } = await fetchText(url, body)
    if (isAnsweredBy(text)) return ok(name, `${url} answers Feishu’s question (asked from this machine)`)
    return failed(name, `${url} answers ${status}, and not Feishu’s question`, remedy)
  } catch (error) {
    return failed(name, `${url}: ${causeOf(error)}`, remedy)
  }
}

const WHERE_LOST: Record<EventsBy, string> = {
  webhook:
    'compare FEISHU_VERIFICATION_TOKEN and FEISHU_ENCRYPT_KEY with "Events & Callbacks" > "Encryption Strategy"',
  connection:
    'see that "Events & Callbacks" > "Event Configuration" has the long connection and these events, and that a version with them is published',
}

function lastFinding({ eventsBy }: AppLookDeps, lastEventAt: number | null): Finding {
  const name = 'last event about people'
  if (lastEventAt !== null) return ok(name, `came at ${new Date(lastEventAt).toISOString()}`)
  const remedy = `Change somebody in contacts (a job title will do), then ask again. Nothing came: ${WHERE_LOST[eventsBy]}.`
  return hint(name, 'none ever came: perhaps nothing has happened yet', remedy)
}

/** Not being let look is no fault of what there is. */
function unanswered(name: string, failure: Failure): Finding {
  const isScope = failure.class === 'configuration'
  const usual = isScope ? 'Grant application:application:self_manage, then publish.' : 'Try again.'
  return failure.code === null || failure.class === 'quota'
    ? skipped(name, tell(failure))
    : warning(name, tell(failure), remedyFor(failure, usual), isScope ? 'scopes' : undefined)
}
