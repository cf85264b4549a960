import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import type { Condition } from '../../shared/form/condition.ts'
import type { FormValues } from '../../shared/form/field.ts'
import { holds as holdsIn } from '../../shared/form/holds.ts'
import { own } from '../../shared/own.ts'
import { planRoute, type FoundApprovers } from '../../server/domain/engine/route.ts'

const name = { 'zh-CN': '名' }
const holds = (condition: Condition, form: FormValues) => holdsIn(condition, (key) => own(form, key))
const define = (selfApproval: string, when?: Condition) =>
  Definition.parse({
    code: 'x',
    name,
    group: { code: 'g', name },
    viewers: [{ type: 'TENANT' }],
    managers: ['boss', 'me'],
    selfApproval,
    form: [{ key: 'days', type: 'number', label: name }],
    flow: [{ id: 'a', name, approvers: { manager: 1 }, ...(when && { when }) }],
  })
const found = (approvers: string[], initiatorManager: string | null = null): FoundApprovers => ({
  approvers: { a: approvers },
  managers: ['boss', 'me'],
  initiatorManager,
})

describe('who decides', () => {
  it.each([
    ['skip', ['me', 'ada'], null, ['a: ada']],
    ['skip', ['me'], null, ['a: self_approval', '_managers: boss']],
    ['allow', ['me'], null, ['a: me']],
    ['manager', ['me'], 'lead', ['a: lead']],
    ['manager', ['me', 'lead'], 'lead', ['a: lead']],
    ['manager', ['me'], null, ['a: boss']],
    ['skip', [], null, ['a: boss']],
    ['skip', ['ada', 'ada'], null, ['a: ada']],
  ])('selfApproval %s, found %j, manager %j', (policy, approvers, manager, expected) => {
    const route = planRoute(define(policy), {}, 'me', found(approvers, manager))

    expect(
      route.map(({ id, skipped, approvers: people }) => `${id}: ${skipped ?? people.join(' ')}`),
    ).toEqual(expected)
  })

  it('the managers are asked when a condition leaves nobody', () => {
    const definition = define('skip', { field: 'days', op: 'gt', value: 3 })

    expect(
      planRoute(definition, { days: 3 }, 'ada', found(['ben'])).map(({ id, skipped }) => [id, skipped]),
    ).toEqual([
      ['a', 'condition'],
      ['_managers', null],
    ])
    expect(planRoute(definition, { days: 4 }, 'ada', found(['ben'])).map(({ id }) => id)).toEqual(['a'])
  })

  it('a manager who starts something themselves decides only when there is no other', () => {
    const alone: FoundApprovers = { approvers: {}, managers: ['me'], initiatorManager: null }

    expect(planRoute(define('skip'), {}, 'me', alone).at(-1)?.approvers).toEqual(['me'])
  })
})

describe('conditions', () => {
  const form: FormValues = {
    days: 4,
    cost: { amount: '5000.50', currency: 'CNY' },
    day: '2026-11-20',
    kind: 'sick',
    tags: ['a', 'b'],
    note: '年假',
    empty: '',
  }

  it.each<[Condition, boolean]>([
    [{ field: 'days', op: 'gt', value: 4 }, false],
    [{ field: 'days', op: 'gte', value: 4 }, true],
    [{ field: 'cost', op: 'gt', value: 5000.49 }, true],
    [{ field: 'cost', op: 'lte', value: 5000.5 }, true],
    [{ field: 'day', op: 'lt', value: '2026-12-01' }, true],
    [{ field: 'kind', op: 'eq', value: 'sick' }, true],
    [{ field: 'kind', op: 'ne', value: 'sick' }, false],
    [{ field: 'kind', op: 'in', value: ['annual', 'sick'] }, true],
    [{ field: 'tags', op: 'contains', value: 'b' }, true],
    [{ field: 'tags', op: 'contains', value: 'ab' }, false],
    [{ field: 'note', op: 'contains', value: '年' }, true],
    [{ field: 'empty', op: 'ne', value: 'x' }, true],
    [{ field: 'absent', op: 'eq', value: 'x' }, false],
    [
      { all: [{ field: 'days', op: 'eq', value: 4 }, { any: [{ field: 'kind', op: 'eq', value: 'x' }] }] },
      false,
    ],
    [
      {
        any: [
          { field: 'days', op: 'eq', value: 1 },
          { field: 'kind', op: 'eq', value: 'sick' },
        ],
      },
      true,
    ],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, form)).toBe(expected)
  })
})
