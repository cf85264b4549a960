import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Act } from '../../server/domain/act.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { renamePerson } from '../../server/domain/rename.ts'
import { Field } from '../../shared/form/field.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { aRecord, aRouteNode, aContext, given, T0 } from '../support/builders.ts'
import { aFlow, aMove, begin, PEOPLE, play } from './arbitraries.ts'

const ADA = { from: 'ada', to: 'lovelace', openId: 'ou_ada' }
const NONE: readonly Field[] = []
const aContact = (key: string) => Field.parse({ key, label: { 'zh-CN': key }, type: 'contact' })
const known = Object.fromEntries(PEOPLE.map((one) => [one, { openId: `ou_${one}`, name: one.toUpperCase() }]))

/** A record after a random game, in which everybody is known. */
const games = fc.record({ flow: aFlow, moves: fc.array(aMove, { maxLength: 20 }) }).map(({ flow, moves }) => {
  const first = begin(flow)
  const named: Act = { ...(first.act as Act), known }
  let instance: Instance = replay([named])
  let record = toRecord(undefined, { instance, act: named })
  for (const move of moves) {
    const outcome = play(instance, move, flow)
    if (typeof outcome === 'string') continue
    instance = outcome.instance
    record = toRecord(record, outcome)
  }
  return record
})

it('the state is still the fold of the history, nothing names the old id, and back again is as before', () => {
  fc.assert(
    fc.property(games, (record) => {
      const renamed = renamePerson(record, ADA, NONE, T0)
      expect(renamed).toBeDefined()
      if (!renamed) return
      expect(replay(renamed.history)).toEqual(renamed.instance)
      const text = JSON.stringify(renamed).replaceAll('"name":"ada"', '')
      expect(text).not.toMatch(/"ada(\+\d+)*"/)
      const back = renamePerson(renamed, { from: 'lovelace', to: 'ada', openId: 'ou_ada' }, NONE, T0)
      expect(back).toEqual(record)
    }),
    { numRuns: 500 },
  )
})

it('words, options and nodes that are spelt like the id are no person; contact fields are', () => {
  const record = aRecord({
    people: { ...known },
    form: { kind: 'ada', days: 2, who: ['ada', 'ben'], why: 'ada' },
    route: [aRouteNode({ id: 'ada', approvers: ['ada'] })],
  })
  const remark = { text: 'ada', mentions: ['ada'], ...given({ reason: 'ada' }) }
  const said = act(record.instance, 'comment', remark, aContext({ by: 'ada' }))
  const after = toRecord(record, said)
  const { instance, history } = renamePerson(after, ADA, [aContact('who')], T0) ?? after
  expect(instance.form).toEqual({ kind: 'ada', days: 2, who: ['lovelace', 'ben'], why: 'ada' })
  expect(instance.route).toMatchObject([{ id: 'ada', approvers: ['lovelace'] }])
  expect(instance.tasks).toMatchObject([{ nodeId: 'ada', assignee: 'lovelace' }])
  expect(history.at(-1)).toMatchObject({
    by: 'lovelace',
    people: ['lovelace'],
    events: [{ type: 'commented', text: 'ada' }],
  })
})

it('what Feishu refused under the old id is tried again; no clock moves', () => {
  const record = aRecord({ people: { ...known } })
  const parked = {
    at: T0,
    cause: 'refused',
    reason: '',
    code: 1390001,
    logId: null,
    payload: null,
    probeAt: null,
  }
  const refused = { ...record, effects: record.effects.map((one) => ({ ...one, parked })) } as typeof record
  const renamed = renamePerson(refused, ADA, NONE, T0 + 5)
  expect(renamed?.effects.every((one) => one.parked === null && one.nextTryAt === T0 + 5)).toBe(true)
  expect(renamed?.instance.clock).toBe(record.instance.clock)
})

it.each([
  ['somebody else has the old id', { ...known, ada: { openId: 'ou_another', name: '' } }],
  ['somebody else still has the new one', { ...known, lovelace: { openId: 'ou_another', name: '' } }],
])('where %s, nothing is changed', (_, people) => {
  expect(renamePerson(aRecord({ people }), ADA, NONE, T0)).toBeUndefined()
})
