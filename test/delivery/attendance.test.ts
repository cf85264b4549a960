import { afterEach, describe, expect, it } from 'vitest'
import type { Definition } from '../../shared/definition.ts'
import {
  attending,
  field,
  FORM,
  formOf,
  label,
  openAttendanceRig,
  type AttendanceRig,
} from './attendance-rig.ts'

let rig: AttendanceRig
afterEach(() => rig.sandbox.close())

async function approved(definition?: Definition, form?: object): Promise<void> {
  rig = await openAttendanceRig(definition, form)
  await rig.begin()
  await rig.decide()
}

const wire = () => rig.held().map((one) => one.wire)

describe('what is approved is written once', () => {
  it('leave by half days, in three languages as far as its type has names', async () => {
    await approved()
    expect(await rig.deliver()).toEqual(['delivered'])
    expect(rig.held()).toMatchObject([
      {
        kind: 'leave',
        date: '20261123',
        status: 2,
        writes: 1,
        wire: {
          uniq_id: 'annual',
          unit: 3,
          interval: 129_600,
          start_time: '2026-11-23 12:00:00',
          end_time: '2026-11-25 00:00:00',
          i18n_names: { ch: '年假' },
          default_locale: 'ch',
          reason: '回家',
          idempotent_id: 'i1',
        },
      },
    ])
    expect((await rig.read()).effects.filter(({ kind }) => kind === 'attendance')).toEqual([])
  })

  it('overtime for several people in several rows: a record for each', async () => {
    const columns = [field('span', 'timespan'), field('work', 'text')]
    const definition = attending({
      form: formOf(field('people', 'contact'), field('rows', 'table', { columns, maxRows: 5 })),
      then: [
        {
          attendance: 'overtime',
          who: [{ field: 'people' }],
          period: 'rows.span',
          reason: 'rows.work',
          pay: 'money',
        },
      ],
    })
    const night = { from: '2026-11-20T22:00', to: '2026-11-21T01:30' }
    const feast = { from: '2026-10-01T09:00', to: '2026-10-01T10:20' }
    const rows = [
      { span: night, work: '发布' },
      { span: { from: '2026-11-22T09:00', to: '2026-11-22T09:00' }, work: '没有时间' },
      { span: feast, work: '值班' },
    ]
    await approved(definition, { ...FORM, people: ['u_dev', 'u_qa'], rows })
    expect(await rig.deliver()).toEqual(['delivered', 'delivered', 'delivered', 'delivered'])
    expect(wire()).toMatchObject([
      {
        idempotent_id: 'i1',
        duration: 3.5,
        unit: 2,
        category: 1,
        type: 2,
        reason: '发布',
        end_time: '2026-11-21 01:30:00',
      },
      { idempotent_id: 'i1-2' },
      // A row that lasts no time has its ids all the same.
      { idempotent_id: 'i1-5', duration: 1.33, category: 3, reason: '值班' },
      { idempotent_id: 'i1-6' },
    ])
    expect(rig.held().map(({ date }) => date)).toEqual(['20261120', '20261120', '20261001', '20261001'])
  })

  it('a trip with who comes along, and when it was asked for and approved', async () => {
    const definition = attending({
      form: formOf(field('dates', 'daterange'), { ...field('with', 'contact'), required: false }),
      then: [{ attendance: 'trip', who: [{ initiator: 'self' }, { field: 'with' }] }],
    })
    await approved(definition, {
      ...FORM,
      dates: { from: '2026-11-30', to: '2026-12-01' },
      with: ['u_qa', 'u_dev'],
    })
    await rig.deliver()
    const passed = new Date((await rig.read()).instance.endedAt! + 8 * 3_600_000).toISOString()
    expect(rig.held()).toHaveLength(2)
    expect(wire()[0]).toMatchObject({
      start_time: '2026-11-30 00:00:00',
      end_time: '2026-12-02 00:00:00',
      approve_pass_time: passed.slice(0, 19).replace('T', ' '),
      reason: '回家',
    })
  })

  it('an outing by the hour, with one type for all and no reason of its own', async () => {
    const type = { id: 'client', name: { 'en-US': 'At a client', 'ja-JP': '客先' } }
    const definition = attending({
      form: [field('from', 'datetime'), field('to', 'datetime')],
      flow: [{ id: 'manager', name: label, approvers: { manager: 1 } }],
      then: [{ attendance: 'out', from: 'from', to: 'to', type, timezone: 'Asia/Tokyo' }],
    })
    await approved(definition, { from: '2026-11-23T09:00', to: '2026-11-23T11:30' })
    await rig.deliver()
    expect(wire()).toMatchObject([
      {
        uniq_id: 'client',
        unit: 2,
        interval: 9_000,
        start_time: '2026-11-23 10:00:00',
        end_time: '2026-11-23 12:30:00',
        i18n_names: { en: 'At a client', ja: '客先' },
        default_locale: 'en',
        reason: '请假',
      },
    ])
  })

  it('and nothing of what is rejected, withdrawn before it is approved, or has no such rule', async () => {
    rig = await openAttendanceRig()
    await rig.begin()
    await rig.decide('REJECTED')
    expect(await rig.deliver()).toEqual([])
    await rig.sandbox.close()
    await approved(attending({ then: undefined }))
    expect(await rig.deliver()).toEqual([])
    await rig.sandbox.close()
    rig = await openAttendanceRig()
    await rig.begin()
    await rig.withdraw()
    expect(await rig.deliver()).toEqual([])
    expect(rig.held()).toEqual([])
  })
})

