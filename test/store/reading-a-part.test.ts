import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { withChecksum } from '../../server/store/embedded/disk/checksum.ts'
import { DamagedFile, pathOf, readDocument } from '../../server/store/embedded/disk/document.ts'
import { INSTANCES, INSTANCES_INDEXED } from '../../server/store/embedded/document-schemas.ts'
import { aRecord, decided } from '../support/builders.ts'
import { asOlder } from '../support/older-records.ts'

const PATH = pathOf(INSTANCES, 'i1')
const read = (text: string) => readDocument(INSTANCES_INDEXED, PATH, Buffer.from(text))

/** Of a form: what the file has around the history, as keys and as words. */
const Field = fc.constantFrom(
  'history',
  'cards',
  'effects',
  'at',
  'reason',
  '}],"cards":[{',
  ',"history":[{"at":',
)
const Form = fc.letrec((tie) => ({
  form: fc.dictionary(Field, tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 3 },
    Field,
    fc.integer(),
    fc.string(),
    fc.array(fc.record({ at: fc.integer() }), { maxLength: 2 }),
    fc.array(tie('form'), { maxLength: 2 }),
    tie('form'),
  ),
})).form as fc.Arbitrary<InstanceRecord['instance']['form']>

describe('an instance as it is read at a start', () => {
  it('is all but its history', () => {
    const { history, ...others } = decided(aRecord(), 'i1_t1')
    expect(read(withChecksum(decided(aRecord(), 'i1_t1')))).toEqual(others)
    // In another order than ours it is read whole.
    expect(read(withChecksum({ ...others, history }))).toEqual({ ...others, history })
  })

  it('says of everything but its history what it says when it is read whole, whatever people wrote', () => {
    fc.assert(
      fc.property(Form, Form, (form, payload) => {
        const record = withWords(form, payload)
        const { history, ...others } = record
        expect({ ...read(withChecksum(record)), history }).toEqual({ ...others, history })
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, (record: InstanceRecord) => object]>([
    ['without a history', ({ history, ...others }) => others],
    ['with an empty history', (record) => ({ ...record, history: [] })],
    ['with a history that is none', (record) => ({ ...record, history: {} })],
    ['without cards', ({ cards, ...others }) => others],
    ['without tasks', (record) => ({ ...record, instance: { ...record.instance, tasks: undefined } })],
  ])('%s is damaged, as it is when it is read whole', (_name, damage) => {
    const text = withChecksum(damage(aRecord()))
    expect(() => readDocument(INSTANCES, PATH, Buffer.from(text))).toThrow(DamagedFile)
    expect(() => read(text)).toThrow(DamagedFile)
  })

  it('of the version before there were checksums is read whole', () => {
    const record = aRecord()
    expect(read(JSON.stringify(asOlder(record)))).toEqual(record)
    expect(() => read(JSON.stringify({ ...record, schema: 1, history: [] }))).toThrow(DamagedFile)
  })
})

const PARKED = { at: 1, cause: 'refused', reason: 'x', code: 1, logId: null, probeAt: null } as const

/** What stands before the history, in it and behind it. */
function withWords(form: InstanceRecord['instance']['form'], payload: unknown): InstanceRecord {
  const record = decided(aRecord(), 'i1_t1')
  const parked = { ...PARKED, payload }
  return {
    ...record,
    instance: { ...record.instance, form },
    history: record.history.map((entry) => ({ ...entry, form })),
    effects: record.effects.map((effect) => ({ ...effect, parked })),
  }
}
