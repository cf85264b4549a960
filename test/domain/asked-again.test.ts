import { expect, it } from 'vitest'
import { planRoute } from '../../server/domain/engine/route.ts'
import type { Instance, RouteNode } from '../../server/domain/instance.ts'
import { aDefinition, aRouteNode } from '../support/builders.ts'
import { approve, back, begin, openOf } from './moves.ts'

const node = (id: string, approvers: string[], more: Partial<RouteNode> = {}) =>
  aRouteNode({ id, approvers, mode: 'all', ...more })
const inBranch = (branch: number, one: RouteNode): RouteNode => ({ ...one, lane: { group: '1', branch } })
const skipped = ({ tasks }: Instance): string[] =>
  tasks.flatMap(({ completeReason, nodeId, assignee }) =>
    completeReason === 'auto_skip' ? [`${nodeId} ${assignee}`] : [],
  )

it('who approved just before is asked again where the node wants them to look twice', () => {
  const route = [node('a', ['ada']), node('b', ['ada'], { asksRepeated: true }), node('c', ['ada'])]
  const after = approve(begin(route), 'ada')
  expect([skipped(after), openOf(after)]).toEqual([[], ['ada']])
  expect(skipped(approve(after, 'ada'))).toEqual(['c ada'])
})

it('a node that requires a reason is asked, whoever approved before: nobody gave one yet', () => {
  for (const mode of ['any', 'all', 'sequential'] as const) {
    const route = [node('a', ['ada']), node('b', ['ada', 'ben'], { reason: 'required', mode })]
    expect(openOf(approve(begin(route), 'ada'))[0]).toBe('ada')
    const optional = [node('a', ['ada']), node('b', ['ada', 'ben'], { mode })]
    expect(skipped(approve(begin(optional), 'ada'))).toEqual(['b ada'])
  }
})

it.each([
  [undefined, undefined, undefined],
  ['ask', undefined, true],
  ['skip', 'ask', true],
  ['ask', 'skip', undefined],
  [undefined, 'ask', true],
])('a definition that says %s with a node that says %s: asked %s', (whole, one, asked) => {
  const flow = [{ id: 'a', name: { 'zh-CN': '甲' }, approvers: { users: ['u_bob'] }, repeatedApprover: one }]
  const definition = aDefinition({ flow, repeatedApprover: whole })
  const found = { approvers: { a: ['u_bob'] }, managers: [], initiatorManager: null }
  expect(planRoute(definition, {}, 'u_alice', found)[0]?.asksRepeated).toBe(asked)
})

/** In front of two branches Ada; in them Ben then Cat, and Dan then Eva; then whoever it is about. */
function branched(order: readonly [number, number], last: string[]): RouteNode[] {
  const branches = [
    [node('ben', ['ben']), node('cat', ['cat'])],
    [node('dan', ['dan']), node('eva', ['eva'])],
  ]
  const lanes = order.flatMap((which, branch) => (branches[which] ?? []).map((one) => inBranch(branch, one)))
  return [node('ada', ['ada']), ...lanes, node('last', last)]
}

it.each([
  [['cat'], ['last cat']],
  [['eva'], ['last eva']],
  [
    ['cat', 'eva'],
    ['last cat', 'last eva'],
  ],
  [['ben'], []],
  [['dan'], []],
  [['ada'], []],
])('behind branches, %j is passed over as %j in whatever order the file lists them', (last, expected) => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    for (const moves of [
      ['ada', 'ben', 'cat', 'dan', 'eva'],
      ['ada', 'dan', 'eva', 'ben', 'cat'],
      ['ada', 'dan', 'ben', 'cat', 'eva'],
    ]) {
      expect(skipped(approve(begin(branched(order, last)), ...moves)).sort()).toEqual(expected)
    }
  }
})

it('a branch of which every node was skipped has nobody just before; where all are, it is who came before them', () => {
  const gone = { skipped: 'condition', approvers: [] } as const
  const [ada = node('ada', []), ben = ada, cat = ada, dan = ada, eva = ada, last = ada] = branched(
    [0, 1],
    ['cat', 'ada'],
  )
  const one = [ada, ben, cat, { ...dan, ...gone }, { ...eva, ...gone }, last]
  expect(skipped(approve(begin(one), 'ada', 'ben', 'cat'))).toEqual(['last cat'])
  const all = [ada, ...[ben, cat, dan, eva].map((each) => ({ ...each, ...gone })), last]
  expect(skipped(approve(begin(all), 'ada'))).toEqual(['last ada'])
})

it('in a branch, just before is the node of that branch, or what is in front of the group', () => {
  const route = [
    node('ada', ['ada']),
    inBranch(0, node('b1', ['ada'])),
    inBranch(0, node('b2', ['ben'])),
    inBranch(1, node('c1', ['ben'])),
    inBranch(1, node('c2', ['ada'])),
  ]
  expect(skipped(approve(begin(route), 'ada'))).toEqual(['b1 ada'])
})

it('after a rollback into one branch, who approved the other is still just before', () => {
  const joined = approve(begin(branched([1, 0], ['cat', 'fay'])), 'ada', 'ben', 'cat', 'dan', 'eva')
  const again = back(joined, 'fay', 'eva')
  expect(skipped(approve(again, 'eva'))).toEqual(['last cat', 'last cat'])
})
