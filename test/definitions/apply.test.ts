import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, expect, it } from 'vitest'
import type { Answer, FailureClass } from '../../server/domain/outbox/answer.ts'
import type { DefinitionsPort } from '../../server/feishu/port.ts'
import { checkDefinitions, countDefinitions } from '../../server/definitions/definitions-check.ts'
import { createRegistry } from '../../server/definitions/register.ts'
import { aDefinitionRecord, aRecord } from '../support/builders.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { openMemoryStore } from '../support/memory-store.ts'
import { createPeople } from '../support/people.ts'

const file = (code: string, name = '请假'): string => `code: ${code}
name: { zh-CN: ${name} }
group: { code: hr, name: { zh-CN: 人事 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form: [{ key: days, type: number, label: { zh-CN: 天数 } }]
flow: [{ id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }]
`

/** Feishu, answering what it is told to, then taking everything. */
function scripted(failures: (FailureClass | undefined)[] = []) {
  const told: string[] = []
  const port: DefinitionsPort = {
    hash: ({ name, group, viewers, managers }, state) =>
      JSON.stringify([name, group, viewers, managers, state]),
    apply: async ({ code }, state, approvalCode): Promise<Answer<{ approvalCode: string }>> => {
      told.push(`${state} ${code} ${approvalCode ?? 'new'}`)
      const failure = failures.shift()
      if (!failure) return { ok: true, value: { approvalCode: approvalCode ?? `F-${code}` } }
      const rest = { httpStatus: 500, logId: null, retryAfterMs: null }
      return { ok: false, failure: { class: failure, code: 1390001, message: 'no', ...rest } }
    },
  }
  return { port, told, failures }
}

async function setUp(failures: (FailureClass | undefined)[] = []) {
  const parent = await mkdtemp(join(tmpdir(), 'registry-'))
  const folder = join(parent, 'definitions')
  await mkdir(folder)
  onTestFinished(() => rm(parent, { recursive: true }))
  const { definitions: store, instances } = openMemoryStore()
  const feishu = scripted(failures)
  const clock = createFakeClock()
  const lines: string[] = []
  const said: string[] = []
  const log = {
    info: (facts: object, words: string) => void said.push(`${words} ${JSON.stringify(facts)}`),
    warn: (facts: object) => void lines.push(JSON.stringify(facts)),
  }
  const people = createPeople()
  const sources = async () => ['erp']
  const deps = { store, instances, feishu: feishu.port, people, now: clock.now, clock, log, folder, sources }
  const put = (name: string, text: string) => writeFile(join(folder, name), text)
  return {
    registry: createRegistry(deps),
    /** As after a restart of the server. */
    restarted: () => createRegistry(deps),
    store,
    instances,
    put,
    folder,
    clock,
    lines,
    said,
    people,
    ...feishu,
  }
}

/** Lets that much time go by, and in between what reads and writes files. */
async function pass(clock: FakeClock, ms: number, done: () => boolean = () => false): Promise<boolean> {
  const stepMs = Math.max(100, ms / 300)
  for (let passed = 0; passed < ms && !done(); passed += stepMs) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    await clock.advance(stepMs)
  }
  return done()
}

async function passUntil(clock: FakeClock, done: () => boolean): Promise<void> {
  if (!(await pass(clock, 120_000, done))) throw new Error('it did not come to that in two minutes')
}

const changes = ({ changes: planned }: { changes: { code: string; change: string }[] }) =>
  planned.map(({ code, change }) => `${change} ${code}`)

it('plan says what apply then does, and after it nothing is left to do', async () => {
  const { registry, put, told, store } = await setUp()
  await put('leave.yaml', file('leave'))

  expect(changes(await registry.plan())).toEqual(['create leave'])
  expect(told).toEqual([])
  await registry.apply()
  expect(changes(await registry.plan())).toEqual(['none leave'])
  expect(await store.read('leave')).toMatchObject({ version: 1, approvalCode: 'F-leave', state: 'live' })
})

it('a changed file is the next version under the code that Feishu gave, and the old version stays readable', async () => {
  const { registry, put, told, store } = await setUp()
  await put('leave.yaml', file('leave'))
  await registry.apply()
  await put('leave.yaml', file('leave', '休假'))
  await registry.apply()

  expect(told).toEqual(['live leave new', 'live leave F-leave'])
  expect((await store.read('leave'))?.version).toBe(2)
  expect((await store.read('leave', 1))?.definition.name).toEqual({ 'zh-CN': '请假' })
})

