import type { AboutFiles, FileFault, Finding, NotTaken } from '../../shared/operator-api.ts'
import { examineConnection, type ConnectionSeen } from './connection.ts'
import { examinePeople, type PeopleDeps } from './people.ts'
import { examineStore, type StoreDeps } from './store.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { DoctorPort } from '../feishu/port.ts'
import { examineApp, type AppLookDeps } from './app.ts'
import { examineEndpoints, type EndpointsSeen } from './endpoints.ts'
import { examineSources, type SourcesSeen } from './sources.ts'
import { examineUsage, type UsageDeps } from './usage.ts'
import { failed, ok, skipped, warning } from './findings.ts'
import { remedyFor } from './allow-list.ts'
import { causeOf } from './cause.ts'
import { FOR_ATTENDANCE, FOR_REMINDERS, SCOPES } from '../setup/scopes.ts'
import { tell } from '../setup/tell.ts'

export type DoctorDeps = StoreDeps &
  PeopleDeps &
  AppLookDeps &
  UsageDeps &
  EndpointsSeen &
  SourcesSeen & {
    feishu: DoctorPort
    /** Whether reminders go out by themselves. */
    reminds: boolean
    /** Whether a definition file writes into attendance. */
    attends: () => Promise<boolean>
    /** What is to be said of the definition files and of whom they name. */
    readFiles: () => Promise<AboutFiles>
    /** Whether the month's calls are known to be used up. */
    isQuotaUsedUp?: () => boolean
    /** The long connection, where events come over one. Undefined: they do not, or there is no server to ask. */
    connection: ConnectionSeen | undefined
    /** The definitions that Feishu did not take when it was told last. */
    notTaken: () => readonly NotTaken[]
  }

const QUOTA_USED_UP = failed(
  'quota of calls',
  'Feishu answers 99991403: the calls that the tenant has a month are used up, so deliveries wait',
  'Raise the quota in the Feishu admin console (a higher edition, or more calls), or wait for the first of the month; then run outbox resume.',
)

const CLOCK_TOLERANCE_MS = 30_000

/** Tries everything that has to be right for approvals to flow, in the order in which one thing needs another. */
export async function examine(deps: DoctorDeps): Promise<Finding[]> {
  const token = await checkToken(deps)
  const online =
    token.state === 'ok'
      ? [...(await checkScopes(deps)), ...(await checkContactRange(deps)), ...(await examineApp(deps))]
      : [skipped('scopes'), skipped('contact range')]
  // Looked at last: the questions above may be the first to be told so.
  const quota = deps.isQuotaUsedUp?.() === true ? [QUOTA_USED_UP] : []
  return [
    ...[token, ...quota, ...online, await checkClock(deps), await checkCallback(deps)],
    ...(deps.connection ? [examineConnection(deps.connection)] : []),
    ...(await examineUsage(deps)),
    ...(await checkDefinitions(deps)),
    ...(await examineEndpoints(deps)),
    ...(await examineSources(deps)),
    ...(await examineStore(deps)),
    ...(token.state === 'ok' ? await examinePeople(deps) : []),
  ]
}

async function checkToken({ feishu }: DoctorDeps): Promise<Finding> {
  const answer = await feishu.token()
  if (answer.ok) return ok('token', 'Feishu takes the app id and secret')
  const wrong = answer.failure.class === 'configuration' || answer.failure.class === 'token'
  return failed(
    'token',
    tell(answer.failure),
    wrong
      ? 'Compare FEISHU_APP_ID and FEISHU_APP_SECRET with the app’s page "Credentials & Basic Info", and see that the app is enabled.'
      : 'Feishu cannot be reached: look at FEISHU_BASE_URL, DNS, the firewall and the proxy of this machine.',
  )
}

async function checkScopes({ feishu, reminds, attends }: DoctorDeps): Promise<Finding[]> {
  const answer = await feishu.scopes()
  if (!answer.ok && answer.failure.class === 'quota') return [skipped('scopes', tell(answer.failure))]
  if (!answer.ok) {
    const remedy = remedyFor(
      answer.failure,
      'See the list of scopes in the README and publish a version of the app.',
    )
    return [failed('scopes', tell(answer.failure), remedy, 'scopes')]
  }
  const granted = new Set(answer.value)
  const wanted = [
    ...SCOPES,
    ...(reminds ? [FOR_REMINDERS] : []),
    ...((await attends()) ? FOR_ATTENDANCE : []),
  ]
  return wanted.map(({ need, anyOf, isNeeded }) => {
    const name = `scope to ${need}`
    const has = anyOf.find((scope) => granted.has(scope))
    if (has) return ok(name, has)
    const remedy = `Add ${anyOf.join(' or ')} under "Permissions & Scopes", then publish a version of the app.`
    return isNeeded
      ? failed(name, 'not granted', remedy, 'scopes')
      : warning(name, 'not granted', remedy, 'scopes')
  })
}

