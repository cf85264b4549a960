import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import { operator } from '../support/api.ts'
import { CLOCK_BY_HAND } from '../support/later.ts'
import { createRandom } from '../support/random.ts'
import { TEST_DEFINITIONS } from '../support/server-process.ts'
import { closeStages, openStage, tell, temporaryFolder, until, type Cast } from './stage.ts'

const KILLS = Number(process.env['ATTENDANCE_KILLS'] ?? 10)
const SEED = Number(process.env['SEED'] ?? 20_261_130)
const LONGEST_LIFE_MS = 1_500

const WAYS = [
  { kind: 'reset' },
  { kind: 'code', code: 1225000, status: 500, msg: 'internal server error' },
] as const

/** Of each route of attendance: so many answers are lost, before it took effect and after. */
const LOST = ['write', 'query', 'process'].flatMap((what) =>
  (['before', 'after'] as const).flatMap((when) =>
    WAYS.map((way) => ({ ...way, api: `attendance.${what}`, when, probability: 0.1 })),
  ),
)

const DEFINITION = `
code: away
name: { zh-CN: 请假, en-US: Leave }
group: { code: away, name: { zh-CN: 假勤 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: period, type: daterange, unit: halfday, label: { zh-CN: 期间 }, required: true }
flow: [{ id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }]
revert: 31
then: [{ attendance: leave }]
`

const FORM = { period: { from: '2026-12-07', fromHalf: 'pm', to: '2026-12-08', toHalf: 'pm' } }

afterEach(closeStages)

async function definitions(): Promise<string> {
  const folder = join(await temporaryFolder(), 'definitions')
  await cp(TEST_DEFINITIONS, folder, { recursive: true })
  await writeFile(join(folder, 'away.yaml'), DEFINITION)
  return folder
}

it(
  'what was approved is one record in attendance, taken back once where it was withdrawn later, by a kill -9 at any moment and answers that are lost',
  async () => {
    const random = createRandom(SEED)
    const stage = await openStage({ settings: { rateLimit: 'off' } })
    const { world } = stage.sandbox
    world.faults.seed(SEED)
    const env = { DEFINITIONS_DIR: await definitions(), CARDS: 'off', MESSAGES: 'off', ...CLOCK_BY_HAND }
    let server = await stage.start({ env })
    const cast = await stage.enterCast()
    for (const rule of LOST) world.faults.add(rule)
    const acting = startActing(cast, random)

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await sleep(random() * LONGEST_LIFE_MS)
      await server.end('SIGKILL')
      world.changeSettings({ duplicateAttendance: random() < 0.5 ? 'refused' : 'same_id' })
      server = await stage.start({ env, alive: true })
    }
    await acting.stop()
    const lost = world.faults.list().reduce((sum, { hits }) => sum + hits, 0)
    world.faults.remove()
    // What may have been written is looked for once it can land no more.
    server.child.kill('SIGUSR2')
    await drain(stage.url)

    const held = [...world.state.attendance.values()]
    const wrong: string[] = []
    const counts = { approved: 0, withdrawn: 0, takenBack: 0, repeats: 0 }
    for (const id of acting.started) {
      const { status } = (await cast.u_dev.read(id)).body
      const own = held.filter(({ wire }) => wire.idempotent_id === id)
      const states = own.map((one) => one.status).join()
      counts.repeats += own.reduce((sum, { writes }) => sum + writes - 1, 0)
      if (status === 'APPROVED') {
        counts.approved += 1
        if (states !== '2') wrong.push(`${id} is approved, attendance holds [${states}]`)
      } else if (status === 'CANCELED') {
        counts.withdrawn += 1
        if (states === '4') counts.takenBack += 1
        // Where it was withdrawn before a request to write it took effect, there is none.
        if (states !== '4' && states !== '') wrong.push(`${id} is withdrawn, attendance holds [${states}]`)
      } else if (states !== '') wrong.push(`${id} is ${status}, attendance holds [${states}]`)
    }
    const known = new Set(acting.started)
    const strange = held.filter(({ wire }) => !known.has(String(wire.idempotent_id)))
    expect(
      [...wrong, ...strange.map(({ wire }) => `nobody started ${wire.idempotent_id}`)],
      `seed ${SEED}`,
    ).toEqual([])
    expect((await stage.control.oracle()).violations).toEqual([])
    const parked = await operator(stage.url).outbox('parked')
    expect(parked).toEqual([])
    tell(
      `${KILLS} kills, ${lost} answers lost: ${counts.approved} approved and ${counts.withdrawn} withdrawn later, ${held.length} records, ${counts.takenBack} of them taken back, ${counts.repeats} asked for again; 0 missing, 0 twice, 0 left behind`,
    )
  },
  240_000 + KILLS * 10_000,
)

/** People submit, approve and, some of them, withdraw what is approved; they insist until they have an answer. */
function startActing(cast: Cast, random: () => number) {
  const started: string[] = []
  let stopped = false
  const insist = async <T extends { status: number }>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      const reply = await ask().catch(() => undefined)
      if (reply && reply.status < 500) return reply
      await sleep(15)
    }
  }
  const one = async (key: string, approved: string[]): Promise<void> => {
    const submit = () => cast.u_dev.submit('away', FORM, {}, { 'idempotency-key': key })
    const { status, body } = await insist<{ status: number; body: InstanceView }>(submit)
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
    started.push(body.id)
    const verb = random() < 0.1 ? 'reject' : 'approve'
    await insist(() => cast.u_lead.call('POST', `/tasks/${body.tasks[0]?.id}/${verb}`, { reason: '好' }))
    if (verb === 'approve') approved.push(body.id)
    // Most of what is withdrawn was written by then, and some of it is on its way.
    const [id] = random() < 0.2 ? approved.splice(-1) : approved.length > 4 ? approved.splice(0, 1) : []
    if (id === undefined || random() < 0.3) return
    await insist(() => cast.u_dev.call('POST', `/instances/${id}/withdraw`, {}))
  }
  const lane = async (at: number): Promise<void> => {
    const approved: string[] = []
    for (let n = 0; !stopped; n += 1) {
      await one(`key-${at}-${n}`, approved)
      await sleep(60)
    }
  }
  const lanes = [0, 1, 2].map(lane)
  return {
    started,
    stop: async () => {
      stopped = true
      await Promise.all(lanes)
    },
  }
}

/** An operator has what waits tried at once, until nothing does. */
async function drain(url: string): Promise<void> {
  const admin = operator(url)
  const isDone = async () => {
    const waiting = await admin.outbox('pending')
    const ours = waiting.filter(({ kind }) => kind === 'attendance')
    if (ours.length === 0) return true
    for (const { id } of ours.slice(0, 50)) await admin.post(`/outbox/${id}/retry`, {})
    await sleep(300)
    return false
  }
  await until(isDone, 'nothing waits for attendance', 900_000)
}
