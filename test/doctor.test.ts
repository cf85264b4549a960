import { describe, expect, it } from 'vitest'
import type { AboutFiles } from '../shared/operator-api.ts'
import { examine, type DoctorDeps } from '../server/doctor/doctor.ts'
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
  'contact:department.base:readonly',
  'contact:department.organize:readonly',
  'im:message:send_as_bot',
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

function healthy(overrides: Partial<DoctorDeps['feishu']> = {}, rest: Partial<DoctorDeps> = {}): DoctorDeps {
  return {
    feishu: {
      token: async () => ok(null),
      scopes: async () => ok(SCOPES),
      contactRange: async () => ok({ departments: 0, people: 0, everyone: true }),
      clockSkewMs: async () => ok(1_000),
      ...overrides,
    },
    publicUrl: 'https://approvals.example.com',
    reminds: true,
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
    .filter(({ state }) => state !== 'ok')
    .map(({ name, state, remedy }) => ({ name, state, remedy }))

const FULL = new AppError('store_unavailable', 'ENOSPC')
const OTHERS = new StoreOpenError('The data folder holds the data of another app. Use another DATA_DIR.')

describe('doctor', () => {
  it('says that the quota of calls is used up, and what ends the wait', async () => {
    expect(await failures(healthy({}, { isQuotaUsedUp: () => true }))).toEqual([
      { name: 'quota of calls', state: 'failed', remedy: expect.stringContaining('outbox resume') },
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
    expect(found.filter(({ state }) => state !== 'ok')).toEqual([
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

describe('a long connection', () => {
  const seen = async (events: DoctorDeps['events']) =>
    (await examine(healthy({}, { events }))).find(({ name }) => name === 'long connection')

  it('is ok while it is open, and says since when and what was last heard', async () => {
    const open = { connectedSince: Date.UTC(2026, 10, 20), failure: null, lastAt: null }
    expect(await seen(open)).toMatchObject({
      state: 'ok',
      says: 'open since 2026-11-20T00:00:00.000Z, nothing was told since the start',
    })
    expect((await seen({ ...open, lastAt: Date.UTC(2026, 10, 21) }))?.says).toContain('last event 2026-11-21')
  })

  it('that is not open is a failure with Feishu’s reason, and where there is none nothing is said', async () => {
    const refused = { connectedSince: null, failure: 'code=514', lastAt: null }
    expect(await seen(refused)).toMatchObject({ state: 'failed', says: expect.stringContaining('code=514') })
    expect(await seen(undefined)).toBeUndefined()
  })
})
