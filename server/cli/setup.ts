import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { StepOutcome } from '../../shared/operator-api.ts'
import { setUpApp } from '../app/ask-doctor.ts'
import { chooseFeishu } from '../app/choose-feishu.ts'
import { readConfig, type Config, type FeishuSettings } from '../config.ts'
import { withoutSlash } from '../feishu/payloads/links.ts'
import { RegistrationError, registerWithFeishu, type RegisteredApp } from '../feishu/registration.ts'
import { systemClock } from '../runtime/clock.ts'
import { createLogger } from '../runtime/logger.ts'
import { SCOPES_TO_ASK } from '../setup/scopes.ts'
import { CALLBACKS, EVENTS } from '../setup/wanted.ts'
import { answerChallenges } from './answer-challenges.ts'
import { changesToApp } from './changes-to-app.ts'
import type { CommandOutcome, Options, Surroundings, SoloSpec } from './command.ts'
import { assertReplaceable, readEnvFile, replaceEnvFile, withSettings, type EnvFile } from './env-file.ts'
import { holdConnection } from './hold-connection.ts'
import { qrCode } from './qr-code.ts'
import { SetupError } from './setup-error.ts'
import { effective, settingsToAdd } from './setup-settings.ts'
import { stepLines } from './step-lines.ts'

export const SETUP: Readonly<Record<string, SoloSpec>> = {
  setup: {
    usage: 'setup [--public-url <url>] [--yes]',
    options: ['public-url', 'yes'],
    does: 'makes the app by a scan, or takes the one that is set; sets it up in Feishu; writes .env',
    runAlone: setUp,
  },
}

async function setUp(place: Surroundings, options: Options): Promise<CommandOutcome> {
  const file = await readEnvFile(join(place.folder, '.env'))
  const values = effective(file, place.env)
  const publicUrl = await findPublicUrl(place, values, options['public-url'])
  const appId = values['FEISHU_APP_ID']
  // All that can be wrong is found before anything is made.
  const expected = settingsToAdd(file, place.env, {
    publicUrl,
    registered: appId === undefined ? NOT_YET : undefined,
    newSecret,
  })
  const draft = readConfig({ ...values, ...expected })
  withSettings(file.text, expected)
  await assertReplaceable(file)
  await agree(place, {
    file,
    app: appId === undefined ? undefined : draft.feishu,
    publicUrl,
    names: Object.keys(expected),
    isAgreed: options.yes === true,
  })

  const registered = appId === undefined ? await register(place, draft) : undefined
  const added = settingsToAdd(file, place.env, { publicUrl, registered, newSecret })
  const copy = await write(file, added).catch(tellOf(registered))
  place.tell(writtenLines(file, Object.keys(added), copy))

  const steps = await configureApp(readConfig({ ...values, ...added }), registered !== undefined)
  const isAllDone = steps.every(({ state }) => state === 'done')
  return {
    lines: [...steps.flatMap(stepLines), '', ...nextLines(isAllDone)],
    value: {
      app: { id: registered?.appId ?? appId, isNew: registered !== undefined },
      file: { path: file.path, added: Object.keys(added), copy },
      steps,
    },
    ok: isAllDone,
  }
}

/** Shaped as every app is, so that nothing but it is judged. */
const NOT_YET: RegisteredApp = { appId: 'cli_0000000000000000', appSecret: 'new', isLark: false }

const newSecret = (): string => randomBytes(24).toString('base64url')

async function findPublicUrl(
  { ask }: Surroundings,
  { PUBLIC_URL: known }: Readonly<Record<string, string>>,
  given: string | undefined,
): Promise<string> {
  if (known !== undefined && given !== undefined && withoutSlash(known) !== withoutSlash(given))
    throw new SetupError(`PUBLIC_URL is ${known}: change it there, or leave --public-url out.`)
  const found = known ?? given ?? (await ask?.('How do Feishu and people reach this server (https://…)? '))
  if (found?.trim()) return withoutSlash(found.trim())
  throw new SetupError('Pass --public-url <url>: how Feishu and people reach this server (https://…).')
}

