import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { differences } from '../support/agreement.ts'
import { asPerson, login, operator, request, type Person } from '../support/api.ts'
import { controlOf, type Control } from '../support/control.ts'
import { ADMIN_TOKEN, freePort, run, type Running } from '../support/server-process.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { sampleLeave } from '../support/sample-forms.ts'
import { closeStages, openCardOf, temporaryFolder, until } from './stage.ts'

const START = join(import.meta.dirname, '../../scripts/start.js')
const CAST = ['u_dev', 'u_lead', 'u_hr', 'u_recruiter', 'u_payroll'] as const

/** By the samples that come with the server. */
async function submitted(person: Person, days: number): Promise<InstanceView> {
  const { status, body } = await person.submit('leave', sampleLeave(days))
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}

type Cast = Record<(typeof CAST)[number], Person>

afterEach(closeStages)

describe('npm start with no app configured', () => {
  let cwd: string
  let port: number
  let sandboxPort: number
  let url: string
  let control: Control

  beforeEach(async () => {
    cwd = await temporaryFolder()
    port = await freePort()
    sandboxPort = await freePortPair()
    url = `http://127.0.0.1:${port}`
    control = controlOf({ controlUrl: `http://127.0.0.1:${sandboxPort}` })
  })

  it('prints both addresses, an approval runs through, and the next start goes on where the first ended', async () => {
    const first = await start()
    await until(() => first.output().includes(`http://localhost:${port}`), 'it says where the server is')
    expect(first.output()).toContain(`http://127.0.0.1:${sandboxPort}`)
    const cast = await enterCast()
    const done = await submitted(cast.u_dev, 2)
    await press('u_lead', done.id)
    const open = await submitted(cast.u_dev, 5)
    await agree(cast)
    expect((await cast.u_dev.read(done.id)).body.status).toBe('APPROVED')
    const shown = await lists()

    expect(await first.end()).toBe(0)
    expect(await isGone()).toBe(true)
    await start()

    expect(await lists()).toEqual(shown)
    await agree(cast)
    await press('u_lead', open.id)
    await press('u_hr', open.id)
    await agree(cast)
    expect((await cast.u_dev.read(open.id)).body.status).toBe('APPROVED')
  })

  it('kill -9 of the server ends its sandbox too, and after the next start both agree again', async () => {
    const first = await start()
    const cast = await enterCast()
    const before = await submitted(cast.u_dev, 2)
    await agree(cast)
    const instances = await Promise.all([2, 5, 1].map((days) => submitted(cast.u_dev, days)))
    await first.end('SIGKILL')
    await until(isGone, 'the sandbox has ended by itself')

    await start()
    await agree(cast)
    for (const { id } of [before, ...instances]) await press('u_lead', id)
    await agree(cast)
    expect(await cast.u_hr.listAll('todo')).toHaveLength(1)
  })

  it.each(['webhook', 'connection'])(
    'somebody who resigns in the sandbox is a leaver for the server, told by %s: their manager has it',
    async (way) => {
      await start({ FEISHU_EVENTS: way })
      const cast = await enterCast()
      const { id } = await submitted(cast.u_dev, 2)
      const people = `http://127.0.0.1:${sandboxPort}/_sandbox/people`
      const { body: lead } = await request<{ leaderUserId: string }>(`${people}/u_lead`, {
        method: 'POST',
        body: { resigned: true },
      })
      const openTask = async () =>
        (await cast.u_dev.read(id)).body.tasks.find(({ status }) => status === 'PENDING')
      await until(async () => (await openTask())?.assignee.userId === lead.leaderUserId, 'it is handed over')
    },
  )

  it("its data never mixes with a real app's", async () => {
    const first = await start()
    const cast = await enterCast()
    await submitted(cast.u_dev, 2)
    await agree(cast)
    await first.end()

    const real = await start({
      FEISHU_APP_ID: 'cli_real',
      FEISHU_APP_SECRET: 'secret',
      FEISHU_CALLBACK_TOKEN: 'token',
      FEISHU_BASE_URL: 'http://127.0.0.1:9',
    })
    expect(await isAnswering(sandboxPort)).toBe(false)
    expect(await asPerson(url, cast.u_dev.token).read('anything')).toMatchObject({ status: 401 })
    expect(await operator(url).outbox()).toEqual([])
    await real.end()
    expect((await readdir(join(cwd, 'data'))).sort()).toEqual([
      ...[
        'attachments',
        'binding.json',
        'definitions',
        'instances',
        'letters',
        'lock',
        'notes',
        'reminders',
        'sandbox',
        'sessions',
        'settings',
      ],
    ])

    await start()
    await agree(cast)
    expect(await cast.u_dev.listAll('started')).toHaveLength(1)
  })

  async function start(env: Record<string, string> = {}): Promise<Running> {
    const started = run([process.execPath, START], {
      cwd,
      env: {
        FEISHU_APP_ID: '',
        PORT: String(port),
        SANDBOX_PORT: String(sandboxPort),
        HOST: '127.0.0.1',
        ADMIN_TOKEN,
        LOG_LEVEL: 'debug',
        ...env,
      },
    })
    const isUp = () => started.output().includes('the server is up')
    await until(() => isUp() || started.child.exitCode !== null, 'it is up')
    if (!isUp()) throw new Error(`it did not start:\n${started.output()}`)
    return started
  }

  async function enterCast(): Promise<Cast> {
    await until(isReady, 'it is ready')
    const entries = CAST.map(async (id) => [id, await login(url, control, id)] as const)
    return Object.fromEntries(await Promise.all(entries)) as Cast
  }

  async function press(userId: string, instanceId: string): Promise<void> {
    await operator(url).quiet()
    const { messageId } = await openCardOf(control, userId, instanceId)
    const { responses } = await control.press({ userId, via: 'card', messageId, action: 'APPROVE' })
    expect(responses).toMatchObject([{ status: 200 }])
  }

  async function agree(cast: Cast): Promise<void> {
    await until(isReady, 'it is ready')
    await operator(url).quiet()
    expect(await differences(control, cast)).toEqual([])
    expect((await control.oracle()).violations).toEqual([])
  }

  async function isReady(): Promise<boolean> {
    return (await request(`${url}/readyz`)).status === 200
  }

  function lists(): Promise<unknown[]> {
    return Promise.all(CAST.map((userId) => control.lists(userId)))
  }

  /** Nobody listens on any of the three ports. */
  async function isGone(): Promise<boolean> {
    const there = await Promise.all([port, sandboxPort, sandboxPort + 1].map(isAnswering))
    return there.every((one) => !one)
  }
})

function isAnswering(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  )
}

/** The sandbox takes two in a row. */
async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await freePort()
    if (!(await isAnswering(port + 1))) return port
  }
}
