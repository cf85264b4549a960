import { A_CALENDAR } from './read-forms.ts'
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { openKeyRing } from '../../server/callbacks/action-context.ts'
import { createApprovalCallback } from '../../server/callbacks/approval-callback.ts'
import type { CallbackCredentials } from '../../server/callbacks/callback-credentials.ts'
import { CARD_ACTION, createCardAction } from '../../server/callbacks/card-action.ts'
import { createEventCallback } from '../../server/callbacks/event-callback.ts'
import { createLinkPreview, LINK_PREVIEW } from '../../server/callbacks/link-preview.ts'
import { createPersonEvents, PERSON_EVENTS } from '../../server/callbacks/person-events.ts'
import { createEventTaker } from '../../server/callbacks/take-event.ts'
import type { EventSecrets } from '../../server/callbacks/verify-event.ts'
import { createLinks } from '../../server/feishu/payloads/links.ts'
import { createPreviews } from '../../server/feishu/previews.ts'
import { AppError } from '../../server/domain/errors.ts'
import type { HttpDeps } from '../../server/http/deps.ts'
import type { Clock } from '../../server/runtime/clock.ts'
import { createHttpApp } from '../../server/http/koa-app.ts'
import type { Store } from '../../server/store/contract.ts'
import { verifyForPerson, type CallbackContext } from '../../server/usecases/apply-callback.ts'
import type { Definition } from '../../shared/definition.ts'
import type { Source } from '../../shared/source-file.ts'
import type { UseCaseContext } from '../../server/usecases/context.ts'
import { withFormerIds } from '../../server/usecases/former-ids.ts'
import { openIdentities } from '../../server/usecases/identities.ts'
import { createSourceLedger } from '../../server/usecases/sources/ledger.ts'
import { createSourcePeople } from '../../server/usecases/sources/source-people.ts'
import { createLeavers } from '../../server/usecases/leavers.ts'
import { createRenames } from '../../server/usecases/renames.ts'
import { createPeopleWatch } from '../../server/usecases/watch-people.ts'
import { aDefinition, aDefinitionRecord, T0 } from './builders.ts'
import { createMemoryFiles, type MemoryFiles } from './memory-store.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { createPeople, type FakePeople } from './people.ts'
import { putDefinition } from './put.ts'

export const APP = 'cli_test'
export const PUBLIC_URL = 'https://approvals.example.com/app'
export const APPROVAL_CODE = 'A3895051-9B16-4ABA-B785-AD2986177BB1'
export const CREDENTIALS: CallbackCredentials = { token: 'the-callback-token', key: 'the-callback-key' }
export const EVENT_SECRETS: EventSecrets = { verificationToken: 'verify-me', encryptKey: 'encrypt-me' }
const LINKS = {
  applinkUrl: 'https://applink.example',
  appId: APP,
  pages: 'web_app' as const,
  publicUrl: PUBLIC_URL,
  linkModes: { center: 'tab', card: 'tab', reminder: 'tab', chat: 'sidebar' } as const,
}
export const OPERATOR = 'an-operator-token-of-the-tests'

export type Harness = Awaited<ReturnType<typeof createHarness>>