it('what Feishu is not told of is a change as well, with old and new value, who keeps the old one, and a line in the log', async () => {
  const { registry, put, told, store, instances, said } = await setUp()
  await put('leave.yaml', file('leave'))
  await registry.apply()
  expect(said).toContain('a definition is new {"definition":"leave","version":1}')
  for (const id of ['i1', 'i2', 'i3']) {
    await instances.change(id, () => ({
      next: aRecord({ id, definition: { code: 'leave', version: 1 } }),
      result: 0,
    }))
  }

  await put('leave.yaml', file('leave').replace('{ manager: 1 }', '{ users: [u_hr] }'))
  const planned = {
    code: 'leave',
    change: 'update',
    version: { from: 1, to: 2 },
    underWay: { count: 3, isMore: false },
    edits: [{ path: 'flow.manager.approvers', before: { manager: 1 }, after: { users: ['u_hr'] } }],
  }
  expect((await registry.plan()).changes).toMatchObject([planned])
  expect((await store.read('leave'))?.version).toBe(1)
  expect((await registry.apply()).applied).toMatchObject([{ ...planned, error: null }])
  const line =
    '{"definition":"leave","version":2,"path":"flow.manager.approvers","before":{"manager":1},"after":{"users":["u_hr"]},"underWay":3}'
  expect(said.filter((one) => one.startsWith('a definition changed'))).toEqual([
    `a definition changed ${line}`,
  ])
  expect(told).toEqual(['live leave new'])
  expect((await registry.plan()).changes).toMatchObject([
    { change: 'none', edits: [], underWay: { count: 0 } },
  ])
})

it('a start logs what it changes, once', async () => {
  const { registry, restarted, put, clock, said } = await setUp()
  await put('leave.yaml', file('leave'))
  await registry.apply()
  await put('leave.yaml', file('leave', '休假'))
  const stop = new AbortController()
  const registering = restarted().register(stop.signal)
  await passUntil(clock, () => said.some((one) => one.includes('"path":"name.zh-CN"')))
  await pass(clock, 60_000)
  stop.abort()
  await registering
  expect(said.filter((one) => one.includes('"path":"name.zh-CN"'))).toHaveLength(1)
})

it('a definition whose file is gone is retired, but not while a file is refused or the folder is missing', async () => {
  const { registry, put, folder, told } = await setUp()
  await put('leave.yaml', file('leave'))
  await put('other.yaml', file('other'))
  await registry.apply()

  await put('leave.yaml', file('leave').replace('group:', 'grup:'))
  const { faults } = await registry.apply()
  expect(faults).toContainEqual(expect.objectContaining({ file: 'leave.yaml', line: 3 }))
  await rm(folder, { recursive: true })
  expect(changes(await registry.plan())).toEqual([])
  expect(told.filter((line) => line.startsWith('retired'))).toEqual([])

  await mkdir(folder)
  await put('other.yaml', file('other'))
  expect(changes(await registry.plan())).toContain('retire leave')
  await registry.apply()
  expect(told.at(-1)).toBe('retired leave F-leave')
})

it('plan and apply name the people whom nobody is, by file and line, and go on without contacts', async () => {
  const { registry, put, people, store } = await setUp()
  const typo = file('leave').replace('[u_admin]', '[u_admin, u_typo, u_gone]')
  await put('leave.yaml', typo.replace('{ manager: 1 }', '{ users: [u_typo] }'))

  const { people: named } = await registry.plan()
  expect(named.unknown.map(({ file: name, line, reason }) => `${name}:${line} ${reason}`)).toEqual([
    'leave.yaml:5 managers.1: u_typo is the user_id of nobody whom the app may see',
    'leave.yaml:5 managers.2: u_gone has left or is frozen',
    'leave.yaml:7 flow.0.approvers.users.0: u_typo is the user_id of nobody whom the app may see',
  ])
  expect((await registry.apply()).people).toEqual(named)

  people.fail({ message: 'connect ECONNREFUSED' })
  const plan = await registry.plan()
  expect(plan.people).toEqual({ unknown: [], unasked: 'connect ECONNREFUSED' })
  expect(changes(plan)).toEqual(['none leave'])
  expect((await store.read('leave'))?.state).toBe('live')
})

it('plan names viewers, departments and people of conditions too whom nobody knows', async () => {
  const { registry, put } = await setUp()
  const viewers =
    '[{ type: USER, id: u_nobody }, { type: DEPARTMENT, id: od-hr }, { type: DEPARTMENT, id: od-x }]'
  const when = 'when: { all: [{ field: who, op: contains, value: u_typo }] }, approvers'
  await put(
    'leave.yaml',
    file('leave')
      .replace('[{ type: TENANT }]', viewers)
      .replace('form: [', 'form: [{ key: who, type: contact, label: { zh-CN: 谁 } }, ')
      .replace('approvers', when),
  )
  const { people } = await registry.plan()
  expect(people.unknown.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '4 viewers.0.id: u_nobody is the user_id of nobody whom the app may see',
    '4 viewers.2.id: od-x is the open_department_id of no department that the app may see',
    '7 flow.0.when.all.0.value: u_typo is the user_id of nobody whom the app may see',
  ])
})