const FAULTS = [
  { kind: 'http_5xx' },
  { kind: 'html' },
  { kind: 'truncated_json' },
  { kind: 'reset' },
  { kind: 'timeout', delayMs: 1_000 },
  { kind: 'slow_body', delayMs: 1_500 },
  { kind: 'code', code: 1225000, status: 500, msg: 'internal server error' },
  { kind: 'code', code: 1220600, status: 400, msg: 'no row affected' },
  { kind: 'token_invalid' },
  { kind: 'rate_429', resetSeconds: 1 },
] as const

/** With these Feishu says that it did nothing. */
const NOT_DONE: ReadonlySet<string> = new Set(['token_invalid', 'rate_429'])

describe.each(['before', 'after'] as const)('a fault %s it took effect', (when) => {
  it.each(FAULTS.filter(({ kind }) => when === 'before' || !NOT_DONE.has(kind)))(
    '$kind $code: one record, and it is taken back once',
    async (fault) => {
      await approved()
      for (const duplicateAttendance of ['refused', 'same_id'] as const) {
        rig.sandbox.world.changeSettings({ duplicateAttendance })
        rig.fault({ api: 'attendance.write', ...fault, when })
        await rig.deliver()
      }
      expect(await rig.parked()).toEqual([])
      expect(rig.held()).toMatchObject([{ status: 2 }])

      await rig.withdraw()
      rig.fault({ api: 'attendance.process', ...fault, when })
      rig.fault({ api: 'attendance.query', ...fault, when })
      await rig.deliver()
      expect(await rig.parked()).toEqual([])
      expect(rig.held()).toMatchObject([{ status: 4, withdrawals: 1 }])
    },
  )
})

describe('a later withdrawal takes back what was written', () => {
  it('once, without a look where Feishu said what it is called', async () => {
    await approved()
    await rig.deliver()
    await rig.withdraw()
    expect(await rig.deliver()).toEqual(['delivered'])
    expect(rig.held()).toMatchObject([{ status: 4, withdrawals: 1 }])
    expect(rig.calls().map(({ api }) => api)).toEqual(['attendance.write', 'attendance.process'])
  })

  it('and writes nothing where it came first', async () => {
    await approved()
    await rig.withdraw()
    expect(await rig.deliver()).toEqual([])
    expect(rig.calls()).toEqual([])
  })

  it('looks where nobody knows whether it was written, and waits until it can land no more', async () => {
    await approved()
    rig.fault({ api: 'attendance.write', kind: 'reset', when: 'before' })
    expect((await rig.step())?.became).toBe('settled')
    expect((await rig.step())?.became).toBe('retried')
    await rig.withdraw()
    const from = rig.time.now
    expect(await rig.deliver()).toEqual(['held', 'delivered'])
    expect(rig.time.now - from).toBeGreaterThanOrEqual(590_000)
    expect(rig.held()).toEqual([])
    const asked = rig.calls().map(({ api }) => api)
    expect(asked).toEqual(['attendance.write', ...Array.from({ length: 6 }, () => 'attendance.query')])
  })

  it('finds what was written though its answer was lost', async () => {
    await approved()
    rig.fault({ api: 'attendance.write', kind: 'reset', when: 'after' })
    await rig.step()
    await rig.step()
    await rig.withdraw()
    expect(await rig.deliver()).toEqual(['delivered'])
    expect(rig.held()).toMatchObject([{ status: 4, writes: 1, withdrawals: 1 }])
  })

  it('asks nobody to write it again in the place of what was given up', async () => {
    await approved()
    rig.fault({
      api: 'attendance.write',
      kind: 'code',
      when: 'before',
      code: 1220004,
      status: 400,
      msg: 'user_id is not exist',
    })
    expect(await rig.deliver()).toEqual(['parked'])
    await rig.withdraw()
    expect(await rig.deliver()).toEqual([])
    expect(await rig.parked()).toEqual([])
  })

  it('and is done where somebody withdrew it in Feishu before', async () => {
    await approved()
    await rig.deliver()
    const [one] = rig.held()
    rig.sandbox.world.state.attendance.put(one!.approvalId, { ...one!, status: 4 })
    await rig.withdraw()
    expect(await rig.deliver()).toEqual(['retried', 'delivered'])
    expect(await rig.parked()).toEqual([])
  })

  it('and tells an operator what Feishu refuses, and what it shows nowhere', async () => {
    await approved()
    await rig.deliver()
    const sealed = 'the attendance result has been sealed and can not modify'
    const refused = { kind: 'code', when: 'before', code: 1220600, status: 400, msg: sealed } as const
    rig.fault({ api: 'attendance.process', ...refused, times: 2 })
    await rig.withdraw()
    expect(await rig.deliver()).toEqual(['retried', 'parked'])
    expect(await rig.parked()).toMatchObject([{ cause: 'refused', reason: expect.stringContaining(sealed) }])
    const [one] = rig.held()
    rig.sandbox.world.state.attendance.delete(one!.approvalId)
    await rig.retry()
    expect(await rig.deliver()).toEqual(['parked'])
    expect(await rig.parked()).toMatchObject([
      { cause: 'unclear', reason: expect.stringContaining('neither') },
    ])
  })
})
