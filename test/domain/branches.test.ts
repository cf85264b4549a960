import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { planRoute } from '../../server/domain/engine/route.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { rollbackTargets } from '../../server/domain/verbs/rollback.ts'
import { submit } from '../../server/domain/verbs/submit.ts'
import { given } from '../support/builders.ts'

const NOON = Date.UTC(2026, 10, 20, 4)
const text = (name: string) => ({ 'zh-CN': name })
const node = (id: string, more: object = {}) => ({ id, name: text(id), approvers: { users: [id] }, ...more })

const DEFINITION = {
  code: 'order',
  name: text('采购'),
  group: { code: 'it', name: text('信息技术') },
  viewers: [{ type: 'TENANT' }],
  managers: ['boss'],
  form: [{ key: 'days', type: 'number', label: text('天数') }],
  flow: [
    node('ada'),
    {
      parallel: [
        [node('ben'), node('cat')],
        [node('dan'), node('eva', { when: { field: 'days', op: 'gt', value: 3 } })],
      ],
    },
    node('fay'),
  ],
}

function begin(days: number): Instance {
  const definition = Definition.parse(DEFINITION)
  const approvers = Object.fromEntries(['ada', 'ben', 'cat', 'dan', 'eva', 'fay'].map((id) => [id, [id]]))
  const form = { days }
  return submit(
    {
      id: 'i1',
      definition: { code: 'order', version: 1 },
      initiator: { userId: 'me', openId: 'ou_me', name: '我', department: null },
      people: {},
      form,
      route: planRoute(definition, form, 'me', { approvers, managers: ['boss'], initiatorManager: null }),
      ccAtStart: [],
      ccAtEnd: [],
    },
    { at: NOON, by: 'me', via: 'api' },
  ).instance
}

const openOf = ({ tasks }: Instance) =>
  tasks.filter(({ status }) => status === 'PENDING').map(({ assignee }) => assignee)

function taskOf({ tasks }: Instance, by: string): string {
  return tasks.findLast(({ assignee }) => assignee === by)?.id ?? '?'
}

const contextOf = (by: string) => ({ at: NOON, by, via: 'api' }) as const
const inputOf = (instance: Instance, by: string, reason: string | null = null) => ({
  taskId: taskOf(instance, by),
  ...given({ reason }),
})

const approve = (instance: Instance, by: string, verb: 'approve' | 'reject' = 'approve') =>
  act(instance, verb, inputOf(instance, by), contextOf(by)).instance

const back = (instance: Instance, by: string, toNode: string, reason: string | null = null) =>
  act(instance, 'rollback', { ...inputOf(instance, by, reason), toNode }, contextOf(by)).instance

const play = (days: number, ...people: string[]) =>
  people.reduce((instance, by) => approve(instance, by), begin(days))

it('branches run side by side, each at its own pace, and join', () => {
  expect(openOf(play(5, 'ada'))).toEqual(['ben', 'dan'])
  expect(openOf(play(5, 'ada', 'ben'))).toEqual(['dan', 'cat'])
  expect(openOf(play(5, 'ada', 'ben', 'cat', 'dan'))).toEqual(['eva'])
  expect(openOf(play(5, 'ada', 'ben', 'cat', 'dan', 'eva'))).toEqual(['fay'])
  expect(play(5, 'ada', 'ben', 'cat', 'dan', 'eva', 'fay').status).toBe('APPROVED')
})

it('a node that is skipped does not hold its branch', () => {
  expect(openOf(play(1, 'ada', 'dan', 'ben', 'cat'))).toEqual(['fay'])
})

it('a rejection in one branch ends the other, too', () => {
  const after = approve(play(5, 'ada', 'ben'), 'dan', 'reject')
  expect([after.status, openOf(after)]).toEqual(['REJECTED', []])
})

it('a rollback within a branch leaves the other alone; one to before the group takes both back', () => {
  const both = play(5, 'ada', 'ben', 'dan')
  expect(openOf(both)).toEqual(['cat', 'eva'])
  expect(rollbackTargets(both, 'cat')).toEqual(['ada', 'ben'])
  expect(openOf(back(both, 'cat', 'ben'))).toEqual(['eva', 'ben'])
  const start = back(both, 'cat', 'ada')
  expect(openOf(start)).toEqual(['ada'])
  expect(openOf(approve(start, 'ada'))).toEqual(['ben', 'dan'])
})

it('from behind the group it goes back to one branch, and only that is gone through anew', () => {
  const joined = play(5, 'ada', 'ben', 'cat', 'dan', 'eva')
  const again = back(joined, 'fay', 'dan')
  expect(openOf(again)).toEqual(['dan'])
  expect(openOf(approve(approve(again, 'dan'), 'eva'))).toEqual(['fay'])
})

it('what is wrong in a branch is said with where it stands', () => {
  const bad = { ...DEFINITION, flow: [{ parallel: [[node('a')], [node('a')]] }] }
  expect(
    Definition.safeParse(bad).error?.issues.map(({ path, message }) => [path.join('.'), message]),
  ).toEqual([['flow.0.parallel.1.0.id', 'is used twice']])
  const mode = { ...DEFINITION, flow: [{ parallel: [[node('a')], [node('b', { mode: 'most' })]] }] }
  expect(Definition.safeParse(mode).error?.issues.map(({ path }) => path.join('.'))).toEqual([
    'flow.0.parallel.1.0.mode',
  ])
})

describe('after a rollback inside one branch the other goes on as if nothing had happened', () => {
  const sentBack = (): Instance => {
    const there = approve(approve(begin(5), 'ada'), 'ben')
    return back(there, 'cat', 'ben', '重来')
  }

  it('a transfer opens one task, in the round of its own node', () => {
    const before = sentBack()
    const input = { ...inputOf(before, 'dan'), to: 'gus' }
    const { instance } = act(before, 'transfer', input, contextOf('dan'))
    expect(openOf(instance)).toEqual(['ben', 'gus'])
    expect(instance.tasks.at(-1)?.round).toBe(1)
    expect(openOf(approve(instance, 'gus'))).toEqual(['ben', 'eva'])
  })

  it('a signer before comes and goes', () => {
    const before = sentBack()
    const position = 'before' as const
    const ask = { ...inputOf(before, 'dan'), users: ['gus'], position }
    const asked = act(before, 'add-sign', ask, contextOf('dan')).instance
    expect(openOf(asked)).toEqual(['ben', 'gus'])
    expect(openOf(approve(asked, 'gus'))).toEqual(['ben', 'dan'])
  })
})