it('plan names whom nobody knows where a field is shown or asked for because of them, in rows too', async () => {
  const { registry, put } = await setUp()
  const who = '{ key: who, type: contact, label: { zh-CN: 谁 } }'
  const why = (key: string, condition: string) =>
    `{ key: ${key}, type: text, label: { zh-CN: 因 }, ${condition} }`
  const form = [
    who,
    '{ key: team, type: department, label: { zh-CN: 部门 } }',
    why('a', 'visible: { any: [{ field: who, op: contains, value: u_typo }] }'),
    `{ key: items, type: table, label: { zh-CN: 明细 }, columns: [{ key: team, type: contact, label: { zh-CN: 组 } }, ${why('b', 'required: { field: team, op: contains, value: u_row }')}] }`,
    why('c', 'required: { field: team, op: contains, value: od-x }'),
  ]
  await put('leave.yaml', file('leave').replace(/form: .*/, `form: [${form.join(', ')}]`))
  const { people, faults } = await registry.plan()
  expect(faults).toEqual([])
  expect(people.unknown.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '6 form.2.visible.any.0.value: u_typo is the user_id of nobody whom the app may see',
    '6 form.3.columns.1.required.value: u_row is the user_id of nobody whom the app may see',
    '6 form.4.required.value: od-x is the open_department_id of no department that the app may see',
  ])
})

it('a field that takes approvals of a definition that is none is refused, by file and line', async () => {
  const { registry, put, folder } = await setUp()
  const linking = (...codes: string[]) =>
    file('claim').replace(
      'form: [',
      `form: [{ key: trip, type: approval, label: { zh-CN: 差 }, definitions: [${codes.join(', ')}] }, `,
    )
  const column = `{ key: items, type: table, label: { zh-CN: 明细 }, columns: [{ key: of, type: approval, label: { zh-CN: 差 }, definitions: [nothing-near] }] }, `
  const reasons = async () =>
    (await registry.plan()).faults.map(({ file: name, line, reason }) => `${name}:${line} ${reason}`)
  await put('trip.yaml', file('business-trip'))
  await put('claim.yaml', linking('claim', 'bussiness-trip').replace('form: [', `form: [${column}`))
  expect(await reasons()).toEqual([
    'claim.yaml:6 form.0.columns.0.definitions.0: no definition has the code nothing-near',
    'claim.yaml:6 form.1.definitions.1: no definition has the code bussiness-trip; did you mean business-trip?',
  ])
  expect((await registry.apply()).applied.map(({ code }) => code)).toEqual(['business-trip'])

  // Its approvals are still there when its file is gone, and what cannot be read may be the one.
  await rm(join(folder, 'trip.yaml'))
  await put('claim.yaml', linking('business-trip'))
  expect(await reasons()).toEqual([])
  await put('claim.yaml', linking('seal'))
  await put('seal.yaml', 'code: seal\nname: [')
  expect((await reasons()).map((reason) => reason.split(':')[0])).toEqual(['seal.yaml'])
})

it('one definition that Feishu refuses leaves the server ready, and is named until it is taken', async () => {
  const { registry, put, store, clock, lines, failures } = await setUp([
    undefined,
    'refused',
    'refused',
    'refused',
  ])
  await put('a.yaml', file('leave'))
  await put('b.yaml', file('trip'))
  expect(await checkDefinitions(store, registry)).toMatchObject({ ready: false })
  const stop = new AbortController()
  const registering = registry.register(stop.signal)

  await passUntil(clock, () => failures.length === 0)
  const refusedByFeishu = { trip: '1390001 no' }
  expect(await checkDefinitions(store, registry)).toEqual({ ready: true, check: { refusedByFeishu } })
  expect(await countDefinitions(store, registry)).toEqual({ live: 1, waiting: 0, refused: 1, unreadable: 0 })
  expect((await registry.plan()).notTaken).toEqual([{ code: 'trip', reason: '1390001 no', again: false }])
  expect(lines.filter((line) => line.includes('trip'))).toHaveLength(1)

  await registry.apply()
  expect(await checkDefinitions(store, registry)).toEqual({ ready: true, check: 'ok' })
  expect((await registry.plan()).notTaken).toEqual([])
  stop.abort()
  await registering
})

it('where Feishu takes nothing at all the server is not ready', async () => {
  const { registry, put, store } = await setUp(['refused', 'not_sent'])
  await put('a.yaml', file('leave'))
  await put('b.yaml', file('trip'))
  await registry.apply()
  const check = { waiting: { trip: '1390001 no' }, refusedByFeishu: { leave: '1390001 no' } }
  expect(await checkDefinitions(store, registry)).toEqual({ ready: false, check })
})

