import { randomBytes } from 'node:crypto'
import { onTestFinished, vi } from 'vitest'
import { createPresses, type Presses } from '../../server/presses/presses.ts'
import { createSendPress } from '../../server/presses/send-press.ts'
import { pressesOf } from '../../server/domain/mirror/press-queue.ts'
import type { PushedTask } from '../../server/domain/mirror/pushed.ts'
import { createAskOutside } from '../../server/runtime/outside/ask-outside.ts'
import { keepCallback } from '../../server/usecases/sources/callback-of-kind.ts'
import { makeSourceSecret } from '../../server/usecases/sources/source-secret.ts'
import { takePush } from '../../server/usecases/take-push.ts'
import { createHealthNotes } from '../../server/webhooks/health-notes.ts'
import { startTelling, type Webhooks } from '../../server/webhooks/worker.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { Source } from '../../shared/source-file.ts'
import { mortal } from '../delivery/rig.ts'
import { head, push, task } from '../domain/mirror/pushes.ts'
import { callbackText, encrypted } from '../support/callback.ts'
import { createFakeClock, settled } from '../support/fake-clock.ts'
import { openFakeSource } from '../support/fake-source.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'
import { createMemoryFiles } from '../support/memory-store.ts'
import { T0 } from '../support/builders.ts'

const HOUR_MS = 3_600_000
export const TASK = 'erp-po-1_t1'
const CODE = 'erp.purchase'

