import { describe, expect, it } from 'vitest'
import type { AboutFiles } from '../shared/operator-api.ts'
import type { SourceReport } from '../shared/source-reports.ts'
import { examine, type DoctorDeps } from '../server/doctor/doctor.ts'
import type { Application, AppVersion } from '../server/feishu/port.ts'
import { EVENTS, redirectUrls } from '../server/setup/wanted.ts'
import type { StoreCheck } from '../server/store/contract.ts'
import type { PeopleSeen } from '../server/usecases/watch-people.ts'
import type { Answer, FailureClass } from '../server/domain/outbox/answer.ts'
import { AppError } from '../server/domain/errors.ts'
import { StoreOpenError } from '../server/store/embedded/disk/open-error.ts'

const SCOPES = [
  'approval:approval',
  'approval:approval:readonly',
  'contact:contact.base:readonly',
  'contact:user.base:readonly',
  'contact:user.department:readonly',
  'contact:user.employee:readonly',
  'contact:user.employee_id:readonly',
  'contact:user.id:readonly',
  'contact:department.base:readonly',
  'contact:department.organize:readonly',
  'im:message:send_as_bot',
  'application:application:self_manage',
]

const ok = <T>(value: T): Answer<T> => ({ ok: true, value })
const failed = (kind: FailureClass, message = 'no'): Answer<never> => ({
  ok: false,
  failure: { class: kind, code: 10014, httpStatus: 400, message, logId: 'L1', retryAfterMs: null },
})

const ALL_THERE: PeopleSeen = { asked: 3, gone: [], renamed: [], hidden: [], isDoubtful: false }

const FILES: AboutFiles = {
  folder: { path: '/etc/approvals', missing: false, definitions: 3 },
  faults: [],
  people: { unknown: [], unasked: null },
}

const PUBLIC_URL = 'https://approvals.example.com'
const WEB_APP = { publicUrl: PUBLIC_URL, pages: 'web_app', inBrowsers: true } as const
const LATELY = Date.UTC(2026, 10, 30)

const APPLICATION: Application = {
  isEnabled: true,
  onlineVersionId: 'oav_1',
  reviewedVersionId: null,
  redirectUrls: redirectUrls(WEB_APP),
}
const VERSION: AppVersion = { version: '1.0.2', events: EVENTS, hasWebApp: true, audience: 'everyone' }

function healthy(overrides: Partial<DoctorDeps['feishu']> = {}, rest: Partial<DoctorDeps> = {}): DoctorDeps {
  return {
    feishu: {
      token: async () => ok(null),
      scopes: async () => ok(SCOPES),
      contactRange: async () => ok({ departments: 0, people: 0, everyone: true }),
      clockSkewMs: async () => ok(1_000),
      application: async () => ok(APPLICATION),
      version: async () => ok(VERSION),
      bot: async () => ok({ isActive: true, allowedIps: [] }),
      ...overrides,
    },
    ...WEB_APP,
    eventsBy: 'webhook',
    challenge: undefined,
    connection: undefined,
    listEndpoints: undefined,
    listSources: undefined,
    lastEventAt: async () => LATELY,
    readUsage: async () => ({ month: '2026-11', calls: { sync: 600, card_send: 400 }, approvals: 200 }),
    reminds: true,
    attends: async () => false,
    fetchText: async () => ({ status: 200, text: '{"status":"ok"}' }),
    pingStore: async () => undefined,
    checkStore: undefined,
    findPeople: async () => ALL_THERE,
    readFiles: async () => FILES,
    notTaken: () => [],
    ...rest,
  }
}

const withFiles = (about: Partial<AboutFiles>): DoctorDeps =>
  healthy({}, { readFiles: async () => ({ ...FILES, ...about }) })

const failures = async (deps: DoctorDeps) =>
  (await examine(deps))
    .filter(({ state }) => state !== 'ok' && state !== 'hint')
    .map(({ name, state, remedy }) => ({ name, state, remedy }))