type Intent = {
  file: EnvFile
  /** Undefined: it is to be made. */
  app: FeishuSettings | undefined
  publicUrl: string
  names: readonly string[]
  isAgreed: boolean
}

/** Nothing that is there is changed without a word. */
async function agree(
  { tell, ask }: Surroundings,
  { file, app, publicUrl, names, isAgreed }: Intent,
): Promise<void> {
  const changes = [
    ...(file.text !== null && names.length > 0
      ? [`${file.path} gets ${names.join(', ')} at its end; its lines stay, and a copy is kept.`]
      : []),
    ...(app ? changesToApp(app, publicUrl) : []),
  ]
  if (changes.length === 0 || isAgreed) return
  tell(changes)
  if (!ask) throw new SetupError('Nobody can be asked here: pass --yes to agree. Nothing is changed.')
  const answer = await ask('Go on? [y/N] ')
  if (!/^(y|yes|是|はい)$/i.test(answer.trim())) throw new SetupError('Nothing is changed.')
}

async function register({ tell, columns }: Surroundings, { feishu }: Config): Promise<RegisteredApp> {
  if (!feishu) throw new SetupError('There is no open platform to ask: see FEISHU_BASE_URL.')
  const { baseUrl, proxy } = feishu
  const onAddress = (address: string, expiresInMs: number): void => {
    const code = qrCode(address, columns)
    const minutes = Math.floor(expiresInMs / 60_000)
    tell([
      ...(code ? ['', ...code] : []),
      `${code ? 'Scan it with Feishu, or open' : 'Open'} this within ${minutes} minutes, and confirm:`,
      address,
      ...(code || columns === 0 ? [] : ['(A wider terminal shows it as a QR code.)']),
    ])
  }
  try {
    return await registerWithFeishu({
      baseUrl,
      proxy,
      name: '审批',
      scopes: SCOPES_TO_ASK,
      events: EVENTS,
      callbacks: CALLBACKS,
      onAddress,
    })
  } catch (error) {
    if (!(error instanceof RegistrationError)) throw error
    throw new SetupError(`There is no app: ${error.message}. Nothing is changed.`, { cause: error })
  }
}

async function write(file: EnvFile, added: Readonly<Record<string, string>>): Promise<string | null> {
  if (Object.keys(added).length === 0) return null
  return replaceEnvFile(file, withSettings(file.text, added), Date.now())
}

/** It is there although nothing here knows it. */
const tellOf =
  (registered: RegisteredApp | undefined) =>
  (error: unknown): never => {
    if (!registered || !(error instanceof SetupError)) throw error
    const where = '凭证与基础信息 (Credentials & Basic Info)'
    const more = `The app ${registered.appId} is made all the same: its secret stands on its page ${where}.`
    throw new SetupError(`${error.message}\n${more}`, { cause: error })
  }

/** Feishu tries at once how it is to tell of events: while no server runs, it is answered from here. */
async function configureApp(config: Config, isNew: boolean): Promise<StepOutcome[]> {
  const { settings } = await chooseFeishu(config, { env: {}, pid: 0 })
  const { feishu } = settings
  const deps = { clock: systemClock, log: createLogger('silent') }
  const stopAnswering =
    feishu.events === 'connection'
      ? await holdConnection(feishu, deps)
      : await answerChallenges(config.http, feishu)
  try {
    return await setUpApp(settings, deps, isNew)
  } finally {
    await stopAnswering?.()
  }
}

function writtenLines({ path }: EnvFile, names: readonly string[], copy: string | null): string[] {
  if (names.length === 0) return [`${path} has all that is needed.`]
  return [`${path}: ${names.join(', ')}`, ...(copy === null ? [] : [`As it was before: ${copy}`])]
}

const nextLines = (isAllDone: boolean): string[] => [
  ...(isAllDone ? [] : ['What was refused has to be clicked, as said above; doctor tells when it is right.']),
  'Start the server with this .env (npm start), or restart it; then: npx approval-bridge doctor',
]
