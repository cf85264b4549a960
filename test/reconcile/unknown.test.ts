import { afterEach, describe, expect, it } from 'vitest'
import { createReconcile } from '../../server/reconcile/reconcile.ts'
import { aRecord, aRouteNode } from '../support/builders.ts'
import { openRig, type Rig, type RigOptions } from '../delivery/rig.ts'

const rigs: Rig[] = []
const DAY = 86_400_000

async function setUp(options: RigOptions = {}) {
  const rig = await openRig(options)
  rigs.push(rig)
  const log = { info: () => undefined, warn: () => undefined }
  const reconcile = createReconcile({ store: rig.store(), feishu: rig.feishu, now: rig.clock.now, log })
  const run = async (unknown: 'list' | 'retire') => {
    const result = await reconcile.runOnce({ since: 0, unknown })
    await rig.quiet()
    return result
  }
  const asked = (api: string) => rig.feishu.calls.filter((call) => call.api === api).map(({ about }) => about)
  return { rig, run, asked }
}

afterEach(async () => {
  for (const rig of rigs.splice(0)) {
    const stopping = rig.stop()
    await rig.clock.advance(20_000)
    await stopping
    expect(rig.clock.sleepers()).toBe(0)
  }
})

/** Feishu shows an approval that nobody here knows, with a task of each of these states. */
function orphan(rig: Rig, id: string, statuses: readonly string[] = ['PENDING']): void {
  const clock = rig.clock.now()
  const tasks = new Map(statuses.map((status, n) => [`${id}_t${n + 1}`, { clock, status }]))
  rig.feishu.held.set(id, { clock, status: 'PENDING', tasks, ccs: new Map() })
}

const shownIds = (rig: Rig): string[] =>
  [...rig.feishu.held].flatMap(([id, { tasks }]) => (tasks.size > 0 ? [id] : []))

describe('what Feishu shows and nobody here knows', () => {
  it('is named once, with how it stands there, and stays', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1')
    await rig.quiet()
    orphan(rig, 'lost1', ['APPROVED', 'PENDING'])
    orphan(rig, 'lost2', ['DONE'])

    expect(await run('list')).toEqual({
      checked: 1,
      repaired: [],
      waiting: 0,
      unknown: [
        { instance: 'lost1', definition: 'leave', status: 'PENDING', tasks: 2 },
        { instance: 'lost2', definition: 'leave', status: 'PENDING', tasks: 1 },
      ],
    })
    expect(shownIds(rig)).toEqual(['i1', 'lost1', 'lost2'])
  })

  it('is asked for in every state, page by page', async () => {
    const { rig, run, asked } = await setUp({ pageSize: 2 })
    for (let n = 0; n < 5; n += 1) orphan(rig, `lost${n}`)

    expect((await run('list')).unknown).toHaveLength(5)
    expect(asked('task_list')).toEqual([
      ...['PENDING 0', 'PENDING 2', 'PENDING 4'],
      ...['APPROVED 0', 'REJECTED 0', 'TRANSFERRED 0', 'DONE 0'],
    ])
  })

  it('leaves its lists when that is asked for, and nothing else does', async () => {
    const { rig, run, asked } = await setUp()
    await rig.begin('i1')
    await rig.quiet()
    orphan(rig, 'lost1')

    expect(await run('retire')).toMatchObject({ retired: ['lost1'], notRetired: [] })
    expect(shownIds(rig)).toEqual(['i1'])
    expect(asked('retire')).toEqual(['lost1'])
    expect(await run('retire')).toMatchObject({ unknown: [], retired: [], notRetired: [] })
  })

  it('is not what is deleted there, nor what belongs to a definition of somebody else', async () => {
    const { rig, run, asked } = await setUp()
    orphan(rig, 'deleted')
    rig.feishu.held.get('deleted')!.status = 'DELETED'
    const ask = rig.feishu.shown
    rig.feishu.shown = async (query) => {
      const answer = await ask(query)
      if (!answer.ok) return answer
      const foreign = { instanceId: 'foreign', approvalCode: 'OTHER', status: 'PENDING', clock: 1, tasks: [] }
      return { ok: true, value: { ...answer.value, items: [...answer.value.items, foreign] } }
    }

    expect(await run('retire')).toMatchObject({ unknown: [], retired: [] })
    expect(asked('retire')).toEqual([])
  })

  it('is nothing where no definition is registered', async () => {
    const { run, asked } = await setUp({ approvalCode: null })
    expect((await run('list')).unknown).toEqual([])
    expect(asked('task_list')).toEqual([])
  })
})

