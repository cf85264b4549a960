import type { AboutFiles, FileFault, Finding, NotTaken } from '../../shared/operator-api.ts'
import { examineConnection, type ConnectionSeen } from './connection.ts'
import { examinePeople, type PeopleDeps } from './people.ts'
import { examineStore, type StoreDeps } from './store.ts'
import type { Answer, Failure } from '../domain/outbox/answer.ts'
import type { DoctorPort } from '../feishu/port.ts'
import { failed, ok, skipped } from './findings.ts'

export type DoctorDeps = StoreDeps &
  PeopleDeps & {
    feishu: DoctorPort
    publicUrl: string
    /** Whether reminders go out by themselves. */
    reminds: boolean
    /** GETs an address of ours from here: the body, or why it cannot be had. */
    fetchText: (url: string) => Promise<{ status: number; text: string }>
    /** What is to be said of the definition files and of whom they name. */
    readFiles: () => Promise<AboutFiles>
    /** Whether the month's calls are known to be used up. */
    isQuotaUsedUp?: () => boolean
    /** The long connection, where events come over one. Undefined: they do not, or there is no server to ask. */
    events?: ConnectionSeen | undefined
    /** The definitions that Feishu did not take when it was told last. */
    notTaken: () => readonly NotTaken[]
  }

/** Any one scope of a row is enough; the texts are those of the app's permission page. */
const SCOPES: readonly { need: string; anyOf: readonly string[] }[] = [
  { need: 'register definitions', anyOf: ['approval:approval', 'approval:external_approval'] },
  { need: 'sync and check instances', anyOf: ['approval:approval', 'approval:external_instance'] },
  { need: 'send and update cards', anyOf: ['approval:approval:readonly'] },
  {
    need: 'see the contact range',
    anyOf: ['contact:contact.base:readonly', 'contact:contact:readonly_as_app'],
  },
  { need: 'read people', anyOf: ['contact:user.base:readonly', 'contact:contact:readonly_as_app'] },
  { need: 'see user_ids', anyOf: ['contact:user.employee_id:readonly'] },
  {
    need: 'see managers and departments of people',
    anyOf: ['contact:user.department:readonly', 'contact:contact:readonly_as_app'],
  },
  { need: 'see who has left', anyOf: ['contact:user.employee:readonly', 'contact:contact:readonly_as_app'] },
  {
    need: 'read departments',
    anyOf: ['contact:department.base:readonly', 'contact:contact:readonly_as_app'],
  },
  {
    need: 'see department leaders',
    anyOf: ['contact:department.organize:readonly', 'contact:contact:readonly_as_app'],
  },
]

const FOR_REMINDERS = { need: 'send reminders', anyOf: ['im:message:send_as_bot', 'im:message'] }

const QUOTA_USED_UP = failed(
  'quota of calls',
  'Feishu answers 99991403: the calls that the tenant has a month are used up, so deliveries wait',
  'Raise the quota in the Feishu admin console (a higher edition, or more calls), or wait for the first of the month; then run outbox resume.',
)

const CLOCK_TOLERANCE_MS = 30_000

/** Tries everything that has to be right for approvals to flow, in the order in which one thing needs another. */
export async function examine(deps: DoctorDeps): Promise<Finding[]> {
  const token = await checkToken(deps)
  const quota = deps.isQuotaUsedUp?.() === true ? [QUOTA_USED_UP] : []
  const online =
    token.state === 'ok'
      ? [...(await checkScopes(deps)), ...(await checkContactRange(deps))]
      : [skipped('scopes'), skipped('contact range')]
  return [
    ...[token, ...quota, ...online, await checkClock(deps), await checkCallback(deps)],
    ...(deps.events ? [examineConnection(deps.events)] : []),
    ...(await checkDefinitions(deps)),
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

async function checkScopes({ feishu, reminds }: DoctorDeps): Promise<Finding[]> {
  const answer = await feishu.scopes()
  if (!answer.ok)
    return [
      failed(
        'scopes',
        tell(answer.failure),
        'See the list of scopes in the README and publish a version of the app.',
      ),
    ]
  const granted = new Set(answer.value)
  const wanted = reminds ? [...SCOPES, FOR_REMINDERS] : SCOPES
  return wanted.map(({ need, anyOf }) => {
    const name = `scope to ${need}`
    const has = anyOf.find((scope) => granted.has(scope))
    return has
      ? ok(name, has)
      : failed(
          name,
          'not granted',
          `Add ${anyOf.join(' or ')} under "Permissions & Scopes", then publish a version of the app.`,
        )
  })
}

async function checkContactRange({ feishu }: DoctorDeps): Promise<Finding[]> {
  const name = 'contact range'
  const remedy =
    'Set the app’s contact range to everyone who submits, decides or is told ("Permissions & Scopes" → data range), and publish.'
  const answer = await feishu.contactRange()
  if (!answer.ok) {
    const lacksScope = answer.failure.class === 'configuration'
    const scope = 'Grant the scopes above that are missing, then publish a version of the app.'
    return [failed(name, tell(answer.failure), lacksScope ? scope : 'Feishu did not answer: try again.')]
  }
  const { departments, people, everyone } = answer.value
  if (everyone) return [ok(name, 'everyone')]
  if (departments + people === 0) return [failed(name, 'nobody', remedy)]
  return [{ name, state: 'warning', says: `${departments} departments and ${people} people`, remedy }]
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

/** `fetch` itself says no more than that it failed: what the network said lies below. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  // Several addresses were tried, each with an error of its own.
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : []
  const deepest = first instanceof Error ? first : cause
  return deepest.message || ('code' in deepest ? String(deepest.code) : error.message)
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
    return [{ name, state: 'warning', says: `there is no folder ${folder.path}`, remedy }]
  }
  if (faults.length === 0) return [ok(name, `${folder.definitions} in ${folder.path}`)]
  const remedy = 'Mend it, then run definitions apply; until then what was read of it before holds.'
  return faults.map((fault) => failed(name, tellFault(fault), remedy))
}

function notTakenFinding({ code, reason, again }: NotTaken): Finding {
  const name = `definition ${code}`
  const says = `Feishu did not take it: ${reason}`
  if (again) return { name, state: 'warning', says, remedy: 'It is tried again by itself.' }
  return failed(name, says, 'Mend its file, then run definitions apply; the other definitions are served.')
}

function peopleFindings({ people: { unknown, unasked }, folder }: AboutFiles): Finding[] {
  const name = 'people in definitions'
  if (unasked !== null) return [skipped(name, unasked)]
  if (unknown.length === 0) return folder.definitions > 0 ? [ok(name, 'everybody is found')] : []
  const remedy = 'Name somebody by their user_id. An approver who is not found is replaced by the managers.'
  return unknown.map((fault) => ({ name, state: 'warning', says: tellFault(fault), remedy }))
}

function tell({ code, message, logId }: Failure): string {
  return [code === null ? message : `${code} ${message}`, logId === null ? '' : `log id ${logId}`]
    .filter(Boolean)
    .join(', ')
}
