import { afterEach, expect, it } from 'vitest'
import { PEOPLE_VERBS } from '../../server/cli/people-commands.ts'
import { explain } from '../../server/app/explain.ts'
import { toJsonError } from '../../server/cli/explain-command.ts'
import { createFeishu } from '../../server/feishu/client.ts'
import type { Operator } from '../../server/cli/operator.ts'
import { findDepartments, findPeople } from '../../server/usecases/find-contacts.ts'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { ok, openFakeFeishu } from './fake-feishu.ts'
import { clientOf, clientOptions } from './samples.ts'

let sandbox: Sandbox | undefined
afterEach(async () => {
  await sandbox?.close()
  sandbox = undefined
})

async function setUp() {
  sandbox = await openSandbox()
  const { appId, appSecret, url } = sandbox.info
  const feishu = createFeishu({ ...clientOptions(url).options, appId, appSecret, now: Date.now })
  const operator = {
    findPeople: (name: string) => findPeople(feishu, name),
    findDepartments: (name: string) => findDepartments(feishu, name),
  } as Operator
  const find = async (verb: 'people find' | 'departments find', name: string) => {
    const outcome = await PEOPLE_VERBS[verb]?.run(operator, [name], {})
    if (!outcome) throw new Error(`there is no ${verb}`)
    return outcome
  }
  return { find, world: sandbox.world }
}

it('people are found by name, a part of it and user_id, with what a script needs as a value', async () => {
  const { find, world } = await setUp()
  const dev = world.state.people.get('u_dev')
  if (!dev) throw new Error('the sandbox knows u_dev')
  for (const name of [dev.name, dev.name.slice(0, 1), 'u_dev']) {
    const { lines, value, ok: isFound } = await find('people find', name)
    expect([name, isFound]).toEqual([name, true])
    expect(lines).toContain(`u_dev  ${dev.openId}  ${dev.name}`)
    expect(value).toMatchObject({
      isWhole: true,
      items: expect.arrayContaining([{ userId: 'u_dev', openId: dev.openId, name: dev.name, active: true }]),
    })
  }
})

it('departments are found by a part of their name, below others too', async () => {
  const { find, world } = await setUp()
  for (const { departmentId, openDepartmentId, name: names } of world.state.departments.values()) {
    if (departmentId === '0') continue
    const name = names['zh-CN'] ?? 'no name'
    const { lines } = await find('departments find', name.slice(0, 3))
    expect(lines).toContain(`${openDepartmentId}  ${departmentId}  ${name}`)
  }
})

it.each(['people find', 'departments find'] as const)('%s says when nothing is found', async (verb) => {
  const { find } = await setUp()
  expect(await find(verb, '查无此名')).toEqual({
    lines: ['Nothing is found that the app may see.'],
    value: { items: [], isWhole: true },
    ok: false,
  })
})

it.each(['people find', 'departments find'] as const)(
  '%s is refused when the app may not see everybody',
  async (verb) => {
    const { find, world } = await setUp()
    world.settings().contactRange = []
    await expect(find(verb, '查无此名')).rejects.toMatchObject({ code: 'feishu_unavailable' })
  },
)

it.each(['people find', 'departments find'] as const)(
  '%s without a scope says what Feishu wants and where to look, as JSON too',
  async (verb) => {
    const { find, world } = await setUp()
    const msg = 'Access denied. One of the following scopes is required: [contact:department.base:readonly]'
    world.faults.add({
      api: '*',
      kind: 'code',
      when: 'before',
      probability: 1,
      code: 99_991_672,
      status: 400,
      msg,
    })
    const refusal = await find(verb, '张').catch((error: unknown) => error)
    const message = expect.stringMatching(
      /99991672 .*contact:department\.base:readonly.*Run doctor: it names/,
    )
    expect(toJsonError(refusal)).toEqual({ code: 'feishu_unavailable', message })
    expect(explain(refusal)).toEqual([message])
  },
)

it('a search that never comes to an end is ended, and says so', async () => {
  const fake = await openFakeFeishu()
  fake.script('/children', ok({ items: [], has_more: true, page_token: 'next' }))
  const { feishu } = clientOf(fake.url)
  expect(await feishu.organisation.departments(() => true, 50)).toEqual({
    ok: true,
    value: { items: [], isWhole: false },
  })
  expect(fake.at('/children').length).toBe(1_500)
})