/** The use cases on a store in memory, with a clock to move and an organisation to ask. */
export async function createHarness({
  definitions = [aDefinition()],
  store: given,
  options = NO_OPTIONS,
  sources: ofSources = [],
  time,
}: {
  definitions?: Definition[]
  store?: Store
  options?: UseCaseContext['options']
  sources?: readonly Source[]
  /** In place of `advance` and `jump`. */
  time?: Pick<Clock, 'now' | 'elapsed'>
} = {}) {
  let now = T0
  let passed = 0
  const files: MemoryFiles = createMemoryFiles()
  const clock = time?.now ?? (() => now)
  const elapsed = time?.elapsed ?? (() => passed)
  const store = given ?? createEmbeddedStore(files, async () => undefined).store
  const people: FakePeople = createPeople()
  const identities = await openIdentities(store.notes)
  const unfound: string[] = []
  /** Kinds of approvals of sources of which Feishu is to be told. */
  const told: string[] = []
  /** What the file of people says. */
  const peopleFile = { version: '1', ids: new Map<string, string>() }
  /** What becomes of decisions that sources make. */
  const presses: Pick<UseCaseContext['sources'], 'handPress' | 'handLetter' | 'lastAnswer'> = {
    handPress: async () => ({ is: 'silent' }),
    handLetter: async () => ({ is: 'silent' }),
    lastAnswer: async () => null,
  }
  const sources: UseCaseContext['sources'] = {
    read: async () => ofSources,
    people: createSourcePeople({
      people: withFormerIds(people, identities),
      readFile: async () => peopleFile,
      elapsed,
      log: { warn: () => undefined },
    }),
    ledger: createSourceLedger({ now: clock, elapsed }),
    tellOfKind: (code) => void told.push(code),
    inTurn: (_source, work) => work(),
    handPress: (instanceId, number) => presses.handPress(instanceId, number),
    handLetter: (press, to) => presses.handLetter(press, to),
    lastAnswer: (source) => presses.lastAnswer(source),
  }
  const ctx: UseCaseContext = {
    store,
    people: withFormerIds(people, identities),
    identities,
    options,
    sources,
    jssdk: { ticket: async () => ({ ok: true, value: 'a-ticket' }) },
    appId: APP,
    publicUrl: PUBLIC_URL,
    now: clock,
    calendar: async () => A_CALENDAR,
    noApprover: (at) => void unfound.push(`${at.definition} ${at.version} ${at.node}`),
    newId: () => randomUUID().replaceAll('-', ''),
    randomToken: () => randomBytes(32).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    sha1: (text) => createHash('sha1').update(text).digest('hex'),
    mac: (text) => createHmac('sha256', 'the key of the links').update(text).digest('base64url'),
  }
  for (const definition of definitions) {
    await putDefinition(store, aDefinitionRecord({ definition, approvalCode: APPROVAL_CODE }))
  }
  const ring = await openKeyRing(store.notes, { app: APP, now: clock, random: randomBytes })
  /** What lies at Feishu's addresses: contents, or why they cannot be had. */
  const offered = new Map<string, Uint8Array | Error>()
  const callbacks: CallbackContext = {
    ...ctx,
    verifyContext: verifyForPerson(ring.verify, identities),
    fetchFile: async (url) => {
      const found = offered.get(url) ?? new Error('nothing is there')
      if (found instanceof Error) throw found
      return oneByOne(found)
    },
  }
  const silent = { info: () => undefined, warn: () => undefined }
  const leavers = createLeavers(ctx)
  const renames = createRenames(ctx, silent)
  const watch = createPeopleWatch({ ctx, leavers, renames, log: silent })
  return {
    ctx,
    store,
    people,
    files,
    ring,
    offered,
    callbacks,
    leavers,
    renames,
    watch,
    /** Nodes for which nobody was found. */
    unfound,
    told,
    peopleFile,
    presses,
    advance: (ms: number) => {
      now += ms
      passed += ms
    },
    /** Sets the wall clock, forwards or back, while no time passes. */
    jump: (ms: number) => void (now += ms),
    elapsed,
    /** Everything that is stored, to the byte. */
    dump: () =>
      JSON.stringify([
        [...files.texts].sort(([a], [b]) => (a < b ? -1 : 1)),
        [...files.contents.keys()].sort(),
      ]),
  }
}

/** Nobody offers anything. */
const NO_OPTIONS: UseCaseContext['options'] = {
  list: async () => ({ options: [], next: null }),
  find: async () => ({ found: new Map(), isComplete: true }),
}

