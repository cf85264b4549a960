import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftOf } from '../../sandbox/app/app-config.ts'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import type { DoctorReport, StepOutcome } from '../../shared/operator-api.ts'
import { differences } from '../support/agreement.ts'
import { login } from '../support/api.ts'
import { confirmRegistration } from '../support/confirm-registration.ts'
import { controlOf } from '../support/control.ts'
import { freePort, ROOT, run, TEST_DEFINITIONS, type Running } from '../support/server-process.ts'
import { afterwards, closeStages, leave, openCardOf, tell, temporaryFolder, until } from './stage.ts'

afterEach(closeStages)

const BIN = join(ROOT, 'bin/approval-bridge.js')
/** Without what looks whether it is built, and loads a .env first. */
const CLI = join(ROOT, 'dist/server/cli/main.js')

type Done = {
  app: { id: string; isNew: boolean }
  file: { path: string; added: string[]; copy: string | null }
  steps: StepOutcome[]
}

let sandbox: Sandbox
let folder: string
let port: number
let url: string
let env: Record<string, string>

beforeEach(async () => {
  sandbox = await openSandbox({ settings: { registrationSeconds: 1 } })
  afterwards(() => sandbox.close())
  folder = await temporaryFolder()
  port = await freePort()
  url = `http://127.0.0.1:${port}`
  env = {
    FEISHU_BASE_URL: sandbox.url,
    FEISHU_APPLINK_URL: sandbox.applinkUrl,
    PORT: String(port),
    HOST: '127.0.0.1',
  }
})

const cli = (words: readonly string[], more: Record<string, string> = {}): Running =>
  run([process.execPath, BIN, ...words], { cwd: folder, env: { ...env, ...more } })
const setup = (...words: string[]): Running => cli(['setup', ...words])
const envFile = () => readFile(join(folder, '.env'), 'utf8')

