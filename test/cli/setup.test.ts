import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draftOf } from '../../sandbox/app/app-config.ts'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import type { Options, Surroundings } from '../../server/cli/command.ts'
import { qrCode } from '../../server/cli/qr-code.ts'
import { SETUP } from '../../server/cli/setup.ts'
import { confirmRegistration } from '../support/confirm-registration.ts'
import { freePort } from '../support/server-process.ts'

let sandbox: Sandbox
let folder: string
let port: number
beforeEach(async () => {
  sandbox = await openSandbox({ settings: { registrationSeconds: 1 } })
  folder = await mkdtemp(join(tmpdir(), 'setup-'))
  port = await freePort()
})
afterEach(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true })
})

const environment = () => ({ FEISHU_BASE_URL: sandbox.url, PORT: String(port), HOST: '127.0.0.1' })

/** Somebody at a terminal, who answers the questions in turn and confirms what they are shown. */
async function sit(answers: readonly string[], more: Partial<Surroundings> = {}, options: Options = {}) {
  const asked: string[] = []
  const told: string[] = []
  const left = [...answers]
  const outcome = await SETUP['setup']!.runAlone(
    {
      folder,
      env: environment(),
      tell(lines) {
        told.push(...lines)
        const address = lines.find((line) => line.startsWith('http'))
        if (address !== undefined) void confirmRegistration(address, 'confirm')
      },
      ask: async (question) => {
        asked.push(question)
        return left.shift() ?? ''
      },
      columns: 200,
      ...more,
    },
    options,
  ).catch((error: unknown) => error as Error)
  return { outcome, asked, told }
}

