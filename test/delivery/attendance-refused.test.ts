import { afterEach, describe, expect, it } from 'vitest'
import { changePerson } from '../../sandbox/contact/change-person.ts'
import { renamePerson } from '../../server/domain/rename.ts'
import type { Definition } from '../../shared/definition.ts'
import { attending, field, FORM, formOf, openAttendanceRig, type AttendanceRig } from './attendance-rig.ts'

let rig: AttendanceRig
afterEach(() => rig.sandbox.close())

async function approved(definition?: Definition, form?: object): Promise<void> {
  rig = await openAttendanceRig(definition, form)
  await rig.begin()
  await rig.decide()
}

describe('a request that lands long after it left', () => {
  const LATE = { api: 'attendance.write', kind: 'late', when: 'before', landAfterMs: 60_000 } as const
  const passes = (ms: number) => {
    rig.time.now += ms
    rig.sandbox.world.clock.moveTo(rig.sandbox.world.clock.offsetMs() + ms)
  }

  it('makes no second record of one that was written meanwhile', async () => {
    await approved()
    rig.fault(LATE)
    expect(await rig.deliver()).toEqual(['retried', 'delivered'])
    passes(70_000)
    expect(rig.held()).toMatchObject([{ status: 2, writes: 2 }])
  })

  it('is taken back where the approval was withdrawn before it did', async () => {
    await approved()
    rig.fault(LATE)
    await rig.step()
    await rig.step()
    await rig.withdraw()
    expect((await rig.step())?.became).toBe('settled')
    expect((await rig.step())?.became).toBe('held')
    expect(rig.held()).toEqual([])
    passes(600_000)
    expect(await rig.deliver()).toEqual(['delivered'])
    expect(rig.held()).toMatchObject([{ status: 4, withdrawals: 1 }])
  })
})

it('goes on under the new user_id of somebody whose id changed', async () => {
  await approved()
  rig.fault({ api: 'attendance.write', kind: 'reset', when: 'after' })
  await rig.step()
  await rig.step()
  const { world } = rig.sandbox
  const before = world.state.people.get('u_dev')!
  const { openId } = await changePerson(world, before, { userId: 'u_dev2', silent: true })
  await rig.change((record) =>
    renamePerson(record, { from: 'u_dev', to: 'u_dev2', openId }, attending().form, rig.time.now),
  )
  expect(await rig.deliver()).toEqual(['delivered'])
  await rig.withdraw('u_dev2')
  expect(await rig.deliver()).toEqual(['delivered'])
  expect(rig.held()).toMatchObject([{ status: 4, openId }])
})

describe('what Feishu refuses is given up with its reason', () => {
  it.each([
    [1220001, 'refused'],
    [1220004, 'refused'],
    [1225001, 'refused'],
    [1220600, 'refused'],
    [1220005, 'configuration'],
  ])('%d: %s', async (code, cause) => {
    await approved()
    const msg = 'the attendance result has been sealed and can not modify'
    rig.fault({ api: 'attendance.write', kind: 'code', when: 'before', code, status: 400, msg })
    expect(await rig.deliver()).toEqual(['parked'])
    expect(await rig.parked()).toMatchObject([{ cause, code, reason: expect.stringContaining(msg) }])
    // An operator has it tried again.
    await rig.retry()
    expect(await rig.deliver()).toEqual(['delivered'])
    expect(rig.held()).toMatchObject([{ writes: 1 }])
  })

  it('a scope that was not granted is probed until it is', async () => {
    await approved()
    const { scopes } = rig.sandbox.world.settings()
    rig.sandbox.world.changeSettings({ scopes: scopes.filter((one) => one !== 'attendance:task') })
    expect(await rig.deliver()).toEqual(['parked'])
    const [parked] = await rig.parked()
    expect(parked).toMatchObject({ cause: 'configuration', code: 99991672 })
    rig.sandbox.world.changeSettings({ scopes })
    rig.time.now = parked!.probeAt!
    expect(await rig.deliver()).toEqual(['delivered'])
  })

  it('one person whom attendance does not know holds up nobody else, and no list', async () => {
    const definition = attending({
      form: formOf(field('dates', 'daterange'), field('with', 'contact')),
      then: [{ attendance: 'trip', who: [{ field: 'with' }, { initiator: 'self' }] }],
    })
    await approved(definition, {
      ...FORM,
      dates: { from: '2026-11-30', to: '2026-12-01' },
      with: ['u_nobody', 'u_gone', 'u_qa'],
    })
    expect(await rig.deliver()).toEqual(['parked', 'delivered', 'delivered', 'delivered'])
    expect(rig.held()).toHaveLength(3)
    expect((await rig.parked())[0]?.payload).toMatchObject({ user_approval: { user_id: 'u_nobody' } })
    const waiting = (await rig.read()).effects.filter(({ parked }) => !parked)
    expect(waiting.map(({ kind }) => kind)).toContain('sync')
  })

  it('two days in the wrong order', async () => {
    const definition = attending({
      form: formOf(field('from', 'date'), field('to', 'date')),
      then: [{ attendance: 'leave', from: 'from', to: 'to' }],
    })
    await approved(definition, { ...FORM, from: '2026-11-30', to: '2026-11-23' })
    expect(await rig.deliver()).toEqual(['parked'])
    expect(await rig.parked()).toMatchObject([{ code: 1220001 }])
  })
})