/** Whom the app may see; with the step that mends it where that is nobody. */
export async function checkContactRange({
  feishu,
}: {
  feishu: Pick<DoctorPort, 'contactRange'>
}): Promise<Finding[]> {
  const name = 'contact range'
  const remedy =
    'Set the app’s contact range to everyone who submits, decides or is told ("Permissions & Scopes" → data range), and publish.'
  const answer = await feishu.contactRange()
  if (!answer.ok) {
    const lacksScope = answer.failure.class === 'configuration'
    const scope = 'Grant the scopes above that are missing, then publish a version of the app.'
    const usual = lacksScope ? scope : 'Feishu did not answer: try again.'
    return [failed(name, tell(answer.failure), remedyFor(answer.failure, usual))]
  }
  const { departments, people, everyone } = answer.value
  if (everyone) return [ok(name, 'everyone')]
  if (departments + people === 0) return [failed(name, 'nobody', remedy, 'people')]
  // Whoever chose some of them may have meant it, so `--fix` leaves it.
  return [warning(name, `${departments} departments and ${people} people`, remedy)]
}

async function checkClock({ feishu }: DoctorDeps): Promise<Finding> {
  const answer: Answer<number> = await feishu.clockSkewMs()
  if (!answer.ok) return skipped('clock', tell(answer.failure))
  const seconds = Math.round(answer.value / 1_000)
  if (Math.abs(answer.value) <= CLOCK_TOLERANCE_MS)
    return ok('clock', `within ${Math.abs(seconds)} s of Feishu’s`)
  return failed(
    'clock',
    `${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} Feishu’s`,
    'Switch on time synchronisation (NTP) on this machine.',
  )
}

async function checkCallback({ publicUrl, fetchText }: DoctorDeps): Promise<Finding> {
  const name = 'callback address'
  const remedy =
    'PUBLIC_URL must lead here from the internet: look at DNS, the TLS certificate, the reverse proxy, the firewall, and HTTPS_PROXY and NO_PROXY of this machine. The server must be running.'
  try {
    const { status, text } = await fetchText(`${publicUrl}/healthz`)
    if (status === 200 && text.includes('"status":"ok"')) {
      return ok(name, `${publicUrl} answers (seen from this machine; Feishu comes from outside)`)
    }
    return failed(name, `${publicUrl}/healthz answers ${status}, but not as this server does`, remedy)
  } catch (error) {
    return failed(name, `${publicUrl}/healthz: ${causeOf(error)}`, remedy)
  }
}

async function checkDefinitions({ readFiles, notTaken }: DoctorDeps): Promise<Finding[]> {
  const name = 'definition files'
  try {
    const about = await readFiles()
    return [...filesFindings(name, about), ...notTaken().map(notTakenFinding), ...peopleFindings(about)]
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    return [failed(name, says, 'DEFINITIONS_DIR must be a folder that this user may read.')]
  }
}

const tellFault = ({ file, line, reason }: FileFault): string => `${file}:${line} ${reason}`

function filesFindings(name: string, { folder, faults }: AboutFiles): Finding[] {
  if (folder.missing) {
    const remedy = 'Make the folder, or set DEFINITIONS_DIR to the one with the definition files.'
    return [warning(name, `there is no folder ${folder.path}`, remedy)]
  }
  if (faults.length === 0) return [ok(name, `${folder.definitions} in ${folder.path}`)]
  const remedy = 'Mend it, then run definitions apply; until then what was read of it before holds.'
  return faults.map((fault) => failed(name, tellFault(fault), remedy))
}

function notTakenFinding({ code, reason, again }: NotTaken): Finding {
  const name = `definition ${code}`
  const says = `Feishu did not take it: ${reason}`
  if (again) return warning(name, says, 'It is tried again by itself.')
  return failed(name, says, 'Mend its file, then run definitions apply; the other definitions are served.')
}

function peopleFindings({ people: { unknown, unasked }, folder }: AboutFiles): Finding[] {
  const name = 'people in definitions'
  if (unasked !== null) return [skipped(name, unasked)]
  if (unknown.length === 0) return folder.definitions > 0 ? [ok(name, 'everybody is found')] : []
  const remedy = 'Name somebody by their user_id. An approver who is not found is replaced by the managers.'
  return unknown.map((fault) => warning(name, tellFault(fault), remedy))
}
