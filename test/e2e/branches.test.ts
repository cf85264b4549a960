import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

const CAST = [
  ...(['u_dev', 'u_lead', 'u_hr', 'u_recruiter', 'u_cto'] as const),
  ...(['u_qa', 'u_payroll', 'u_cfo', 'u_admin'] as const),
] as const

const URGENT_AND_LONG =
  'when: { all: [{ field: days, op: gt, value: 3 }, { any: [{ field: kind, op: eq, value: a }, { field: kind, op: eq, value: b }] }] }'

// u_lead, then three branches: u_hr and u_recruiter, u_cto and sometimes u_qa, sometimes u_payroll; then u_cfo.
const FLOW = `
  - ${nodeLine('first', ['u_lead'])}
  - parallel:
      - - ${nodeLine('people', ['u_hr'])}
        - ${nodeLine('hiring', ['u_recruiter'])}
      - - ${nodeLine('security', ['u_cto'])}
        - ${nodeLine('quality', ['u_qa'], URGENT_AND_LONG)}
      - - ${nodeLine('money', ['u_payroll'], URGENT_AND_LONG)}
  - ${nodeLine('last', ['u_cfo'])}
`

let world: World<(typeof CAST)[number]>
beforeAll(async () => {
  world = await openWorld(CAST, { definitions: { 'order.yaml': definitionFile('order', FLOW) } })
})
afterAll(() => world.close())

/** Up to where the branches begin. */
async function submit(form: object = { days: 5, kind: 'b' }): Promise<string> {
  const { id } = await world.submit('u_dev', 'order', form)
  await world.approve(id, 'u_lead')
  return id
}

const ALL = ['people u_hr', 'security u_cto', 'money u_payroll']

describe('branches side by side, where Feishu shows what the server holds after every step', () => {
  it('all have their tasks at once, each goes on by itself, and only the last one opens what follows', async () => {
    const id = await submit()
    expect(await world.openIn(id)).toEqual(ALL)
    expect(await world.press(id, 'u_payroll', 'APPROVE')).toEqual(['people u_hr', 'security u_cto'])
    expect(await world.press(id, 'u_hr', 'APPROVE')).toEqual(['security u_cto', 'hiring u_recruiter'])
    expect(await world.press(id, 'u_cto', 'APPROVE')).toEqual(['hiring u_recruiter', 'quality u_qa'])
    expect(await world.press(id, 'u_recruiter', 'APPROVE')).toEqual(['quality u_qa'])
    expect(await world.press(id, 'u_qa', 'APPROVE')).toEqual(['last u_cfo'])
    expect(await world.press(id, 'u_cfo', 'APPROVE')).toEqual([])
    expect((await world.read(id)).status).toBe('APPROVED')
  })

  it.each([
    ['too short', { days: 3, kind: 'b' }],
    ['of neither kind', { days: 5, kind: 'c' }],
  ])('a nested condition that does not hold leaves out a node, and a whole branch: %s', async (_, form) => {
    const id = await submit(form)
    expect(await world.openIn(id)).toEqual(['people u_hr', 'security u_cto'])
    expect((await world.approve(id, 'u_cto')).open).toEqual(['people u_hr'])
    await world.approve(id, 'u_hr')
    expect((await world.approve(id, 'u_recruiter')).open).toEqual(['last u_cfo'])
    const { nodes } = await world.read(id)
    expect(nodes.filter(({ status }) => status === 'skipped').map((node) => node.id)).toEqual([
      'quality',
      'money',
    ])
  })

  it('a rejection in one ends the others: their tasks are done, and their cards settled', async () => {
    const id = await submit()
    await world.approve(id, 'u_cto')
    expect(await world.press(id, 'u_hr', 'REJECT', { reason: '不行' })).toEqual([])
    expect((await world.read(id)).status).toBe('REJECTED')
    expect((await world.standing(id)).slice(1)).toEqual([
      'u_hr: REJECTED rejected, card REJECTED',
      'u_cto: APPROVED approved, card APPROVED',
      'u_payroll: DONE others, card PROCESSED',
      'u_qa: DONE others, card PROCESSED',
    ])
  })

  it('a rollback within one leaves the others alone', async () => {
    const id = await submit()
    await world.approve(id, 'u_hr')
    const back = { toNode: 'people', reason: '请核对' }
    expect(await world.act(id, 'u_recruiter', 'rollback', back)).toEqual({
      status: 200,
      open: ['security u_cto', 'money u_payroll', 'people u_hr'],
    })
    expect((await world.standing(id)).slice(1)).toEqual([
      'u_hr: APPROVED approved, card APPROVED',
      'u_cto: PENDING, card open',
      'u_payroll: PENDING, card open',
      'u_recruiter: REJECTED specific_rollback, card ROLLBACK',
      'u_hr: PENDING, card open',
    ])
    expect((await world.approve(id, 'u_hr')).open).toContain('hiring u_recruiter')
  })

  it('one to before the branches takes back all of them', async () => {
    const id = await submit()
    await world.approve(id, 'u_payroll')
    const back = { toNode: 'first', reason: '请核对' }
    expect((await world.act(id, 'u_cto', 'rollback', back)).open).toEqual(['first u_lead'])
    expect((await world.standing(id)).slice(1, 4)).toEqual([
      'u_hr: DONE others, card PROCESSED',
      'u_cto: REJECTED specific_rollback, card ROLLBACK',
      'u_payroll: APPROVED approved, card APPROVED',
    ])
    expect((await world.approve(id, 'u_lead')).open).toEqual(ALL)
  })

  it('from behind them it goes back into one, and only that is gone through anew', async () => {
    const id = await submit({ days: 1 })
    for (const who of ['u_hr', 'u_recruiter', 'u_cto'] as const) await world.approve(id, who)
    const back = { toNode: 'people', reason: '请核对' }
    expect((await world.act(id, 'u_cfo', 'rollback', back)).open).toEqual(['people u_hr'])
    expect((await world.approve(id, 'u_hr')).open).toEqual(['hiring u_recruiter'])
    expect((await world.approve(id, 'u_recruiter')).open).toEqual(['last u_cfo'])
  })

  it('withdrawn, all of them are told', async () => {
    const id = await submit()
    expect((await world.everyone.u_dev.withdraw(id)).status).toBe(200)
    await world.agree()
    expect((await world.standing(id)).slice(1)).toEqual([
      'u_hr: DONE recall, card CANCELLED',
      'u_cto: DONE recall, card CANCELLED',
      'u_payroll: DONE recall, card CANCELLED',
    ])
    const told = (await world.control.cards()).filter(({ templateId }) => templateId === '1015')
    expect(told.map(({ userId }) => userId).sort()).toEqual(['u_cto', 'u_hr', 'u_payroll'])
  })
})
