import type { NodeView } from '../../shared/responses.ts'
import { votesNeeded } from '../../shared/votes.ts'
import type { NodeItem } from './node-item.ts'
import type { Say, TextKey } from './words.ts'

/** How several people decide, and at a vote how far they are; nothing where there is only one. */
export function modeText({ mode, agreed, status }: NodeView, count: number, say: Say): string {
  if (count < 2) return ''
  if (typeof mode === 'string')
    return say(({ any: 'modeAny', all: 'modeAll', sequential: 'modeSequential' } as const)[mode])
  const needed = votesNeeded(mode, count)
  const text = say('modeVote', { needed, count })
  return status === 'waiting' ? text : `${text} · ${say('agreedSoFar', { agreed, needed })}`
}

const LIMITS = {
  remind: 'limitRemind',
  escalate: 'limitEscalate',
  approve: 'limitApprove',
  reject: 'limitReject',
} as const satisfies Record<keyof NonNullable<NodeView['timeout']>, TextKey>

/** What comes by itself at a node that still has to be decided. */
export function limitText({ timeout, status }: NodeView, say: Say): string {
  if (!timeout || (status !== 'waiting' && status !== 'active')) return ''
  const steps = (Object.entries(timeout) as [keyof typeof LIMITS, number][])
    .sort(([, one], [, other]) => one - other)
    .map(([action, hours]) => say(LIMITS[action], { hours }))
  return say('limit', { steps: steps.join(say('separator')) })
}

type Lane = Pick<NodeItem, 'inLane' | 'laneText' | 'branchText'>

/** The first node of those that run side by side says so, and the first of each branch which one it is. */
export function laneOf(node: NodeView, nodes: readonly NodeView[], say: Say): Lane {
  const { lane } = node
  if (!lane) return { inLane: false, laneText: '', branchText: '' }
  const group = nodes.filter((one) => one.lane?.group === lane.group)
  const isFirst = group.find((one) => one.lane?.branch === lane.branch) === node
  const count = new Set(group.map((one) => one.lane?.branch)).size
  return {
    inLane: true,
    laneText: group[0] === node ? say('laneHead', { count }) : '',
    branchText: isFirst ? say('laneBranch', { number: lane.branch + 1 }) : '',
  }
}