describe('at a terminal', () => {
  it('asks for what it has to know, and shows a code to scan', async () => {
    const { outcome, asked, told } = await sit([` http://127.0.0.1:${port}/ `])
    expect(outcome).toMatchObject({ ok: true, value: { app: { isNew: true } } })
    expect(asked).toEqual(['How do Feishu and people reach this server (https://…)? '])
    expect(told.filter((line) => /^[█▀▄ ]{30,}$/.test(line)).length).toBeGreaterThan(20)
    expect(told.join('\n')).toContain('within 10 minutes')
    expect(await readFile(join(folder, '.env'), 'utf8')).toContain(`PUBLIC_URL=http://127.0.0.1:${port}\n`)
  })

  it('in a narrow one the address alone', async () => {
    const { told } = await sit([`http://127.0.0.1:${port}`], { columns: 40 })
    expect(told.join('\n')).toMatch(/Open this within 10 minutes.*\nhttp.*\n\(A wider terminal/)
    expect(told.join('\n')).not.toContain('█')
  })

  it.each(['', 'n', 'no', 'perhaps'])('%j is no agreement: nothing is changed', async (answer) => {
    const text = `FEISHU_APP_ID=${sandbox.info.appId}\nFEISHU_APP_SECRET=${sandbox.info.appSecret}\n`
    await writeFile(join(folder, '.env'), text)
    const { outcome, asked } = await sit([answer], {}, { 'public-url': `http://127.0.0.1:${port}` })
    expect(outcome).toMatchObject({ message: 'Nothing is changed.' })
    expect(asked).toEqual(['Go on? [y/N] '])
    expect(await readdir(folder)).toEqual(['.env'])
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(text)
    expect(sandbox.world.log.entries()).toEqual([])
  })

  it('makes an app that is told over a long connection, which Feishu saves while setup holds one', async () => {
    const env = { ...environment(), FEISHU_EVENTS: 'connection' }
    const { outcome } = await sit([`http://127.0.0.1:${port}`], { env })
    expect(outcome).toMatchObject({ ok: true, value: { app: { isNew: true } } })
    const { events, callbacks } = draftOf(sandbox.world)
    expect([events.type, callbacks.type]).toEqual(['websocket', 'websocket'])
    await vi.waitUntil(() => !sandbox.world.connections.isOpen())
  })

  it('a .env whose last quote is open is refused before anything is made', async () => {
    await writeFile(join(folder, '.env'), 'A="x')
    // It closes where the address, which needs quotes, begins.
    const { outcome } = await sit(['y'], {}, { 'public-url': `http://127.0.0.1:${port}/$a` })
    expect(outcome).toMatchObject({ message: expect.stringMatching(/would not say \w+ any more/) })
    expect(sandbox.world.log.entries()).toEqual([])
  })

  it('an address that differs from the one that is set is not taken in its place', async () => {
    await writeFile(join(folder, '.env'), 'PUBLIC_URL=http://127.0.0.1:1\n')
    const { outcome } = await sit([], {}, { 'public-url': 'http://127.0.0.1:2' })
    expect(outcome).toMatchObject({ message: expect.stringContaining('PUBLIC_URL is http://127.0.0.1:1') })
  })

  it('says where the secret of an app is that could not be written down', async () => {
    const address = `http://127.0.0.1:${port}`
    const { outcome } = await sit([address], {
      tell: (lines) => {
        const page = lines.find((line) => line.startsWith('http'))
        // Somebody else makes one meanwhile.
        if (page !== undefined)
          void writeFile(join(folder, '.env'), 'A=1\n').then(() => confirmRegistration(page, 'confirm'))
      },
    })
    expect(outcome).toMatchObject({
      message: expect.stringMatching(
        /changed meanwhile.*\nThe app cli_\w+ is made all the same.*凭证与基础信息/,
      ),
    })
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe('A=1\n')
  })
})

describe('an app that is there', () => {
  const address = () => ({ 'public-url': `http://127.0.0.1:${port}` })
  const putEnv = (more = '') => {
    const { appId, appSecret } = sandbox.info
    const text = `FEISHU_APP_ID=${appId}\nFEISHU_APP_SECRET=${appSecret}\n${more}`
    return writeFile(join(folder, '.env'), text)
  }
  const stepsOf = (outcome: unknown) =>
    (outcome as { value: { steps: { step: string }[] } }).value.steps.map(({ step }) => step)

  it('is changed after it was said what is added, and what is replaced', async () => {
    await putEnv('FEISHU_PAGES=web_app\n')
    const { told } = await sit(['n'], {}, address())
    const text = told.join('\n')
    expect(text).toMatch(/The app cli_\w+ gets the scopes, events, .* that it lacks, and a new version/)
    expect(text).toMatch(
      /Replaced.*\/feishu\/event, .*\/feishu\/card\); the Verification Token; the Encrypt Key; .*home page \(.*\/m\/\)/,
    )
    expect(text).toContain('Who may use it, and whom it may see, stays as it is')
  })

  it('keeps the secrets that the settings lack, and the home page of what is no web app', async () => {
    await putEnv('FEISHU_VERIFICATION_TOKEN=mine\n')
    const { encryptKey } = sandbox.world.app
    const { told } = await sit(['y'], {}, address())
    expect(told.join('\n')).not.toMatch(/Encrypt Key|home page/)
    expect(sandbox.world.app).toMatchObject({ verificationToken: 'mine', encryptKey })
    expect(encryptKey).not.toBe('')
  })

  it('keeps its people, whoever they are', async () => {
    await putEnv()
    sandbox.world.changeSettings({ availability: ['u_dev'], contactRange: ['u_lead', 'u_dev'] })
    const { outcome } = await sit(['y'], {}, address())
    expect(stepsOf(outcome)).not.toContain('people')
    expect(sandbox.world.settings()).toMatchObject({
      availability: ['u_dev'],
      contactRange: ['u_lead', 'u_dev'],
    })
  })

  it('that may see nobody gets everyone', async () => {
    await putEnv()
    sandbox.world.changeSettings({ contactRange: [] })
    const { outcome } = await sit(['y'], {}, address())
    expect(stepsOf(outcome)).toContain('people')
    expect(sandbox.world.settings()).toMatchObject({ availability: 'all', contactRange: 'all' })
  })
})

it('a QR code has lines of one width, a narrower border where it is tight, or is none', () => {
  const address = 'https://accounts.feishu.cn/page/launcher?user_code=ABCD'
  const widthIn = (columns: number) => [...new Set(qrCode(address, columns)?.map(({ length }) => length))]
  const [width = 0] = widthIn(200)
  expect([widthIn(200), widthIn(width), widthIn(width - 1), widthIn(width - 3)]).toEqual([
    ...[[width], [width], [width - 2], []],
  ])
})