export type RigOptions = {
  whenSilent?: 'accept' | 'refuse'
  key?: string | null
  people?: Source['people']
  tasks?: readonly PushedTask[]
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** One approval of a source, on files in memory and one clock, with the source on a socket and our side of HTTP. */
export async function openRig({ whenSilent = 'refuse', key = null, people, tasks }: RigOptions = {}) {
  const clock = createFakeClock(T0)
  const texts = new Map<string, string>()
  const secret = { text: '' }
  const source = await openFakeSource({ key, secretOf: () => secret.text })
  const entry = Source.parse({
    id: 'erp',
    name: { 'zh-CN': '采购系统' },
    format: 'feishu',
    whenSilent,
    ...(people !== undefined && { people }),
  })
  const settings = { source: entry }
  const warnings: string[] = []
  let life = 0

  const open = async (isFirst: boolean) => {
    const own = life
    const isAlive = () => own === life
    const { store, load } = createEmbeddedStore(
      mortal(createMemoryFiles(texts), isAlive),
      async () => undefined,
    )
    await load()
    const harness = await createHarness({
      definitions: [],
      store,
      sources: [settings.source],
      time: clock,
    })
    if (isFirst) secret.text = (await makeSourceSecret(harness.ctx, 'erp')).secret
    const ask = createAskOutside({ trusted: [source.host], mayReach: () => true })
    const clockOfLife = {
      ...clock,
      // As a real one has it.
      elapsed: () => clock.elapsed() + 0.25,
      sleep: (ms: number, signal?: AbortSignal) =>
        isAlive() ? clock.sleep(ms, signal) : new Promise<void>(() => undefined),
    }
    const send = createSendPress({ ask, clock: clockOfLife })
    const healths = createHealthNotes(store.notes)
    const presses: Presses = createPresses({
      ctx: harness.ctx,
      sources: harness.ctx.sources,
      healths,
      send: mortal({ send: (...args: Parameters<typeof send>) => hooks.send(() => send(...args)) }, isAlive)
        .send,
      random: randomBytes,
      clock: clockOfLife,
      log: { warn: (facts, words) => void warnings.push(JSON.stringify({ ...facts, words })) },
    })
    harness.presses.handPress = presses.handPress
    harness.presses.handLetter = presses.handLetter
    harness.presses.lastAnswer = presses.lastAnswer
    const worker: Webhooks = startTelling({
      store,
      healths,
      clock: clockOfLife,
      log: silent,
      count: () => undefined,
      ids: async () => [pressesOf('erp')],
      tellBy: presses.tellAgain,
    })
    const server = await startHttp(harness, {
      limits: { callback: { attempts: 1_000_000, windowMs: 60_000 } },
    })
    return { harness, store, presses, worker, server }
  }
  /** What happens where a press would leave; a test may end the process there. */
  const hooks: { send: <T>(go: () => Promise<T>) => Promise<T> } = { send: (go) => go() }
  let current = await open(true)
  onTestFinished(async () => {
    const ended = current.worker.stop()
    await clock.advance(HOUR_MS)
    await ended
  })
  const pushes = async (over: Parameters<typeof push>[0] = {}) => {
    const { ctx } = current.harness
    const definition = (await ctx.store.definitions.read(CODE)) ?? KIND
    return takePush(ctx, { source: settings.source, definition, externalId: 'po-1', push: push(over) })
  }
  const start = async () => {
    await pushes({
      head: head({ initiator: { person: 'u_alice', name: null } }),
      tasks: tasks ?? [task({ person: 'u_bob' })],
    })
    await keepCallback(current.store, CODE, { url: source.url, token: 'their-token', key })
  }
  await start()

  type Fields = Parameters<typeof callbackText>[0] & { taskId?: string; from?: 'card' | 'list' | 'search' }
  const text = ({ taskId = TASK, from = 'list', ...fields }: Fields = {}): string => {
    const { user_id: named } = fields
    const userId = typeof named === 'string' ? named : 'u_bob'
    const claim = { instanceId: 'erp-po-1', taskId, userId, round: 1 }
    const places = {
      card: { messageId: '7034234234234234999', action_context: current.harness.ring.sign(claim) },
      list: { instance_id: 'erp-po-1', task_id: taskId },
      search: { id: taskId },
    }
    return callbackText({ approval_code: '', ...places[from], ...fields })
  }
  return {
    clock,
    source,
    settings,
    hooks,
    warnings,
    secret,
    harness: () => current.harness,
    store: () => current.store,
    pushes,
    /** What Feishu sends when somebody presses, and is answered. */
    press: async (fields: Fields = {}) => current.server.call('POST', PATH, { raw: encrypted(text(fields)) }),
    text,
    send: (raw: string) => current.server.call('POST', PATH, { raw: encrypted(raw) }),
    operator: OPERATOR,
    /** Its id. */
    async upload(token: string, name: string, content: string): Promise<string> {
      const form = new FormData()
      form.append('file', new Blob([content]), name)
      const response = await fetch(`${current.server.url}/api/v1/attachments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: form,
      })
      return ((await response.json()) as { id: string }).id
    },
    call: (...args: Parameters<typeof current.server.call>) => current.server.call(...args),
    login: (userId: string) => current.server.login(userId),
    record: async () => {
      const record = await current.store.instances.read('erp-po-1')
      if (!record) throw new Error('it is gone')
      return record
    },
    task: async (taskId = TASK) =>
      (await current.store.instances.read('erp-po-1'))?.instance.tasks.find(({ id }) => id === taskId),
    /** What people are told by the bot. */
    messages: async () =>
      ((await current.store.instances.read('erp-po-1'))?.effects ?? []).flatMap(({ message }) =>
        message ? [`${message.kind} ${message.to}`] : [],
      ),
    waiting: async () => (await current.store.outbox.queued()).get('source erp')?.events ?? 0,
    /** Until the source was asked so often. */
    asked: (times: number) =>
      vi.waitUntil(() => source.seen.length >= times, { timeout: 10_000, interval: 2 }),
    /** Moves the clock on until the source was asked so often. */
    async later(times: number, { limitMs = 20_000, stepMs = 1_000 } = {}) {
      const until = clock.now() + limitMs
      while (source.seen.length < times && clock.now() < until) {
        await clock.advance(stepMs)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      await idle()
    },
    idle: () => idle(),
    /** `kill -9`, and a start on what it left. */
    async crash() {
      life += 1
      await settled()
      hooks.send = (go) => go()
      current = await open(false)
    },
  }
  async function idle(): Promise<void> {
    for (let step = 0; step < 20; step += 1) {
      await settled()
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}

const PATH = '/feishu/approval/callback'
const KIND = { code: 'purchase', name: { 'zh-CN': '采购' } }

export type PressRig = Awaited<ReturnType<typeof openRig>>