async function* oneByOne(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

const NO_FILES = {
  folder: { path: '', missing: false, definitions: 0 },
  faults: [],
  people: { unknown: [], unasked: null },
}

/** There is no endpoint. */
export const NO_WEBHOOKS: HttpDeps['operations']['webhooks'] = {
  list: async () => ({ items: [] }),
  show: () => Promise.reject(new AppError('endpoint_not_found', 'There is none.')),
  replay: async () => ({ events: 0 }),
  resume: () => Promise.reject(new AppError('endpoint_not_found', 'There is none.')),
  discard: async () => ({ events: 0 }),
}

export const NO_OPERATIONS: HttpDeps['operations'] = {
  reconcile: async () => ({ checked: 0, repaired: [], waiting: 0 }),
  remind: async () => ({ day: '', holiday: false, sent: 0, skipped: 0, failed: 0, reasons: [] }),
  planDefinitions: async () => ({ changes: [], ...NO_FILES }),
  applyDefinitions: async () => ({ applied: [], ...NO_FILES }),
  endQuotaHold: () => false,
  findPeople: async () => ({ items: [], isWhole: true }),
  findDepartments: async () => ({ items: [], isWhole: true }),
  doctor: async () => ({ findings: [] }),
  webhooks: NO_WEBHOOKS,
}

type ServerOptions = Partial<HttpDeps> & {
  credentials?: readonly CallbackCredentials[]
  secrets?: EventSecrets
}

/** The whole HTTP side on a socket of its own; closed when the test ends. */
export async function startHttp(
  harness: Harness,
  options: ServerOptions = {},
  see: (deps: HttpDeps) => void = () => undefined,
) {
  const { ctx } = harness
  const { credentials = [CREDENTIALS], secrets = EVENT_SECRETS, ...deps } = options
  const lines: string[] = []
  const note = (level: string) => (facts: object, words: string) =>
    void lines.push(JSON.stringify({ level, ...facts, words }))
  const changed: string[] = []
  const failures: unknown[] = []
  /** Callbacks that only a signature lets in. */
  const unsigned: string[] = []
  /** What came when Feishu sends it no more. */
  const late: string[] = []
  const requests: [string, number, number][] = []
  const ofPeople = createPersonEvents({
    notes: ctx.store.notes,
    now: ctx.now,
    onPersonChanged: (ids) => void changed.push(...ids),
    onPersonLeft: harness.watch.left,
    onPersonRenamed: harness.watch.renamed,
  })
  const previews = createPreviews({ links: createLinks(LINKS).chat, sign: harness.ring.sign })
  const onFailure = (error: unknown) => void failures.push(error)
  const takers = {
    ...Object.fromEntries(PERSON_EVENTS.map((type) => [type, ofPeople])),
    [LINK_PREVIEW]: createLinkPreview(ctx, previews.preview),
    [CARD_ACTION]: createCardAction({ ctx: harness.callbacks, answer: previews.pressed, onFailure }),
  }
  const { take } = createEventTaker(takers, ctx.now)
  const whole: HttpDeps = {
    ctx,
    elapsed: harness.elapsed,
    feishu: {
      approval: createApprovalCallback({
        ctx: harness.callbacks,
        credentials,
        onFailure,
      }),
      event: createEventCallback({
        secrets,
        take,
        now: ctx.now,
        onUnsigned: (type) => void unsigned.push(type),
        onLate: (type) => void late.push(type),
      }),
    },
    adminToken: OPERATOR,
    trustedProxies: [],
    log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
    readiness: async () => ({ ready: true, checks: { store: 'ok' } }),
    metrics: async () => 'approval_up 1\n',
    requestDone: (...request) => void requests.push(request),
    operations: NO_OPERATIONS,
    registrationErrors: () => new Map(),
    ...deps,
  }
  see(whole)
  const koa = createHttpApp(whole)
  const server = koa.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, lines, changed, failures, unsigned, late, requests, ...createCaller(url, harness) }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- off the wire; compared, never trusted
export type Answer = { status: number; body: any; headers: Headers; text: string }

function createCaller(url: string, { people }: Harness) {
  const call = async (
    method: string,
    path: string,
    { token, body, raw, headers = {} }: CallOptions = {},
  ): Promise<Answer> => {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
      text,
    }
  }
  const login = async (userId: string): Promise<string> => {
    const { body } = await call('POST', '/api/v1/session', { body: { code: people.loginCode(userId) } })
    return body.token
  }
  return { call, login }
}

export type CallOptions = {
  token?: string | undefined
  body?: unknown
  raw?: string | Uint8Array
  headers?: Record<string, string>
}
