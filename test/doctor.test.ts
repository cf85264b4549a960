import { describe, expect, it } from 'vitest'
import { examine, type DoctorDeps } from '../server/doctor.ts'
import type { Answer, FailureClass } from '../server/feishu/port.ts'

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
    ...rest,
  }
}

const failures = async (deps: DoctorDeps) =>
  (await examine(deps))
    .filter(({ state }) => state !== 'ok')
    .map(({ name, state, remedy }) => ({ name, state, remedy }))

describe('doctor', () => {
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
    ['a full disk', healthy({}, { pingStore: async () => Promise.reject(new Error('ENOSPC')) }), 'DATA_DIR'],
  ])('says what to do about %s', async (_what, deps, word) => {
    const found = await failures(deps)

    expect(found).toHaveLength(1)
    expect(found[0]?.remedy).toContain(word)
  })
})
