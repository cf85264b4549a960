import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Delivered } from '../../server/delivery/deliver.ts'
import { flowPicture } from '../../server/domain/flow-picture.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { retryEffect } from '../../server/domain/outbox/retry.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { decided, given } from '../support/builders.ts'
import { openSandboxRig, sayOf, type SandboxRig } from './sandbox-rig.ts'

let rig: SandboxRig
beforeEach(async () => {
  rig = await openSandboxRig()
  await rig.begin()
  expect(lackingIn(await rig.deliver())).toEqual([])
  expect(rig.held()).toEqual(sayOf(await rig.record()))
})
afterEach(() => rig.sandbox.close())

const syncsIn = (all: readonly Delivered[]) => all.filter(({ effect }) => effect.kind === 'sync')
const waitingSyncs = async () => (await rig.record()).effects.filter(({ kind }) => kind === 'sync')
const lackingIn = (all: readonly Delivered[]) => all.flatMap(({ lacking }) => lacking ?? [])
const endsOf = (all: readonly Delivered[]) => syncsIn(all).map(({ became }) => became)

const approve = () => rig.change((record) => decided(record, 'i1_t1', { at: rig.time.now }))
const read = () => {
  const context = { at: rig.time.now + 1_000, by: 'u_qa', via: 'api' } as const
  return rig.change((record) => toRecord(record, act(record.instance, 'read', given(), context)))
}
const lose = (what: readonly string[]) => rig.sandbox.world.changeSettings({ loses: what as never })
const loseOnce = (what: string) => {
  lose([what])
  return () => {
    lose([])
  }
}
const taskClock = ({ instance }: InstanceRecord, id: string) =>
  String(instance.tasks.find((one) => one.id === id)?.clock)
const DAY = 86_400_000

type Loss = {
  what: string
  /** What happens to the approval. */
  act: () => Promise<void>
  /** How Feishu loses it; what it answers ends it after the first push. */
  lose: (record: InstanceRecord) => unknown
  lacking: { instance: number; tasks: number; ccs: number }
}

const LOSSES: Loss[] = [
  {
    what: 'an outer clock that Feishu holds already',
    act: () => approve(),
    lose: ({ instance }) => {
      rig.spoil(({ wire }) => (wire.update_time = String(instance.clock)))
    },
    lacking: { instance: 1, tasks: 2, ccs: 0 },
  },
  {
    what: 'an outer clock that is older than what Feishu holds',
    act: () => approve(),
    lose: ({ instance }) => {
      rig.spoil(({ wire }) => (wire.update_time = String(instance.clock + DAY)))
    },
    lacking: { instance: 1, tasks: 2, ccs: 0 },
  },
  {
    what: 'a copy alone, with an outer clock that Feishu holds already',
    act: () => read(),
    lose: ({ instance }) => {
      rig.spoil(({ wire }) => (wire.update_time = String(instance.clock)))
    },
    lacking: { instance: 1, tasks: 0, ccs: 1 },
  },
  {
    what: 'a task whose clock Feishu holds already',
    act: () => approve(),
    lose: (record) => {
      rig.spoil(({ tasks }) => (tasks['i1_t1']!.wire.update_time = taskClock(record, 'i1_t1')))
    },
    lacking: { instance: 0, tasks: 1, ccs: 0 },
  },
  {
    what: 'a task that Feishu holds from later',
    act: () => approve(),
    lose: ({ instance }) => {
      rig.spoil(({ tasks }) => (tasks['i1_t1']!.wire.update_time = String(instance.clock + DAY)))
    },
    lacking: { instance: 0, tasks: 1, ccs: 0 },
  },
  {
    what: 'a copy whose clock Feishu holds already',
    act: () => read(),
    lose: ({ instance }) => {
      rig.spoil(({ ccs }) => (ccs['i1_c1']!.wire.update_time = String(instance.cc[0]?.clock)))
    },
    lacking: { instance: 0, tasks: 0, ccs: 1 },
  },
  {
    what: 'a new task that got lost',
    act: () => approve(),
    lose: () => loseOnce('tasks'),
    lacking: { instance: 0, tasks: 1, ccs: 0 },
  },
  {
    what: 'a new copy that got lost',
    act: () => copy(),
    lose: () => loseOnce('cc'),
    lacking: { instance: 0, tasks: 0, ccs: 1 },
  },
  {
    what: 'a new task whose id a copy has there',
    act: () => approve(),
    lose: () => {
      rig.spoil(({ ccs }) => {
        const [one] = Object.values(ccs)
        if (one) ccs['i1_t2'] = { ...one, wire: { ...one.wire, cc_id: 'i1_t2' } }
      })
    },
    lacking: { instance: 0, tasks: 1, ccs: 0 },
  },
  {
    what: 'a new copy whose id a task has there',
    act: () => copy(),
    lose: () => {
      rig.spoil(({ tasks }) => {
        const [one] = Object.values(tasks)
        if (one) tasks['i1_c2'] = { ...one, wire: { ...one.wire, task_id: 'i1_c2' } }
      })
    },
    lacking: { instance: 0, tasks: 0, ccs: 1 },
  },
]

const copy = () => {
  const context = { at: rig.time.now + 1_000, by: 'u_dev', via: 'api' } as const
  const input = { users: ['u_cto'], ...given() }
  return rig.change((record) => toRecord(record, act(record.instance, 'cc', input, context)))
}