/** What stands behind everything that was told on the way. */
const jsonIn = (running: Running): unknown => {
  const output = running.output()
  return JSON.parse(output.slice(output.search(/^\{$/m)))
}

async function scan(running: Running, answer: 'confirm' | 'deny' = 'confirm'): Promise<void> {
  const address = () => /^(http:\S+user_code=\S+)$/m.exec(running.output())?.[1]
  await until(() => address() !== undefined, 'it says which address to open')
  expect(await confirmRegistration(address() ?? '', answer)).toBe(200)
}

/** An app that is set already. */
const putEnv = async (more = ''): Promise<string> => {
  const { appId, appSecret } = sandbox.info
  const text = `# ours\nFEISHU_APP_ID=${appId}\r\nFEISHU_APP_SECRET=${appSecret}\nLOG_LEVEL=warn\n${more}`
  await writeFile(join(folder, '.env'), text)
  return text
}

describe('from nothing', () => {
  it('to the first approval: a scan, a .env, and the server that reads it', async () => {
    const running = setup('--public-url', url, '--json')
    await scan(running)
    expect(await running.exited, running.output()).toBe(0)
    const { app, file, steps } = jsonIn(running) as Done
    expect(app).toEqual({ id: sandbox.info.appId, isNew: true })
    expect(steps.map(({ state }) => state)).toEqual(Array.from({ length: 9 }, () => 'done'))
    const values = parseEnv(await envFile())
    expect(file.copy).toBeNull()
    expect(file.added.toSorted()).toEqual(Object.keys(values).toSorted())
    expect(values).toMatchObject({ FEISHU_APP_SECRET: sandbox.info.appSecret, PUBLIC_URL: url })
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600)
    for (const name of ['FEISHU_APP_SECRET', 'FEISHU_CALLBACK_KEY', 'FEISHU_ENCRYPT_KEY', 'ADMIN_TOKEN'])
      expect(running.output()).not.toContain(values[name])

    cli(['serve'], { DEFINITIONS_DIR: TEST_DEFINITIONS, REMINDER_TIME: 'off' })
    await until(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true, 'it is ready')
    // Feishu's login page takes the address that setup listed.
    const returnTo = { client_id: app.id, response_type: 'code', redirect_uri: `${url}/m/_login` }
    const loginPage = `${sandbox.url}/open-apis/authen/v1/authorize?${new URLSearchParams(returnTo).toString()}`
    expect((await fetch(loginPage)).status).toBe(200)
    const control = controlOf(sandbox)
    const people = {
      u_dev: await login(url, control, 'u_dev'),
      u_lead: await login(url, control, 'u_lead'),
    }
    const { status, body } = await people.u_dev.submit('leave', leave(2))
    expect(status).toBe(201)
    await until(
      async () => (await control.chat('u_lead')).some(({ buttons }) => buttons.length > 0),
      'there is a card',
    )
    const { messageId } = await openCardOf(control, 'u_lead', body.id)
    await control.press({ userId: 'u_lead', via: 'card', action: 'APPROVE', messageId })
    expect((await people.u_dev.read(body.id)).body.status).toBe('APPROVED')
    await until(async () => (await differences(control, people)).length === 0, 'both sides agree')
    expect((await control.oracle()).violations).toEqual([])

    await control.call('POST', '/people/u_qa', { name: '吴敏敏' })
    const doctor = cli(['doctor', '--json'])
    await doctor.exited
    const { findings } = jsonIn(doctor) as DoctorReport
    const stateOf = (name: string) => findings.find((one) => one.name === name)?.state
    for (const name of ['bot', 'version of the app', 'availability', 'events asked for', 'redirect URLs'])
      expect([name, stateOf(name)]).toEqual([name, 'ok'])
    for (const name of [
      'web app',
      'event address',
      'last event about people',
      'calls that count',
      'addresses of this server',
    ])
      expect([name, stateOf(name)]).toEqual([name, 'ok'])
    expect(findings.filter(({ state }) => state === 'hint').map(({ name }) => name)).toEqual([
      'trusted domain',
      'aggregated push',
    ])
  })

  it('where Feishu lets nothing be changed, the .env is there, and what to click is printed', async () => {
    sandbox.world.changeSettings({ appPatchable: false })
    const running = setup('--public-url', url)
    await scan(running)
    expect(await running.exited).toBe(1)
    expect(Object.keys(parseEnv(await envFile()))).toContain('FEISHU_APP_SECRET')
    const output = running.output()
    const menus = output.split('\n').filter((line) => line.includes(`/app/${sandbox.info.appId} → `))
    expect(menus).toHaveLength(9)
    expect(output).toContain(`重定向 URL (redirect URLs): ${url}/m/pages/detail`)
    expect(output).toContain('npx approval-bridge doctor')
  })

  it('refused on the page, nothing is left behind', async () => {
    const running = setup('--public-url', url)
    await scan(running, 'deny')
    expect(await running.exited).toBe(1)
    expect(running.output()).toContain('There is no app: it was refused')
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    [[], /Pass --public-url <url>/],
    [['--public-url', 'approvals'], /PUBLIC_URL is not an http\(s\) URL/],
    [['here'], /setup takes no here/],
  ])('setup %j says what is missing or wrong, and asks Feishu for nothing', async (words, says) => {
    const running = setup(...words)
    expect(await running.exited).toBe(1)
    expect(running.output()).toMatch(says)
    expect(sandbox.world.log.entries()).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a .env that is there', () => {
  it('is not touched until somebody agrees, and an app is not either', async () => {
    const before = await putEnv()
    const running = setup('--public-url', url)
    expect(await running.exited).toBe(1)
    expect(running.output()).toMatch(
      /gets .*, PUBLIC_URL, .* at its end; its lines stay.*\n.*that it lacks.*\nReplaced/,
    )
    expect(running.output()).toContain('pass --yes')
    expect(await envFile()).toBe(before)
    expect(sandbox.world.log.entries()).toEqual([])
  })

  it('keeps its lines and its app, and gets what it lacks; another run adds nothing', async () => {
    const before = await putEnv('FEISHU_CALLBACK_TOKEN=mine\nFEISHU_CALLBACK_TOKEN=mine-again\n')
    const first = setup('--public-url', url, '--yes', '--json')
    expect(await first.exited, first.output()).toBe(0)
    const { app, file } = jsonIn(first) as Done
    expect(app).toEqual({ id: sandbox.info.appId, isNew: false })
    expect((await envFile()).startsWith(before)).toBe(true)
    expect(await readFile(file.copy ?? '', 'utf8')).toBe(before)
    expect(parseEnv(await envFile())['FEISHU_CALLBACK_TOKEN']).toBe('mine-again')
    expect(file.added).not.toContain('FEISHU_CALLBACK_KEY')

    const after = await envFile()
    const second = setup('--yes', '--json')
    expect(await second.exited, second.output()).toBe(0)
    expect((jsonIn(second) as Done).file).toMatchObject({ added: [], copy: null })
    expect(await envFile()).toBe(after)
  })

  it('survives kill -9 at any moment, whole', async () => {
    const before = await putEnv()
    const rounds = 8
    const begun = Date.now()
    expect(await setup('--public-url', url, '--yes').exited).toBe(0)
    const wholeMs = Date.now() - begun
    const written = await envFile()
    let early = 0
    for (let round = 1; round <= rounds; round += 1) {
      await writeFile(join(folder, '.env'), before)
      const running = setup('--public-url', url, '--yes')
      await sleep((wholeMs * round) / rounds)
      await running.end('SIGKILL')
      const now = await envFile()
      const names = (text: string) => Object.keys(parseEnv(text))
      expect([before, written].map(names)).toContainEqual(names(now))
      expect(now.startsWith(before)).toBe(true)
      early += now === before ? 1 : 0
    }
    tell(`setup was killed ${early} of ${rounds} times before it had written`)
  })

  it('half an app is refused before anything is made', async () => {
    await writeFile(join(folder, '.env'), 'FEISHU_APP_ID=cli_1\n')
    const running = setup('--public-url', url, '--yes')
    expect(await running.exited).toBe(1)
    expect(running.output()).toContain('FEISHU_APP_SECRET is not set, but FEISHU_APP_ID is')
  })

  it('in a folder that may not be written is refused before anything is made', async () => {
    await chmod(folder, 0o555)
    // Root may write anywhere.
    const uid = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const running = run([process.execPath, CLI, 'setup', '--public-url', url], { cwd: folder, env, ...uid })
    expect(await running.exited).toBe(1)
    expect(running.output()).toContain('this user may not write there. Nothing is changed.')
    expect(sandbox.world.log.entries()).toEqual([])
    await chmod(folder, 0o755)
    expect(await readdir(folder)).toEqual([])
  })

  it('that is a folder is refused before anything is made', async () => {
    await mkdir(join(folder, '.env'))
    const running = run([process.execPath, CLI, 'setup', '--public-url', url], { cwd: folder, env })
    expect(await running.exited).toBe(1)
    expect(running.output()).toContain('it is a folder. Nothing is changed.')
    expect(sandbox.world.log.entries()).toEqual([])
  })
})

describe('doctor --fix', () => {
  it('mends what is wrong on Feishu’s side, publishes, and looks again', async () => {
    await putEnv()
    expect(await setup('--public-url', url, '--yes').exited).toBe(0)
    const base = `/open-apis/application/v7/applications/${sandbox.info.appId}`
    const draft = draftOf(sandbox.world)
    sandbox.world.state.meta.put('appDraft', { ...draft, bot: false, events: { ...draft.events, names: [] } })
    sandbox.world.changeSettings({
      scopes: draft.scopes.filter((scope) => scope !== 'contact:user.employee:readonly'),
    })
    const online = (sandbox.world.state.meta.get('appVersions') as { config: object }[]).at(-1)
    sandbox.world.state.meta.put('appVersions', [
      { ...online, config: { ...draft, bot: false, events: { ...draft.events, names: [] } } },
    ])

    cli(['serve'], { DEFINITIONS_DIR: TEST_DEFINITIONS })
    await until(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true, 'it is ready')
    const before = cli(['doctor'])
    expect(await before.exited).toBe(1)
    expect(before.output()).toMatch(/^failed +bot: the app has none/m)

    const fixed = cli(['doctor', '--fix', '--json'])
    expect(await fixed.exited, fixed.output()).toBe(0)
    const { findings, mended = [] } = jsonIn(fixed) as DoctorReport
    expect(mended.map(({ step, state }) => `${step} ${state}`)).toEqual([
      ...['scopes done', 'encryption done', 'events done', 'bot done', 'publish done'],
    ])
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([])
    const asked = sandbox.world.log.entries().filter(({ path }) => path.startsWith(base))
    expect(asked.length).toBeGreaterThan(0)
  })
})