describe('what begins while it is looked for', () => {
  it('and was shown before it was looked up here, is known', async () => {
    const { rig, run, asked } = await setUp()
    const ask = rig.feishu.shown
    rig.feishu.shown = async (query) => {
      if (query.status === 'PENDING') {
        await rig.begin('i1')
        await rig.clock.advance(1_000)
      }
      return ask(query)
    }

    expect(await run('retire')).toMatchObject({ unknown: [], retired: [] })
    expect(asked('retire')).toEqual([])
    expect(shownIds(rig)).toEqual(['i1'])
  })

  it('under an id that was unknown, is not retired', async () => {
    const { rig, run, asked } = await setUp()
    orphan(rig, 'i1')
    const ask = rig.feishu.shown
    rig.feishu.shown = async (query) => {
      if (query.status === 'DONE') await rig.begin('i1')
      return ask(query)
    }

    expect(await run('retire')).toMatchObject({ retired: [], notRetired: [] })
    expect(asked('retire')).toEqual([])
  })

  it('under an id that is being retired, is pushed anew as a whole', async () => {
    const { rig, run } = await setUp()
    orphan(rig, 'i1')
    const ask = rig.feishu.retire
    rig.feishu.retire = async (one) => {
      const answer = await ask(one)
      await rig.begin('i1')
      return answer
    }
    await run('retire')

    const { instance } = await rig.record('i1')
    const held = rig.feishu.held.get('i1')
    expect({ clock: held?.clock, tasks: [...(held?.tasks.keys() ?? [])] }).toEqual({
      clock: instance.clock,
      tasks: ['i1_t1'],
    })
  })
})

describe('when Feishu does not do it', () => {
  it('listing that ends in the middle is said, and nothing is retired', async () => {
    const { rig, run, asked } = await setUp({
      fault: ({ api, about }) =>
        api === 'task_list' && about.startsWith('REJECTED')
          ? { kind: 'refused', class: 'unclear' }
          : undefined,
    })
    orphan(rig, 'lost1')

    await expect(run('retire')).rejects.toMatchObject({ code: 'feishu_unavailable' })
    expect(asked('retire')).toEqual([])
  })

  it('the same page again and again is no list', async () => {
    const { rig, run } = await setUp()
    rig.feishu.shown = async () => ({ ok: true, value: { items: [], next: 'again' } })
    await expect(run('list')).rejects.toMatchObject({ code: 'feishu_unavailable' })
  })

  it('a refused one is named with the reason, and the others go on', async () => {
    const { rig, run } = await setUp({
      fault: ({ api, about }) =>
        api === 'retire' && about === 'lost1'
          ? { kind: 'refused', class: 'refused', code: 1390001 }
          : undefined,
    })
    for (const id of ['lost1', 'lost2']) orphan(rig, id)

    expect(await run('retire')).toMatchObject({
      retired: ['lost2'],
      notRetired: [{ instance: 'lost1', reason: 'refused 1390001: said by the fake' }],
    })
  })

  it('where it cannot be reached, all that is left is named', async () => {
    const { rig, run, asked } = await setUp({
      fault: ({ api, about }) =>
        api === 'retire' && about !== 'lost1' ? { kind: 'refused', class: 'not_sent' } : undefined,
    })
    for (const id of ['lost1', 'lost2', 'lost3']) orphan(rig, id)

    const { retired, notRetired } = await run('retire')
    expect([retired, notRetired?.map(({ instance }) => instance)]).toEqual([['lost1'], ['lost2', 'lost3']])
    expect(asked('retire')).toEqual(['lost1', 'lost2'])
  })

  it('what it takes and does not apply is not done', async () => {
    const { rig, run } = await setUp()
    orphan(rig, 'lost1')
    rig.feishu.retire = async () => ({ ok: true, value: { instance: 0, tasks: 0, ccs: 0 } })
    expect(await run('retire')).toMatchObject({
      retired: [],
      notRetired: [{ instance: 'lost1', reason: 'Feishu took it and did not apply it' }],
    })
  })
})

describe('tasks that nobody here knows, of an approval that is known', () => {
  it('are gone once the whole is replaced, also where the approval went on since the backup', async () => {
    const { rig, run } = await setUp()
    await rig.begin('i1', { route: [aRouteNode(), aRouteNode({ id: 'hr', approvers: ['u_carol'] })] })
    await rig.quiet()
    rig.feishu.held.get('i1')?.tasks.set('i1_t9', { clock: rig.clock.now(), status: 'PENDING' })

    expect(await run('list')).toMatchObject({ repaired: ['i1'], unknown: [] })
    expect([...(rig.feishu.held.get('i1')?.tasks.keys() ?? [])]).toEqual(['i1_t1'])
    expect(rig.feishu.calls.filter(({ api }) => api === 'sync').at(-1)).toMatchObject({ mode: 'REPLACE' })
  })

  it('wait where deliveries of it wait', async () => {
    let isRefused = false
    const { rig, run } = await setUp({
      fault: ({ api }) => (isRefused && api === 'sync' ? { kind: 'refused', class: 'refused' } : undefined),
    })
    await rig.begin('i1')
    await rig.quiet()
    isRefused = true
    await rig.decide('i1_t1')
    await rig.quiet()
    rig.feishu.held.get('i1')?.tasks.set('i1_t9', { clock: rig.clock.now() + DAY, status: 'PENDING' })

    expect(await run('list')).toMatchObject({ repaired: [], waiting: 2 })
  })
})

it('a run without being asked to look for it asks nothing of the lists', async () => {
  const { rig, asked } = await setUp()
  await rig
    .store()
    .instances.change('i1', () => ({ next: aRecord({ at: rig.clock.now() }), result: undefined }))
  await rig.quiet()
  const log = { info: () => undefined, warn: () => undefined }
  const reconcile = createReconcile({ store: rig.store(), feishu: rig.feishu, now: rig.clock.now, log })
  expect(await reconcile.runOnce({ since: 0 })).not.toHaveProperty('unknown')
  expect(asked('task_list')).toEqual([])
})