describe.each(LOSSES)('$what', ({ act: change, lose: spoil, lacking }) => {
  it('is noticed with the very push, and there after one more that replaces', async () => {
    await change()
    const end = spoil(await rig.record())
    const all = await rig.deliver(typeof end === 'function' ? () => void end() : undefined)

    expect(lackingIn(all)).toEqual([lacking])
    expect(endsOf(all)).toEqual(['retried', 'delivered'])
    expect(rig.held()).toEqual(sayOf(await rig.record()))
    expect((await rig.record()).repairBy).toBeUndefined()
  })
})

/** u_hr's task, which the first approval opens, has an id that belongs to an approval of somebody else. */
const takeAway = (): void => {
  const { state } = rig.sandbox.world
  const held = structuredClone(state.instances.get('i1')!)
  const { i1_t1: task } = held.tasks
  state.instances.put('other', {
    ...held,
    id: 'other',
    tasks: { i1_t2: { ...task!, wire: { ...task!.wire, task_id: 'i1_t2' } } },
    ccs: {},
  })
}

describe('what is lacking even when all is replaced', () => {
  it.each<[string, () => void]>([
    ['a task whose id another approval has', () => takeAway()],
    ['a task of nobody', () => rig.sandbox.world.state.people.delete('u_hr')],
    ['a task that gets lost again and again', () => lose(['tasks'])],
  ])('%s: is given up in words after two pushes, and left to an operator', async (_what, spoil) => {
    await approve()
    spoil()
    const before = rig.pushes()
    const all = await rig.deliver()

    expect(endsOf(all)).toEqual(['retried', 'parked'])
    expect(rig.pushes() - before).toBe(2)
    const reason = 'Feishu took the push and did not apply 1 task'
    expect(await waitingSyncs()).toMatchObject([{ parked: { cause: 'not_applied', reason, probeAt: null } }])
    expect((await rig.record()).repairBy).toBe('REPLACE')
  })

  it('each further change replaces too, once, until all of it is there', async () => {
    await approve()
    lose(['tasks'])
    await rig.deliver()
    await read()
    expect(endsOf(await rig.deliver())).toEqual(['parked'])
    lose([])
    await rig.change((record) => decided(record, 'i1_t2', { at: rig.time.now }))

    expect(endsOf(await rig.deliver())).toEqual(['delivered'])
    expect(rig.held()).toEqual(sayOf(await rig.record()))
    expect(await rig.record()).not.toHaveProperty('repairBy')
    expect(await waitingSyncs()).toEqual([])
  })

  it('an operator who asks for it again gets it whole', async () => {
    await approve()
    lose(['tasks'])
    await rig.deliver()
    lose([])
    const [effect] = await waitingSyncs()
    await rig.change((record) => retryEffect(record, effect!.id, rig.time.now) ?? record)

    expect(endsOf(await rig.deliver())).toEqual(['delivered'])
    expect(rig.held()).toEqual(sayOf(await rig.record()))
  })
})

const fail = (when: 'before' | 'after') =>
  rig.sandbox.world.faults.add({ api: 'instance.sync', kind: 'reset', when, times: 1 })

describe('no loss', () => {
  it('is a push whose answer was lost, and which Feishu rightly ignores the second time', async () => {
    await approve()
    fail('after')
    const all = await rig.deliver()
    expect([endsOf(all), lackingIn(all)]).toEqual([['retried', 'delivered'], []])
    expect(rig.held()).toEqual(sayOf(await rig.record()))
  })

  it('nor one that something before Feishu answered with a refusal, though it arrived', async () => {
    await approve()
    rig.sandbox.world.faults.add({
      api: 'instance.sync',
      kind: 'http_5xx',
      when: 'after',
      times: 1,
      status: 504,
    })
    const all = await rig.deliver()
    expect([endsOf(all), lackingIn(all)]).toEqual([['held', 'delivered'], []])
  })

  it('nor one that moved on before it was sent again: only what is newer has to be applied', async () => {
    await approve()
    fail('after')
    let isFirst = true
    const all = await rig.deliver(async () => {
      if (isFirst) await copy()
      isFirst = false
    })
    expect(lackingIn(all)).toEqual([])
    expect(rig.held()).toEqual(sayOf(await rig.record()))
  })

  it('nor what a process sent that knew no answer', async () => {
    await approve()
    const { instance } = await rig.record()
    const definition = (await rig.store.definitions.read('leave', 1))!
    await rig.feishu.delivery.syncInstance(flowPicture(instance, definition), 'UPDATE')
    rig.time.provenFrom = rig.time.now
    const all = await rig.deliver()
    expect([endsOf(all), lackingIn(all)]).toEqual([['delivered'], []])
  })

  it('nor an answer that does not say what was applied; the check tells what differs', async () => {
    rig.sandbox.world.changeSettings({ processRecord: false, loses: ['tasks'] })
    await approve()
    const all = await rig.deliver()
    expect([endsOf(all), lackingIn(all)]).toEqual([['delivered'], []])
    const { instance } = await rig.record()
    expect(await rig.feishu.delivery.check([instance])).toMatchObject({
      ok: true,
      value: [{ instanceId: 'i1', tasks: [{ taskId: 'i1_t2', clock: 0 }] }],
    })
  })

  it('but what a first push, which never arrived, left to the second one is', async () => {
    await copy()
    fail('before')
    const end = loseOnce('cc')
    const all = await rig.deliver(({ lacking }) => lacking && end())
    expect([endsOf(all), lackingIn(all)]).toEqual([
      ['retried', 'retried', 'delivered'],
      [{ instance: 0, tasks: 0, ccs: 1 }],
    ])
    expect(rig.held()).toEqual(sayOf(await rig.record()))
  })
})
