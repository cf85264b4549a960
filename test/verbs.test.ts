import { describe, expect, it } from 'vitest'
import type { AboutFiles, EffectView, PlannedChange } from '../shared/operator-api.ts'
import type { Operator } from '../server/cli/operator.ts'
import { exitCodeOf, UsageError } from '../server/cli/command.ts'
import { VERBS } from '../server/cli/commands.ts'
import { NO_WEBHOOKS } from './support/http-server.ts'

const effect = (overrides: Partial<EffectView> = {}): EffectView => ({
  id: 'abc.1',
  kind: 'sync',
  instance: 'abc',
  task: null,
  state: 'pending',
  attempts: 2,
  lastError: 'unclear 1395001: later',
  logId: 'L1',
  createdAt: 0,
  nextTryAt: 0,
  ...overrides,
})

const FILES = {
  folder: { path: '/etc/approvals', missing: false, definitions: 1 },
  faults: [],
  people: { unknown: [], unasked: null },
}

const CHANGE: PlannedChange = {
  code: 'leave',
  change: 'update',
  version: { from: 3, to: 4 },
  tellsFeishu: false,
  edits: [
    { path: 'form.days.max', before: 60, after: 90 },
    { path: 'flow.hr.approvers', before: { manager: 1 }, after: { users: ['u_hr'] } },
    { path: 'cc', after: { users: ['u_payroll'], at: 'approved' } },
    { path: 'name.en-US', before: 'Leave\u001b[2J' },
  ],
  underWay: { count: 12, isMore: false },
}

function operator(overrides: Partial<Operator> = {}): Operator {
  return {
    outbox: async () => ({ items: [], nextCursor: null }),
    retry: async (id) => effect({ id }),
    resume: async () => ({ held: true, due: 7 }),
    reconcile: async ({ all }) => ({ checked: all ? 9 : 1, repaired: ['abc'], waiting: 0 }),
    planDefinitions: async () => ({ changes: [CHANGE], ...FILES }),
    applyDefinitions: async () => ({
      applied: [{ ...CHANGE, error: null }],
      ...FILES,
    }),
    remind: async () => ({ day: '2026-11-20', holiday: false, sent: 2, skipped: 1, failed: 0, reasons: [] }),
    doctor: async () => ({ findings: [] }),
    findInstances: async () => ({ items: [], nextCursor: null }),
    showInstance: () => Promise.reject(new Error('not asked for')),
    terminate: async (id) => ({ id, status: 'TERMINATED' }),
    handOver: async (from, to) => ({ from, to, instances: 2, tasks: 3, passedOver: [] }),
    listSources: async () => ({ items: [] }),
    makeSourceSecret: async (id) => ({ id, secret: 's' }),
    lookForUnknown: async () => ({ looked: 2, delivered: 1 }),
    findPeople: async () => ({ items: [], isWhole: true }),
    findDepartments: async () => ({ items: [], isWhole: true }),
    webhooks: NO_WEBHOOKS,
    services: async () => ({ items: [] }),
    addService: () => Promise.reject(new Error('not asked for')),
    removeService: () => Promise.reject(new Error('not asked for')),
    ...overrides,
  }
}

const run = async (name: string, deps = operator(), args: string[] = [], options = {}) => {
  const outcome = await VERBS[name]?.run(deps, args, options)
  if (!outcome) throw new Error(`there is no verb ${name}`)
  return { ok: outcome.ok, text: outcome.lines.join('\n') }
}

