import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { operator } from '../support/api.ts'
import { answersOf, commitsOf, effectsOf, isCovered } from './exchanges.ts'
import {
  closeStages,
  needs,
  openCardOf,
  openStage,
  openTaskOf,
  submitted,
  tell,
  temporaryFolder,
  type Stage,
} from './stage.ts'
import { pushTodo, secretOf, SOURCES } from './other-system.ts'
import { readTrace, STRACE, traced } from './trace.ts'

const EACH = 6
/** In the page once; from card and list twice at the same time. */
const ACKNOWLEDGED = { submit: 3 * EACH, decision: EACH, callback: 2 * 2 * EACH, push: 2 * EACH }

afterEach(closeStages)

it.skipIf(!needs(spawnSync(STRACE, ['--version']).status === 0, 'strace'))(
  'R1: nothing answers 2xx, and nothing leaves for Feishu, before file and folder of its instance are on disk',
  async () => {
    const stage = await openStage({}, { 'sources.yaml': SOURCES })
    const traceFile = join(await temporaryFolder(), 'trace')
    // Without a key callbacks are plain, so that the trace shows what they are about.
    const server = await stage.start({ under: traced(traceFile), env: { FEISHU_CALLBACK_KEY: '' } })
    await submitAndDecide(stage)
    await pushAndEnd(stage)
    process.kill(onlyChildOf(server.child.pid ?? 0), 'SIGTERM')
    await server.exited

    const calls = readTrace(traceFile)
    const commits = commitsOf(calls)
    const cards = new Map((await stage.control.cards()).map(({ messageId, uuid }) => [messageId, uuid]))
    const answers = answersOf(calls, stage.port, cards)
    const effects = effectsOf(calls, Number(new URL(stage.sandbox.url).port), cards)
    const early = [...answers, ...effects].filter((departure) => !isCovered(departure, commits))

    expect(early.map(({ what }) => what)).toEqual([])
    expect(countByKind(answers)).toEqual(ACKNOWLEDGED)
    expect(countByKind(effects)).toMatchObject({
      card: 4 * EACH,
      settled: 4 * EACH,
      message: 5 * EACH,
    })
    tell(
      `R1: ${answers.length} acknowledged changes and ${effects.length} requests to Feishu, told from ` +
        `${calls.length} system calls and ${commits.length} durable writes; ${early.length} too early`,
    )
  },
)

/** Everything of one kind at once, as one after another proves little. */
async function submitAndDecide({ control, url, enterCast }: Stage): Promise<void> {
  const { u_dev: asks, u_lead: decides } = await enterCast()
  const instances = await Promise.all(Array.from({ length: 3 * EACH }, () => submitted(asks)))
  await operator(url).quiet()
  const twice = { userId: 'u_lead', copies: 2, concurrent: true }
  await Promise.all(
    instances.map(async (instance, at) => {
      const way = at % 3
      if (way === 0) await decides.decide(openTaskOf(instance), 'approve')
      else if (way === 1) await control.press({ ...twice, via: 'list', taskId: openTaskOf(instance) })
      else {
        const { messageId } = await openCardOf(control, 'u_lead', instance.id)
        await control.press({ ...twice, via: 'card', messageId, action: 'REJECT' })
      }
    }),
  )
  await operator(url).quiet()
}

/** To-dos of another system, all at once, and their ends. */
async function pushAndEnd({ url }: Stage): Promise<void> {
  const secret = await secretOf(url)
  const push = (way: 'open' | 'end', clock: number) =>
    Promise.all(
      Array.from({ length: EACH }, (_, at) =>
        pushTodo(url, secret, way, { flow: `flow-${at}`, clock, who: 'u_lead' }),
      ),
    )
  await push('open', 1)
  await operator(url).quiet()
  await push('end', 2)
  await operator(url).quiet()
}

function countByKind(departures: readonly { what: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { what } of departures) {
    const [kind = ''] = what.split(' ')
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

/** strace keeps signals to itself. */
const onlyChildOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim())