it('a start waits a minute for what Feishu did not take because it was away; later nothing waits for that', async () => {
  const { registry, put, store, clock } = await setUp([undefined, 'quota', 'quota'])
  await put('a.yaml', file('leave'))
  await put('b.yaml', file('trip'))
  await registry.apply()
  const check = { waiting: { trip: '1390001 no' } }
  expect(await checkDefinitions(store, registry)).toEqual({ ready: false, check })
  await clock.advance(60_000)
  expect(await checkDefinitions(store, registry)).toEqual({ ready: true, check })
  await registry.apply()
  expect(await checkDefinitions(store, registry)).toEqual({ ready: true, check })
})

it('remembers which files were refused when they were applied last', async () => {
  const { registry, put } = await setUp()
  await put('leave.yaml', file('leave').replace('group:', 'grup:'))
  await registry.apply()
  expect(registry.faults()).toContainEqual(expect.objectContaining({ file: 'leave.yaml', line: 3 }))
  expect(registry.isComplete()).toBe(true)

  await put('leave.yaml', file('leave'))
  await registry.apply()
  expect(registry.faults()).toEqual([])
})

it('a refused file shows in the health check, which stays good while something is live', async () => {
  const { registry, put, store } = await setUp()
  const broken = file('leave').replace('group:', 'grup:')
  await put('leave.yaml', broken)
  await registry.apply()
  const refused = [expect.stringContaining('leave.yaml:1 '), expect.stringContaining('leave.yaml:3 ')]
  expect(await checkDefinitions(store, registry)).toEqual({ ready: false, check: { refused } })

  await put('leave.yaml', file('leave'))
  await registry.apply()
  expect(await checkDefinitions(store, registry)).toEqual({ ready: true, check: 'ok' })
  await put('leave.yaml', broken)
  await registry.apply()
  expect(await checkDefinitions(store, registry)).toEqual({ ready: true, check: { refused } })
})

it('goes on trying until Feishu has taken everything, and notices what a later apply left over', async () => {
  const { registry, put, clock, told, failures } = await setUp(['not_sent', 'not_sent'])
  await put('leave.yaml', file('leave'))
  const stop = new AbortController()
  const registering = registry.register(stop.signal)

  await passUntil(clock, () => registry.isComplete())
  expect(told).toHaveLength(3)
  failures.push('not_sent')
  await put('leave.yaml', file('leave', '休假'))
  await registry.apply()
  expect(registry.isComplete()).toBe(false)
  await passUntil(clock, () => registry.isComplete())
  stop.abort()
  await registering
  expect(clock.sleepers()).toBe(0)
})

it('does not create again by itself what Feishu may have created, since nobody could delete the second one', async () => {
  const { registry, put, clock, told, lines } = await setUp(['unclear'])
  await put('leave.yaml', file('leave'))
  const stop = new AbortController()
  const registering = registry.register(stop.signal)

  await pass(clock, 24 * 3_600_000)
  expect(told).toEqual(['live leave new'])
  expect(registry.errors().get('leave')).toContain('not known')
  expect(lines.length).toBeLessThan(40)
  await registry.apply()
  expect(registry.isComplete()).toBe(true)
  stop.abort()
  await registering
})

it('creates the kind of another system once more, as its to-dos wait and nobody runs a command for it', async () => {
  const { registry, restarted, store, clock, told } = await setUp(['unclear'])
  const source = { ...aDefinitionRecord({ code: 'erp.purchase' }), source: 'erp' }
  const definition = { ...source.definition, code: source.code }
  await store.change(source.code, 1, () => ({ ...source, definition }))
  for (const running of [registry, restarted()]) {
    const stop = new AbortController()
    const registering = running.register(stop.signal)
    await pass(clock, 60_000)
    stop.abort()
    await registering
  }
  expect(told).toEqual(['live erp.purchase new', 'live erp.purchase new'])
  expect(await store.read('erp.purchase')).toMatchObject({ approvalCode: 'F-erp.purchase' })
})

it('asks rarely for what Feishu refuses: a tenant has only so many calls', async () => {
  const { registry, put, clock, told } = await setUp(Array.from({ length: 100 }, () => 'refused' as const))
  await put('leave.yaml', file('leave'))
  const stop = new AbortController()
  const registering = registry.register(stop.signal)

  await pass(clock, 24 * 3_600_000)
  stop.abort()
  await registering
  expect(told.length).toBeLessThan(40)
})

it('a folder that cannot be read is said, and tried again', async () => {
  const { registry, folder, clock } = await setUp()
  await rm(folder, { recursive: true })
  await writeFile(folder, 'a file')
  const stop = new AbortController()
  const registering = registry.register(stop.signal)

  await passUntil(clock, () => registry.errors().size > 0)
  expect([...registry.errors().values()][0]).toContain('ENOTDIR')
  await rm(folder)
  await mkdir(folder)
  await passUntil(clock, () => registry.isComplete())
  stop.abort()
  await registering
})