const FULL = new AppError('store_unavailable', 'ENOSPC')
const OTHERS = new StoreOpenError('The data folder holds the data of another app. Use another DATA_DIR.')

describe('doctor', () => {
  it('says that the quota of calls is used up, and what ends the wait', async () => {
    expect(await failures(healthy({}, { isQuotaUsedUp: () => true }))).toEqual([
      { name: 'quota of calls', state: 'failed', remedy: expect.stringContaining('outbox resume') },
    ])
  })

  it('asks what it may while the quota is used up, and calls nothing else a fault', async () => {
    const held = async () => failed('quota')
    const found = await failures(
      healthy({ scopes: held, application: held, bot: held }, { isQuotaUsedUp: () => true }),
    )
    expect(found.map(({ name, state }) => `${name}: ${state}`)).toEqual([
      ...['quota of calls: failed', 'scopes: skipped', 'bot: skipped', 'version of the app: skipped'],
    ])
  })

  it('names the definitions that Feishu did not take, and what is to be done', async () => {
    const notTaken = () => [
      { code: 'leave', reason: '1390001 viewer not found', again: false },
      { code: 'trip', reason: 'connect ECONNREFUSED', again: true },
    ]
    expect(await failures(healthy({}, { notTaken }))).toEqual([
      { name: 'definition leave', state: 'failed', remedy: expect.stringContaining('definitions apply') },
      { name: 'definition trip', state: 'warning', remedy: expect.stringContaining('by itself') },
    ])
  })

  it('finds nothing where nothing is wrong', async () => {
    expect(await failures(healthy())).toEqual([])
  })

  it('asks for attendance where a definition writes into it, and does without looking there', async () => {
    const attends = async () => true
    const scopes = async () => ok([...SCOPES, 'attendance:task'])
    const ofLooking = { name: 'scope to look at what attendance holds', state: 'warning' }
    expect(await failures(healthy({}, { attends }))).toMatchObject([
      { name: 'scope to write into attendance', state: 'failed' },
      ofLooking,
    ])
    expect(await failures(healthy({ scopes }, { attends }))).toMatchObject([ofLooking])
  })

  it.each(SCOPES.slice(1))('names what the scope %s is for, when it is missing', async (missing) => {
    const found = await failures(
      healthy({ scopes: async () => ok(SCOPES.filter((scope) => scope !== missing)) }),
    )

    expect(found).toHaveLength(1)
    expect(found[0]?.remedy).toContain(missing)
  })

  it('wants no scope for reminders that are off', async () => {
    const scopes = async () => ok(SCOPES.filter((scope) => scope !== 'im:message:send_as_bot'))
    expect(await failures(healthy({ scopes }, { reminds: false }))).toEqual([])
  })

  it('asks nothing further without a token, and tells a wrong secret from a network that is down', async () => {
    const wrong = await failures(healthy({ token: async () => failed('configuration') }))
    const down = await failures(healthy({ token: async () => failed('not_sent') }))

    expect(wrong.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped'])
    expect(wrong[0]?.remedy).toContain('FEISHU_APP_SECRET')
    expect(down[0]?.remedy).toContain('FEISHU_BASE_URL')
  })

  it.each<[string, DoctorDeps, string]>([
    [
      'an empty contact range',
      healthy({ contactRange: async () => ok({ departments: 0, people: 0, everyone: false }) }),
      'contact range',
    ],
    ['a clock that is a minute off', healthy({ clockSkewMs: async () => ok(-60_000) }), 'NTP'],
    [
      'an address that leads elsewhere',
      healthy({}, { fetchText: async () => ({ status: 200, text: 'nginx' }) }),
      'PUBLIC_URL',
    ],
    [
      'an address that leads nowhere',
      healthy({}, { fetchText: async () => Promise.reject(new Error('ENOTFOUND')) }),
      'PUBLIC_URL',
    ],
    [
      'a file that is refused',
      withFiles({ faults: [{ file: 'leave.yaml', line: 3, reason: 'grup: is not known' }] }),
      'definitions apply',
    ],
    [
      'a folder that is not there',
      withFiles({ folder: { path: '/nowhere', missing: true, definitions: 0 } }),
      'DEFINITIONS_DIR',
    ],
    [
      'a user_id that nobody has',
      withFiles({
        people: { unknown: [{ file: 'leave.yaml', line: 5, reason: 'u_typo' }], unasked: null },
      }),
      'user_id',
    ],
    ['a full disk', healthy({}, { pingStore: () => Promise.reject(FULL) }), 'DATA_DIR'],
    ['a folder of another app', healthy({}, { pingStore: () => Promise.reject(OTHERS) }), 'what it says'],
  ])('says what to do about %s', async (_what, deps, word) => {
    const found = await failures(deps)

    expect(found).toHaveLength(1)
    expect(found[0]?.remedy).toContain(word)
  })

  it('tells why an address cannot be reached, not only that it cannot', async () => {
    const cause = new Error('connect ECONNREFUSED 127.0.0.1:3000')
    const fetchText = async () => Promise.reject(new TypeError('fetch failed', { cause }))
    const found = (await examine(healthy({}, { fetchText }))).find(({ name }) => name === 'callback address')

    expect(found?.says).toContain('connect ECONNREFUSED 127.0.0.1:3000')
  })

  it('names the line and the id that nobody has, and fails by neither that nor by contacts that do not answer', async () => {
    const unknown = [{ file: 'leave.yaml', line: 5, reason: 'flow.0.approvers.users.0: u_typo is nobody' }]
    const typo = await examine(withFiles({ people: { unknown, unasked: null } }))
    const silent = await examine(withFiles({ people: { unknown: [], unasked: 'connect ECONNREFUSED' } }))

    expect(typo).toContainEqual(
      expect.objectContaining({ state: 'warning', says: expect.stringMatching(/leave\.yaml:5 .*u_typo/) }),
    )
    expect(silent).toContainEqual({
      name: 'people in definitions',
      state: 'skipped',
      says: 'connect ECONNREFUSED',
      remedy: null,
    })
  })

  it('names each damaged file of the store, and counts those that have no checksum', async () => {
    const sizes = { usual: 12_000, farLarger: [] }
    const read = { documents: 9, contents: 2, withoutChecksum: 0, damaged: [], sizes }
    const filesOf = async (check: Partial<StoreCheck>) => {
      const checkStore = async (): Promise<StoreCheck> => ({ ...read, ...check })
      const found = await examine(healthy({}, { checkStore }))
      return found.filter(({ name }) => name === 'store files').map(({ state, says }) => [state, says])
    }
    expect(await filesOf({})).toEqual([['ok', '9 documents and 2 attachments read']])
    expect(await filesOf({ withoutChecksum: 4 })).toEqual([
      ['ok', expect.stringMatching(/read; 4 of them have no checksum/)],
    ])
    const damaged = ['notes/a.json', 'notes/b.json'].map((path) => ({ path, reason: 'it is empty' }))
    expect(await filesOf({ damaged })).toEqual([
      ['failed', 'notes/a.json: it is empty'],
      ['failed', 'notes/b.json: it is empty'],
    ])
  })

  it('names records that are far larger than usual, which is no failure', async () => {
    const sizes = { usual: 12_000, farLarger: [{ id: 'abc', bytes: 2_800_000 }] }
    const read = { documents: 9, contents: 2, withoutChecksum: 0, damaged: [], sizes }
    const found = await examine(healthy({}, { checkStore: async () => read }))
    expect(found.filter(({ state }) => state !== 'ok' && state !== 'hint')).toEqual([
      {
        name: 'size of records',
        state: 'warning',
        remedy: expect.stringContaining('instances show'),
        says: 'abc has 2,735 KB where the usual approval has 12 KB',
      },
    ])
  })

  it('leaves out the store, and nothing else, where a running server has it', async () => {
    const found = await examine(healthy({}, { pingStore: undefined }))

    expect(found.filter(({ state }) => state === 'skipped').map(({ name }) => name)).toEqual(['store'])
    expect(found.filter(({ state }) => state === 'ok').length).toBeGreaterThan(10)
  })
})

describe('people with something open', () => {
  const says = async (seen: Partial<PeopleSeen>) =>
    (await examine(healthy({}, { findPeople: async () => ({ ...ALL_THERE, ...seen }) })))
      .filter(({ name }) => name === 'people with something open')
      .map((one) => `${one.state}: ${one.says}`)
  const bob = { userId: 'u_bob', openId: 'ou_bob' }

  it('who is gone, renamed or out of sight is named', async () => {
    expect(await says({})).toEqual(['ok: all 3 are there'])
    expect(
      await says({ gone: [bob], renamed: [{ from: 'u_a', to: 'anna', openId: 'ou_a' }], hidden: [bob] }),
    ).toEqual([
      'warning: u_bob has left or is suspended, and still has something open',
      'warning: u_a is anna by now',
      'warning: u_bob is outside the app’s contact range',
    ])
  })

  it('so many unknown ones are another fault', async () => {
    expect(await says({ asked: 9, gone: [bob, bob], isDoubtful: true })).toEqual([
      'warning: 2 of 9 are unknown to contacts: nothing is done for them',
    ])
  })
})

describe('the app as the developer console has it', () => {
  const found = async (name: string, deps: DoctorDeps) => {
    const one = (await examine(deps)).find((finding) => finding.name === name)
    return one && { state: one.state, says: one.says, step: one.step, remedy: one.remedy ?? '' }
  }
  const withApp = (app: Partial<Application>) =>
    healthy({ application: async () => ok({ ...APPLICATION, ...app }) })
  const withVersion = (version: Partial<AppVersion>) =>
    healthy({ version: async () => ok({ ...VERSION, ...version }) })

  it('everything right is said, and what nobody can see is named', async () => {
    const findings = await examine(healthy())
    expect(findings.filter(({ state }) => state === 'hint').map(({ name }) => name)).toEqual([
      ...['trusted domain', 'aggregated push'],
    ])
    expect(await found('version of the app', healthy())).toMatchObject({ says: '1.0.2 is published' })
    expect(await found('last event about people', healthy())).toMatchObject({
      says: 'came at 2026-11-30T00:00:00.000Z',
    })
  })

  it.each<[string, string, DoctorDeps, string, string | undefined]>([
    ['no bot', 'bot', healthy({ bot: async () => ok(null) }), 'failed', 'bot'],
    [
      'a bot of an app that is not enabled',
      'bot',
      healthy({ bot: async () => ok({ isActive: false, allowedIps: [] }) }),
      ...(['failed', 'publish'] as const),
    ],
    ['no version', 'version of the app', withApp({ onlineVersionId: null }), 'failed', 'publish'],
    [
      'a first version that waits',
      'version of the app',
      withApp({ onlineVersionId: null, reviewedVersionId: 'oav_1' }),
      ...(['failed', undefined] as const),
    ],
    ['a disabled app', 'version of the app', withApp({ isEnabled: false }), 'failed', undefined],
    ['a newer version', 'version of the app', withApp({ reviewedVersionId: 'oav_2' }), 'warning', undefined],
    ['some people', 'availability', withVersion({ audience: 'some' }), 'warning', undefined],
    ['nothing said of people', 'availability', withVersion({ audience: 'unknown' }), 'hint', undefined],
    ['an event too few', 'events asked for', withVersion({ events: EVENTS.slice(1) }), 'warning', 'events'],
    ['no web app', 'web app', withVersion({ hasWebApp: false }), 'failed', 'web_app'],
    [
      'a redirect URL too few',
      'redirect URLs',
      withApp({ redirectUrls: redirectUrls(WEB_APP).slice(1) }),
      ...(['failed', 'addresses'] as const),
    ],
    [
      'no event yet',
      'last event about people',
      healthy({}, { lastEventAt: async () => null }),
      'hint',
      undefined,
    ],
  ])('%s is found, with what mends it', async (_what, name, deps, state, step) => {
    expect(await found(name, deps)).toMatchObject({ state, step, remedy: expect.stringMatching(/\w/) })
  })

  it('a mini program has no redirect URLs and no trusted domain', async () => {
    const deps = healthy({}, { pages: 'mini_program', inBrowsers: false })
    const names = (await examine(deps)).map(({ name }) => name)
    for (const name of ['web app', 'redirect URLs', 'trusted domain']) expect(names).not.toContain(name)
  })

  it('a mini program with plain links has the one to which a login in a browser leads back', async () => {
    const withUrls = (...redirectUrls: string[]) => {
      const application = async () => ok({ ...APPLICATION, redirectUrls })
      return healthy({ application }, { pages: 'mini_program' })
    }
    expect(await found('redirect URLs', withUrls())).toMatchObject({
      state: 'failed',
      says: `not listed: ${PUBLIC_URL}/m/_login`,
      step: 'addresses',
    })
    const listed = withUrls(`${PUBLIC_URL}/m/_login`)
    expect(await found('redirect URLs', listed)).toMatchObject({ state: 'ok' })
    expect(await found('trusted domain', listed)).toBeUndefined()
  })

  it('where events come over a connection, no token and no key is to be compared', async () => {
    const remedyOf = async (eventsBy: DoctorDeps['eventsBy']) =>
      (await found('last event about people', healthy({}, { eventsBy, lastEventAt: async () => null })))
        ?.remedy
    expect(await remedyOf('webhook')).toMatch(/FEISHU_VERIFICATION_TOKEN and FEISHU_ENCRYPT_KEY/)
    expect(await remedyOf('connection')).not.toContain('FEISHU_')
    expect(await remedyOf('connection')).toContain('long connection')
  })

  it('the address for events is asked as Feishu asks it', async () => {
    const challenge = { body: '{"encrypt":"…"}', isAnsweredBy: (text: string) => text === 'right' }
    const asked: unknown[] = []
    const answering = (text: string) =>
      healthy(
        {},
        {
          challenge,
          fetchText: async (url, json) => {
            if (json === undefined) return { status: 200, text: '{"status":"ok"}' }
            asked.push([url, json])
            return { status: 200, text }
          },
        },
      )
    expect(await found('event address', answering('right'))).toMatchObject({ state: 'ok' })
    expect(await found('event address', answering('<html>'))).toMatchObject({
      state: 'failed',
      remedy: expect.stringContaining('PUBLIC_URL'),
    })
    expect(asked[0]).toEqual([`${PUBLIC_URL}/feishu/event`, challenge.body])
  })

  it('a list of addresses is named, and whoever is not on it is told which one to add', async () => {
    const listed = healthy({ bot: async () => ok({ isActive: true, allowedIps: ['203.0.113.7'] }) })
    expect(await found('addresses of this server', listed)).toMatchObject({
      state: 'hint',
      says: expect.stringContaining('203.0.113.7'),
    })
    const denied = {
      class: 'configuration' as const,
      code: 99991401,
      httpStatus: 400,
      message: 'ip 198.51.100.9 is denied by app setting',
      logId: null,
      retryAfterMs: null,
    }
    const outside = healthy({ scopes: async () => ({ ok: false, failure: denied }) })
    expect(await found('scopes', outside)).toMatchObject({
      remedy: expect.stringMatching(/Add 198\.51\.100\.9 to .*IP 白名单/),
    })
  })

  it('being let look at nothing of itself fails nothing', async () => {
    const refused = async () => failed('configuration', 'Access denied')
    const findings = await examine(healthy({ application: refused, bot: refused }))
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([])
    expect(findings.find(({ name }) => name === 'version of the app')).toMatchObject({
      state: 'warning',
      step: 'scopes',
    })
  })
})

describe('what the month has cost', () => {
  const says = async (calls: Record<string, number>, approvals: number) => {
    const readUsage = async () => ({ month: '2026-11', calls, approvals })
    const one = (await examine(healthy({}, { readUsage }))).find(({ name }) => name === 'calls that count')
    return `${one?.state ?? ''}: ${one?.says ?? ''}`
  }

  it('is told for each approval, and a warning comes before a free tenant’s calls are used up', async () => {
    expect(await says({ sync: 600, card_send: 400 }, 200)).toMatch(
      /^ok: about 1,000 in 2026-11, 5\.0 for each of 200/,
    )
    expect(await says({}, 0)).toMatch(/^ok: about 0 in 2026-11; a free tenant has 10,000/)
    expect(await says({ sync: 8_000 }, 1_000)).toMatch(/^warning: about 8,000/)
  })
})

describe('a long connection', () => {
  const seen = async (connection: DoctorDeps['connection']) =>
    (await examine(healthy({}, { connection }))).find(({ name }) => name === 'long connection')

  it('is ok while it is open, and says since when', async () => {
    const open = { connectedSince: Date.UTC(2026, 10, 20), failure: null }
    expect(await seen(open)).toMatchObject({ state: 'ok', says: 'open since 2026-11-20T00:00:00.000Z' })
  })

  it('that is not open is a failure with Feishu’s reason, and where there is none nothing is said', async () => {
    const refused = { connectedSince: null, failure: 'code=514' }
    expect(await seen(refused)).toMatchObject({ state: 'failed', says: expect.stringContaining('code=514') })
    expect(await seen(undefined)).toBeUndefined()
  })
})

describe('other systems whose approvals are shown', () => {
  const aSource: SourceReport = {
    id: 'oa',
    name: 'OA',
    format: 'ofs',
    hasSecret: true,
    open: 12,
    lastPushAt: null,
    pushes: 0,
    refused: [],
    quotaUsed: { perMinute: 0, open: 0.1 },
    unknown: [],
    unknownCount: 0,
    presses: { waiting: 0, approvals: 0 },
    lastAnswer: null,
  }
  const said = async (over: Partial<SourceReport>) =>
    (await examine(healthy({}, { listSources: async () => [{ ...aSource, ...over }] })))
      .filter(({ name }) => name === 'source oa')
      .map(({ state, says, remedy }) => `${state}: ${says}${remedy === null ? '' : ` | ${remedy}`}`)

  it('are ok with what waits in them; where there are none, nothing is said', async () => {
    expect(await said({})).toEqual(['ok: 12 open to-dos'])
    expect((await examine(healthy())).filter(({ name }) => name.startsWith('source'))).toEqual([])
  })

  it.each<[Partial<SourceReport>, RegExp]>([
    [{ hasSecret: false }, /^warning: has no secret.*sources secret oa/],
    [
      { unknown: ['li', 'wu', 'qi', 'ba'].map((name) => ({ name, approvals: 3 })), unknownCount: 7 },
      /^warning: names people whom nobody knows.*: li \(3\), wu \(3\), qi \(3\) and 4 more \| .*sources look/,
    ],
    [{ open: 95, quotaUsed: { perMinute: 0, open: 0.95 } }, /^warning: has 95 open to-dos, 95 %/],
    [
      {
        refused: [
          { reason: 'no receiver', count: 2, lastAt: LATELY },
          { reason: 'no flowid', count: 5, lastAt: LATELY - 1 },
        ],
      },
      /^warning: 7 of its pushes were refused since the start, the last: no receiver/,
    ],
  ])('are told of with what to do: %j', async (over, words) => {
    expect(await said(over)).toEqual([expect.stringMatching(words)])
  })
})
