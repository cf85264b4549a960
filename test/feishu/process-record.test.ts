import { describe, expect, it } from 'vitest'
import { readApplied } from '../../server/feishu/payloads/process-record.ts'

const answer = (process_record: unknown) => ({ code: 0, data: { data: {}, process_record } })
const counts = (insert_num: number, update_num: number, delete_num = 0) => ({
  insert_num,
  update_num,
  delete_num,
})

describe('what a push applied', () => {
  it('is what was added and what was renewed', () => {
    const record = { instance: counts(0, 1), task: counts(2, 3, 9), cc: counts(1, 0) }
    expect(readApplied(answer(record))).toEqual({ instance: 1, tasks: 5, ccs: 1 })
  })

  it('is nought where a count, or one part, is left out', () => {
    expect(readApplied(answer({ instance: { update_num: 1 }, cc: {} }))).toEqual({
      instance: 1,
      tasks: 0,
      ccs: 0,
    })
  })

  it.each([
    ['no record', { code: 0, data: { data: {} } }],
    ['no data', { code: 0 }],
    ['an empty record', answer({})],
    ['null', answer(null)],
    ['words', answer({ instance: 'all' })],
    ['fewer than none', answer({ instance: counts(0, -1) })],
    ['halves', answer({ task: counts(0, 0.5) })],
  ])('is unknown, and the push a success all the same: %s', (_what, body) => {
    expect(readApplied(body)).toBeNull()
  })
})
