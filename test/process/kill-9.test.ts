import { afterEach, expect, it } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import { operator } from '../support/api.ts'
import { createRandom } from '../support/random.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { losses, quietLosses, startLoad, type Ledger, type Load } from './load.ts'
import { SOURCES, waitsForContacts } from './other-system.ts'
import { QUIET_KINDS } from './quiet-acts.ts'
import { closeStages, leave, openStage, tell, until, type Cast, type Stage } from './stage.ts'

const KILLS = Number(process.env['KILLS'] ?? 20)
const SEED = Number(process.env['SEED'] ?? 20_261_123)
/** Every sixth kill comes while the server is still starting. */
const EARLY_EVERY = 6
/** So many rounds without faults, then so many with. */
const SPELL = 8
const LONGEST_LIFE_MS = 700

/** What may go wrong on the way, before and after it took effect. Nothing that Feishu would refuse for good. */
const FAULTS = [
  { kind: 'http_5xx', when: 'before', probability: 0.04 },
  { kind: 'http_5xx', when: 'after', probability: 0.04 },
  { kind: 'reset', when: 'before', probability: 0.03 },
  { kind: 'reset', when: 'after', probability: 0.04 },
  { kind: 'timeout', when: 'after', delayMs: 400, probability: 0.03 },
  { kind: 'truncated_json', when: 'after', probability: 0.03 },
  { kind: 'try_later', when: 'before', probability: 0.03 },
  { kind: 'late', landAfterMs: 1_500, loseBy: 'reset', probability: 0.04 },
  { api: 'callback', kind: 'callback_twice', probability: 0.2 },
  { api: 'callback', kind: 'callback_concurrent', probability: 0.2 },
]

/** A failed press goes on in the background for a moment, as Feishu does for ten seconds. */
const SETTINGS = { callbackRetryMs: 1_500, callbackRetryEveryMs: 300 }

afterEach(closeStages)

it(
  'R2: nothing acknowledged is lost by a kill -9 at any moment, and everything arrives in the end',
  async () => {
    const random = createRandom(SEED)
    const stage = await openStage({ settings: SETTINGS }, { 'sources.yaml': SOURCES })
    let server = await stage.start()
    const cast = await stage.enterCast()
    const load = startLoad({ url: stage.url, cast, control: stage.control, random }, 160)

    const lost: string[] = []
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await setFaults(stage, kill)
      server = await killAndRestart(stage, server, kill, random)
      lost.push(...(await losses(load.ledger, cast, latest(load.ledger, 8))))
      lost.push(...(await quietLosses(load.ledger.quiet.slice(-20))))
      expect(lost, `after kill ${kill}, seed ${SEED}`).toEqual([])
    }

    await endLoad(stage, load, cast)
    expect(await losses(load.ledger, cast)).toEqual([])
    expect(await quietLosses(load.ledger.quiet)).toEqual([])
    expect(await repeatedKeys(load.ledger, cast)).toEqual([])
    expect(await stage.faults(cast, 180_000)).toEqual([])
    expect(await wronglyTold(stage, load.ledger, cast)).toEqual([])
    const { checked, repaired } = await operator(stage.url).reconcile()
    expect(repaired).toEqual([])
    // Nothing was lost on the way, so nothing was taken for lost.
    expect((await stage.control.oracle()).checked).toMatchObject({ 'pushes that replace': 0 })
    await report(stage, load.ledger, checked)
  },
  120_000 + KILLS * 20_000,
)

async function setFaults({ control }: Stage, kill: number): Promise<void> {
  if (kill % SPELL !== 1) return
  await control.endFaults()
  if (Math.floor(kill / SPELL) % 2 === 1) await control.faults({ seed: SEED + kill, faults: FAULTS })
}

async function killAndRestart(
  stage: Stage,
  server: ServerProcess,
  kill: number,
  random: () => number,
): Promise<ServerProcess> {
  await sleep(random() * LONGEST_LIFE_MS)
  await server.end('SIGKILL')
  if (kill % EARLY_EVERY === 0) await killWhileStarting(stage, random)
  return stage.start({ alive: true })
}

async function killWhileStarting(stage: Stage, random: () => number): Promise<void> {
  const { child, exited } = stage.launch()
  await sleep(100 + random() * 400)
  child.kill('SIGKILL')
  await exited
}

/** The instances of the last few submits. */
function latest({ submits }: Ledger, count: number): (id: string) => boolean {
  const ids = new Set(submits.slice(-count).map(({ id }) => id))
  return (id) => ids.has(id)
}

/** Faults off, nobody acts any more, and what has lost its buttons to a dead server is decided in the page. */
async function endLoad({ control, url }: Stage, { ledger, stop }: Load, cast: Cast): Promise<void> {
  await control.endFaults()
  await stop()
  const overAt = ledger.pressFailedAt + SETTINGS.callbackRetryMs + 500
  await until(() => Date.now() > overAt, 'no press goes on in the background')
  await until(async () => !(await waitsForContacts(url)), 'everybody is looked up')
  for (const { status, uuid, userId } of await control.cards()) {
    if (status === 'buttons_gone') await cast[userId as keyof Cast].decide(uuid, 'approve')
  }
}

/** Whoever was told of an end twice, or not at all. */
async function wronglyTold({ control }: Stage, { submits }: Ledger, cast: Cast): Promise<string[]> {
  const cards = await control.cards()
  const wrong: string[] = []
  for (const { id, by } of submits) {
    const { status } = (await cast[by].read(id)).body
    const ended = { APPROVED: '1004', REJECTED: '1003' }[status as string]
    if (ended === undefined) continue
    for (const [template, userId, times] of [
      [ended, by, 1],
      // The sample tells payroll of what was approved.
      ['1016', 'u_payroll', status === 'APPROVED' ? 1 : 0],
    ] as const) {
      const own = cards.filter(
        (card) => card.instanceId === id && card.templateId === template && card.userId === userId,
      )
      if (own.length !== times) wrong.push(`${id}: ${userId} has ${own.length} of ${template}`)
    }
  }
  return wrong
}

/** The same key answers the same instance, and no key has two. */
async function repeatedKeys({ submits, keys }: Ledger, cast: Cast): Promise<string[]> {
  const wrong: string[] = []
  for (const { id, key, by, days } of submits) {
    const { status, body } = await cast[by].submit('leave', leave(days), {}, { 'idempotency-key': key })
    if (status !== 201 || body.id !== id) wrong.push(`${key}: ${status} ${body.id} instead of ${id}`)
  }
  const started =
    (await cast.u_dev.listAll('started')).length + (await cast.u_designer.listAll('started')).length
  if (started > keys) wrong.push(`${started} instances from ${keys} keys`)
  return wrong
}

async function report({ control }: Stage, ledger: Ledger, checked: number): Promise<void> {
  const { submits, decisions, repeats, unanswered, quiet } = ledger
  const acknowledged = submits.length + decisions.size + quiet.length
  const others = QUIET_KINDS.map((kind) => `${quiet.filter((act) => act.kind === kind).length} ${kind}`)
  const watched = Object.entries((await control.oracle()).checked).map(([what, times]) => `${times} ${what}`)
  tell(
    `R2: ${KILLS} kills, ${acknowledged} acknowledged changes (${submits.length} submits, ${decisions.size} ` +
      `decisions, ${others.join(', ')}), ${repeats} repeated callbacks, ${unanswered} without an answer, 0 lost; ` +
      `${checked} instances compared by check, 0 repaired`,
  )
  tell(`R4 R5 R7 R12 R13: ${watched.join(', ')}; 0 violations`)
}