describe('verbs', () => {
  it('outbox list reads every page and says why something waits', async () => {
    const pages = [
      { items: [effect()], nextCursor: 'next' },
      { items: [effect({ id: 'abc.2', state: 'parked', nextTryAt: null })], nextCursor: null },
    ]
    const { text } = await run(
      'outbox list',
      operator({ outbox: async ({ cursor }) => (cursor === 'next' ? pages[1]! : pages[0]!) }),
    )

    expect(text).toContain('pending  sync        abc.1  2 tries')
    expect(text).toContain('unclear 1395001: later (log id L1)')
    expect(text).toContain('abc.2  2 tries, no more by itself')
  })

  it('wrong words are told, and nothing is done', async () => {
    await expect(run('outbox list', operator(), [], { state: 'lost' })).rejects.toThrow(UsageError)
  })

  it('reconcile compares what changed lately, or with --all everything', async () => {
    expect((await run('reconcile')).text).toContain('1 compared')
    expect((await run('reconcile', operator(), [], { all: true })).text).toContain('9 compared')
  })

  it('a refused file or a definition that Feishu did not take is no success', async () => {
    const faults = [{ file: 'leave.yaml', line: 3, reason: 'grup: is not known' }]
    const applied = [{ ...CHANGE, edits: [], error: '1390001 no' }]

    expect(
      await run(
        'definitions plan',
        operator({ planDefinitions: async () => ({ ...FILES, changes: [], faults }) }),
      ),
    ).toEqual({
      ok: false,
      text: 'refused  leave.yaml:3  grup: is not known',
    })
    expect(
      await run('definitions apply', operator({ applyDefinitions: async () => ({ ...FILES, applied }) })),
    ).toEqual({
      ok: false,
      text: 'failed   leave  1390001 no',
    })
    expect((await run('definitions apply')).ok).toBe(true)
  })

  it('plan shows every change with old and new value, and drives no terminal', async () => {
    expect((await run('definitions plan')).text.split('\n')).toEqual([
      'update   leave  version 3 → 4, 12 approvals under way keep the old one, nothing of it is shown in Feishu',
      '         ~ form.days.max: 60 → 90',
      '         ~ flow.hr.approvers: { manager: 1 } → { users: ["u_hr"] }',
      '         + cc: { users: ["u_payroll"], at: "approved" }',
      '         - name.en-US: "Leave\\u001b[2J"',
    ])
  })

  it.each([
    ['nothing to do', [{ ...CHANGE, change: 'none' } as const], [], 0],
    ['a change', [CHANGE], [], 2],
    ['a change and a fault', [CHANGE], [{ file: 'a.yaml', line: 1, reason: 'no' }], 1],
    ['a fault alone', [], [{ file: 'a.yaml', line: 1, reason: 'no' }], 1],
  ])('plan --exit-code for %s', async (_, changes, faults, code) => {
    const deps = operator({ planDefinitions: async () => ({ ...FILES, changes, faults }) })
    const outcome = await VERBS['definitions plan']?.run(deps, [], { 'exit-code': true })
    expect(exitCodeOf(outcome ?? { ok: false })).toBe(code)
    const plain = await VERBS['definitions plan']?.run(deps, [], {})
    expect(exitCodeOf(plain ?? { ok: false })).toBe(faults.length > 0 ? 1 : 0)
  })

  it('plan and apply name people who are nobody, which is no fault of the file', async () => {
    const unknown = [{ file: 'leave.yaml', line: 5, reason: 'managers.0: u_typo is nobody' }]
    const plan = (people: AboutFiles['people']) =>
      operator({ planDefinitions: async () => ({ ...FILES, changes: [], people }) })

    expect(await run('definitions plan', plan({ unknown, unasked: null }))).toEqual({
      ok: true,
      text: 'warning  leave.yaml:5  managers.0: u_typo is nobody',
    })
    expect(await run('definitions plan', plan({ unknown: [], unasked: 'connect ECONNREFUSED' }))).toEqual({
      ok: true,
      text: 'skipped  whether everybody named exists: connect ECONNREFUSED',
    })
  })

  it.each([
    [false, 'There are no definition files in /nowhere.'],
    [true, 'There are no definition files in /nowhere: no such folder.'],
  ])('plan says where it found no file, the folder being missing: %s', async (missing, text) => {
    const folder = { path: '/nowhere', missing, definitions: 0 }
    const none = operator({ planDefinitions: async () => ({ ...FILES, changes: [], folder }) })
    expect(await run('definitions plan', none)).toEqual({ ok: !missing, text })
  })

  it('remind says what was done, and why not', async () => {
    expect(await run('remind')).toEqual({ ok: true, text: '2026-11-20: 2 sent, 1 skipped, 0 failed.' })

    const none = { day: '2026-10-01', sent: 0, skipped: 0, failed: 0, reasons: [] }
    const holiday = operator({ remind: async () => ({ ...none, holiday: true }) })
    expect((await run('remind', holiday)).text).toContain('2026-10-01 is a holiday')

    const refused = { ...none, holiday: false, failed: 1, reasons: ['refused 230013: no availability'] }
    expect(await run('remind', operator({ remind: async () => refused }))).toEqual({
      ok: false,
      text: '2026-10-01: 0 sent, 0 skipped, 1 failed.\nrefused 230013: no availability',
    })
  })

  it('find goes on through empty pages, says when there may be more, and is no success without a hit', async () => {
    const cursors: (string | undefined)[] = []
    const endless = operator({
      findInstances: async ({ cursor }) => {
        cursors.push(cursor)
        return { items: [], nextCursor: 'on' }
      },
    })
    expect((await run('instances find', endless, ['u_x'])).text).toContain('look at all with --all')
    expect(cursors.slice(0, 2)).toEqual([undefined, 'on'])
    expect(await run('instances find', operator(), ['u_x'])).toMatchObject({
      ok: false,
      text: expect.stringMatching(/^Nothing is found\./),
    })
    expect((await run('people find', operator(), ['x'])).ok).toBe(false)
  })

  it('terminate and hand-over say what was done', async () => {
    expect(await run('instances terminate', operator(), ['abc'], { reason: 'r' })).toEqual({
      ok: true,
      text: 'abc is ended.',
    })
    const over = operator({ terminate: async (id) => ({ id, status: 'APPROVED' }) })
    expect(await run('instances terminate', over, ['abc'], { reason: 'r' })).toEqual({
      ok: false,
      text: 'abc had ended before: APPROVED.',
    })
    const { text } = await run('people hand-over', operator(), ['u_a', 'u_b'], { reason: 'r' })
    expect(text).toBe('u_b took over from u_a in 2 approvals, with 3 open tasks.')
  })

  it('hand-over names every approval that was passed over, and why, and fails', async () => {
    const passedOver = [
      { instance: 'abc', reason: 'too_many_tasks' as const },
      { instance: 'def', reason: 'nobody_may_take' as const },
    ]
    const some = operator({
      handOver: async (from, to) => ({ from, to, instances: 1, tasks: 1, passedOver }),
    })
    const { ok, text } = await run('people hand-over', some, ['u_a', 'u_b'], { reason: 'r' })
    expect(ok).toBe(false)
    expect(text.split('\n').slice(1)).toEqual([
      'abc  still waits for u_a: it has as many tasks as it can have. End it, and have it started again.',
      'def  still waits for u_a: who takes over may not decide there. Name somebody else.',
    ])
  })

  it('doctor fails when something did, and shows what to do', async () => {
    const findings = [{ name: 'store', state: 'failed' as const, says: 'ENOSPC', remedy: 'Free some space.' }]
    const { ok, text } = await run('doctor', operator({ doctor: async () => ({ findings }) }))

    expect(ok).toBe(false)
    expect(text).toContain('→ Free some space.')
  })
})
