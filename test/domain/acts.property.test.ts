import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorsOf, VERBS, type PlainVerb } from '../../shared/verbs/index.ts'
import { AppError } from '../../server/domain/errors.ts'
import { findTask, type Instance } from '../../server/domain/instance.ts'
import { act, may } from '../../server/domain/verbs/index.ts'
import { toHistoryViews } from '../../server/usecases/history-view.ts'
import { aFlow, aMove, begin, hasFiles, NOON, PEOPLE, play, VERB_OF, type Move } from './arbitraries.ts'

const GAMES = Number(process.env['FLOW_RUNS'] ?? 2_000)
const games = fc.record({ flow: aFlow, moves: fc.array(aMove, { maxLength: 25 }) })

/** What needs no reason, or takes none. */
const reasonOf = ({ kind, reason }: Move, instance: Instance, taskId: string | undefined) => {
  switch (kind) {
    case 'approve':
    case 'reject':
    case 'after': {
      const task = taskId === undefined ? undefined : findTask(instance, taskId)
      const node = instance.route.find(({ id }) => id === task?.nodeId)
      return node?.reason === 'none' ? null : reason
    }
    case 'terminate':
      return reason ?? 'closed'
    case 'transfer':
    case 'before':
    case 'parallel':
    case 'rollback':
    case 'withdraw':
    case 'urge':
    case 'tell':
    case 'handOver':
      return reason
    default:
      return undefined
  }
}

describe('the history, told from acts', () => {
  it('says of each what was done, by whom, why and with which files, whatever stands around it', () => {
    fc.assert(
      fc.property(games, ({ flow, moves }) => {
        const first = begin(flow)
        const acts = first.act ? [first.act] : []
        // The truth: written down by whoever plays, before the engine is asked.
        const done: string[] = ['submit me']
        let { instance } = first
        for (const move of moves) {
          const before = instance
          const outcome = play(before, move, flow)
          if (typeof outcome === 'string' || !outcome.act) continue
          const { taskId, by } = outcome.act
          const reason = reasonOf(move, before, taskId ?? undefined)
          const said = reason === undefined || reason === null ? '' : `: ${reason}`
          const names = hasFiles(move) && withFiles.has(move.kind) ? ' +files' : ''
          done.push(`${VERB_OF[move.kind] ?? move.kind} ${by ?? '-'}${said}${names}`)
          acts.push(outcome.act)
          instance = outcome.instance
        }
        const file = (id: string) => [{ id, name: id, size: 1, type: 'x', url: '' }]
        const told = acts.flatMap((one) => {
          const [view] = toHistoryViews({ instance, history: [one] }, one.by ?? '', file)
          if (!view) return []
          const said = 'reason' in view && view.reason !== null ? `: ${view.reason}` : ''
          const names = 'attachments' in view && view.attachments.length > 0 ? ' +files' : ''
          return [`${view.verb} ${view.by?.userId ?? '-'}${said}${names}`]
        })
        expect(told).toEqual(done)
      }),
      { numRuns: GAMES },
    )
  })
})

const withFiles: ReadonlySet<Move['kind']> = new Set([
  ...(['approve', 'reject', 'transfer', 'before', 'after', 'parallel', 'rollback'] as const),
])

/** Refused for what came along, not for who does it when. */
const OF_THE_INPUT: ReadonlySet<string> = new Set([
  ...[
    'person_not_allowed',
    'reason_required',
    'node_not_allowed',
    'too_many_tasks',
    'too_many_cc',
    'bad_request',
  ],
])

const INPUTS: Record<PlainVerb, object> = {
  approve: {},
  reject: {},
  transfer: { to: 'gus' },
  'add-sign': { users: ['gus'], position: 'before' },
  rollback: { toNode: '_initiator' },
  postpone: { until: NOON + 86_400_000 * 3 },
  withdraw: {},
  urge: {},
  cc: { users: ['gus'] },
  read: {},
  comment: { text: 'x', mentions: [] },
}

describe('may', () => {
  it('says yes exactly where the act is not refused, which the outside was told of', () => {
    let looked = 0
    let refused = 0
    const verbs = Object.keys(VERBS) as PlainVerb[]
    fc.assert(
      fc.property(games, fc.integer({ min: -86_400_000, max: 86_400_000 }), ({ flow, moves }, skew) => {
        let { instance } = begin(flow)
        for (const move of moves) {
          const outcome = play(instance, move, flow)
          if (typeof outcome !== 'string') ({ instance } = outcome)
        }
        const now = NOON + skew
        for (const who of PEOPLE)
          for (const verb of verbs) {
            const tasks =
              VERBS[verb].on === 'task' ? [...instance.tasks.map(({ id }) => id), 'none'] : [undefined]
            for (const taskId of tasks) {
              const target = taskId === undefined ? {} : { taskId }
              looked += 1
              const isAllowed = may(instance, verb, { who, ...target }, now)
              const is = attempt(instance, verb, { ...INPUTS[verb], ...target }, who, now)
              if (!isAllowed) refused += 1
              // What was done before is no change, and no button for it.
              if (is !== 'no change')
                expect(`${who} ${verb} ${is !== 'refused'}`).toBe(`${who} ${verb} ${isAllowed}`)
            }
          }
      }),
      { numRuns: Math.max(100, GAMES / 10) },
    )
    expect(refused).toBeGreaterThan(0)
    expect(looked).toBeGreaterThan(refused)
  })
})

function attempt(instance: Instance, verb: PlainVerb, input: object, who: string, at: number) {
  const given = { reason: 'x', files: {}, known: {}, ...input } as never
  try {
    const { act: done } = act(instance, verb, given, { at, by: who, via: 'api' })
    return done ? 'done' : 'no change'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code !== 'bad_request') expect(errorsOf(verb)).toContain(error.code)
    return OF_THE_INPUT.has(error.code) ? 'done' : 'refused'
  }
}
