import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { Person } from '../support/api.ts'
import { createRandom } from '../support/random.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { closeStages, openStage, tell, temporaryFolder, type Stage } from './stage.ts'

const KILLS = Number(process.env['NUMBER_KILLS'] ?? 10)
const SEED = Number(process.env['SEED'] ?? 20_261_123)
const LONGEST_LIFE_MS = 250
/** Every sixth kill comes while the server is still starting. */
const EARLY_EVERY = 6
const PAUSE_MS = 15

/** The second one has too few digits for what it gives, and grows. */
const FORMATS = { claim: 'BX-{yyyyMM}-{0000}', purchase: 'CG{yyyy}.{00}' }
const CODES = Object.keys(FORMATS) as (keyof typeof FORMATS)[]

afterEach(closeStages)

it(
  'R24: no number is given twice and none that was told is lost, by a kill -9 at any moment of submissions side by side',
  async () => {
    const random = createRandom(SEED)
    const stage = await openStage()
    const env = { DEFINITIONS_DIR: await definitions(), CARDS: 'off', MESSAGES: 'off' }
    let server = await stage.start({ env })
    const cast = await stage.enterCast()
    const people = [cast.u_dev, cast.u_designer, cast.u_dev, cast.u_designer, cast.u_dev, cast.u_designer]
    const submitting = startSubmitting(people)

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await sleep(random() * LONGEST_LIFE_MS)
      server = await killAndRestart(stage, server, { env, isEarly: kill % EARLY_EVERY === 0, random })
      const wrong = await changedSince(submitting.told, cast.u_dev, 10)
      expect(wrong, `after kill ${kill}, seed ${SEED}`).toEqual([])
    }
    await submitting.stop()

    const { told } = submitting
    expect(await changedSince(told, cast.u_dev, told.size)).toEqual([])
    const stored = [...(await cast.u_dev.listAll('started')), ...(await cast.u_designer.listAll('started'))]
    expect(new Set(stored.map(({ id }) => id)).size).toBe(stored.length)
    expect(twice(stored.map(({ number }) => number))).toEqual([])
    // Nobody asks for another one while a submission is without an answer, so all that are stored were told.
    expect(stored.length).toBe(told.size)
    report(stored, submitting.unanswered())
  },
  120_000 + KILLS * 20_000,
)

/** Everything that was acknowledged: number by id. */
type Told = Map<string, string>

/** Each submits one after the other, and insists under the same key until it has an answer. */
function startSubmitting(people: readonly Person[]) {
  const told: Told = new Map()
  let stopped = false
  let unanswered = 0
  const submitOne = async (person: Person, key: string, code: string): Promise<void> => {
    for (;;) {
      const reply = await person
        .submit(code, { what: key }, {}, { 'idempotency-key': key })
        .catch(() => undefined)
      if (reply?.status === 201) return void told.set(reply.body.id, reply.body.number)
      if (reply && reply.status < 500) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
      unanswered += 1
      await sleep(PAUSE_MS)
    }
  }
  const loops = people.map(async (person, at) => {
    for (let n = 0; !stopped; n += 1) {
      await submitOne(person, `key-${at}-${n}`, CODES[n % CODES.length] ?? 'claim')
      await sleep(PAUSE_MS)
    }
  })
  return {
    told,
    unanswered: () => unanswered,
    stop: async () => {
      stopped = true
      await Promise.all(loops)
    },
  }
}

async function killAndRestart(
  stage: Stage,
  server: ServerProcess,
  { env, isEarly, random }: { env: Record<string, string>; isEarly: boolean; random: () => number },
): Promise<ServerProcess> {
  await server.end('SIGKILL')
  if (isEarly) {
    const { child, exited } = stage.launch({ env })
    await sleep(100 + random() * 400)
    child.kill('SIGKILL')
    await exited
  }
  return stage.start({ env, alive: true })
}

/** Of those that were acknowledged last, whatever is not as it was told. */
async function changedSince(told: Told, reader: Person, count: number): Promise<string[]> {
  const wrong: string[] = []
  for (const [id, number] of [...told].slice(-count)) {
    const { status, body } = await reader.read(id)
    const isOthers = status === 404
    if (!isOthers && body.number !== number) wrong.push(`${id}: ${number} was told, ${status} ${body.number}`)
  }
  return wrong
}

const twice = (numbers: readonly string[]): string[] =>
  numbers.filter((number, at) => numbers.indexOf(number) < at)

function report(stored: readonly { number: string }[], unanswered: number): void {
  const counts = ['BX', 'CG'].map((letters) => {
    const given = stored.flatMap(({ number }) => (number.startsWith(letters) ? [countIn(number)] : []))
    return `${given.length} of ${letters}, up to ${Math.max(...given)}`
  })
  tell(`${KILLS} kills: ${counts.join('; ')}; ${unanswered} tries without an answer; 0 twice, 0 lost`)
}

const countIn = (number: string): number => Number(/\d+$/.exec(number)?.[0])

async function definitions(): Promise<string> {
  const folder = join(await temporaryFolder(), 'definitions')
  await mkdir(folder)
  for (const code of CODES) await writeFile(join(folder, `${code}.yaml`), definition(code))
  return folder
}

const definition = (code: keyof typeof FORMATS): string => `code: ${code}
name: { zh-CN: ${code} }
group: { code: money, name: { zh-CN: 财务 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
number: '${FORMATS[code]}'
form:
  - { key: what, type: text, label: { zh-CN: 事由 }, required: true }
flow:
  - { id: lead, name: { zh-CN: 主管 }, approvers: { users: [u_lead] } }
`
