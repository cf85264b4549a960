import { expect, it } from 'vitest'
import { SERVICE_VERBS } from '../../server/cli/service-commands.ts'
import type { Operator } from '../../server/cli/operator.ts'
import { readCommand } from '../../server/cli/read-command.ts'
import { createHash } from 'node:crypto'
import { OPERATOR } from '../support/http-server.ts'
import { openDoor } from '../support/services.ts'

const add = (world: Awaited<ReturnType<typeof openDoor>>, body: object) =>
  world.call('POST', '/admin/v1/services', { token: OPERATOR, body })

it('a token has 256 bits, is told once, stored as a hash alone, and never logged', async () => {
  const world = await openDoor()
  const { call, dump, lines, start } = world
  const added = await add(world, { id: 'crm', definitions: ['leave'] })
  expect(added).toMatchObject({
    status: 201,
    body: { id: 'crm', definitions: ['leave'], may: ['start', 'read'] },
  })
  const { token } = added.body as { token: string }
  expect(token).toMatch(/^svc_[\w-]{43}$/)
  await start(token)
  await start(token, { initiator: 'u_nobody' })
  await call('GET', '/api/v1/me/settings', { token })
  const listed = await call('GET', '/admin/v1/services', { token: OPERATOR })
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual(['erp', 'crm'])
  const said = [dump(), lines.join('\n'), listed.text, JSON.stringify(await start(token, { form: null }))]
  for (const text of said) for (const part of [token, token.slice(4)]) expect(text).not.toContain(part)
  expect(dump()).toContain(createHash('sha256').update(token).digest('hex'))
  expect(listed.text).not.toContain('Hash')
  expect(lines.join('\n')).toContain('"service":"crm"')
})

it('what is wrong is said, and lets nobody in', async () => {
  const world = await openDoor()
  const before = world.dump()
  for (const [body, status, code] of [
    [{ id: 'erp', definitions: ['leave'] }, 409, 'service_exists'],
    [{ id: 'crm', definitions: ['leeve'] }, 404, 'definition_not_found'],
    [{ id: 'crm', definitions: [] }, 400, 'bad_request'],
    [{ id: 'crm', definitions: ['leave'], may: ['approve'] }, 400, 'bad_request'],
    [{ id: 'crm', definitions: ['leave'], may: [] }, 400, 'bad_request'],
    [{ id: 'CRM', definitions: ['leave'] }, 400, 'bad_request'],
    [{ id: '../crm', definitions: ['leave'] }, 400, 'bad_request'],
    [{ id: 'a'.repeat(65), definitions: ['leave'] }, 400, 'bad_request'],
    [{ id: 'crm', definitions: ['leave'], token: 'svc_mine' }, 400, 'bad_request'],
    [{}, 400, 'bad_request'],
  ] as const) {
    const answer = await add(world, body)
    expect([JSON.stringify(body), answer.status, answer.body.error.code]).toEqual([
      JSON.stringify(body),
      status,
      code,
    ])
  }
  expect((await add(world, { id: 'crm', definitions: ['leeve'] })).body.error.message).toContain(
    'Is leave meant?',
  )
  expect(await world.remove('nobody')).toMatchObject({
    status: 404,
    body: { error: { code: 'service_not_found' } },
  })
  expect(world.dump()).toBe(before)
})

it('two at once of one id: one is let in', async () => {
  const world = await openDoor()
  const both = await Promise.all([1, 2].map(() => add(world, { id: 'crm', definitions: ['leave'] })))
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
})

it('only operators let in and out', async () => {
  const { call, erp, login } = await openDoor()
  for (const token of [undefined, erp, await login('u_admin')]) {
    const body = { id: 'x', definitions: ['leave'] }
    expect((await call('POST', '/admin/v1/services', { token, body })).status).toBe(401)
    expect((await call('GET', '/admin/v1/services', { token })).status).toBe(401)
    expect((await call('DELETE', '/admin/v1/services/erp', { token })).status).toBe(401)
  }
})

async function run(words: string, operator: Partial<Operator>) {
  const command = readCommand(words.split(' '), { verbs: SERVICE_VERBS, processes: [] })
  if (command.kind !== 'verb' || !('run' in command.verb)) throw new Error('no verb')
  return command.verb.run(operator as Operator, command.args, command.options)
}

const VIEW = {
  id: 'erp',
  definitions: ['leave', 'trip'],
  may: ['start' as const, 'read' as const],
  createdAt: 0,
}

it('the command prints the token once, and says so', async () => {
  const asked: unknown[] = []
  const operator: Partial<Operator> = {
    addService: async (service) => {
      asked.push(service)
      return { ...VIEW, token: 'svc_abc' }
    },
    services: async () => ({ items: [VIEW] }),
    removeService: async () => VIEW,
  }
  const { lines } = await run('services add erp --definitions leave,trip --may start,comment', operator)
  expect(asked).toEqual([{ id: 'erp', definitions: ['leave', 'trip'], may: ['start', 'comment'] }])
  expect(lines.join('\n')).toContain('svc_abc')
  expect(lines.join('\n')).toContain('shown this once')
  await run('services add erp --definitions leave', operator)
  expect(asked.at(-1)).toEqual({ id: 'erp', definitions: ['leave'] })
  const listed = await run('services list', operator)
  expect(listed.lines).toEqual(['erp  may start, read of leave, trip, since 1970-01-01T00:00:00.000Z'])
  expect((await run('services remove erp', operator)).lines[0]).toContain('erp is removed')
})

it.each([
  ['services add erp', '--definitions'],
  ['services add erp --definitions ,', '--definitions'],
  ['services add --definitions leave', 'needs <id>'],
  ['services add erp --definitions leave --may start,approve', 'not approve'],
  ['services add erp --definitions leave --may ,', 'not nothing'],
  ['services list --may read', 'takes no --may'],
  ['services remove', 'needs <id>'],
])('%s is refused in words', async (words, says) => {
  await expect((async () => run(words, {}))()).rejects.toThrow(says)
})
