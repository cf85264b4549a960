import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

const CAST = ['u_dev', 'u_lead', 'u_hr', 'u_cto', 'u_qa', 'u_cfo', 'u_admin'] as const
const BOARD = ['u_lead', 'u_hr', 'u_cto', 'u_qa'] as const

const flow = (mode: string) => `
  - ${nodeLine('board', BOARD, `mode: ${mode}`)}
  - ${nodeLine('last', ['u_cfo'])}
`

let world: World<(typeof CAST)[number]>
beforeAll(async () => {
  world = await openWorld(CAST, {
    definitions: {
      'count.yaml': definitionFile('count', flow('{ atLeast: 2 }')),
      'share.yaml': definitionFile('share', flow('{ share: 0.6 }')),
    },
  })
})
afterAll(() => world.close())

const submit = async (definition: 'count' | 'share') =>
  (await world.submit('u_dev', definition, { days: 1 })).id

const seats = (...people: string[]) => people.map((who) => `board ${who}`)

describe('at a vote Feishu shows what the server holds after every voice', () => {
  it('with as many as it takes it is passed, and the others need not vote: their cards are settled', async () => {
    const id = await submit('count')
    expect(await world.openIn(id)).toEqual(seats(...BOARD))
    expect(await world.press(id, 'u_hr', 'APPROVE')).toEqual(seats('u_lead', 'u_cto', 'u_qa'))
    expect(await world.press(id, 'u_qa', 'APPROVE', { via: 'list' })).toEqual(['last u_cfo'])
    expect(await world.standing(id)).toEqual([
      'u_lead: DONE others, card PROCESSED',
      'u_hr: APPROVED approved, card APPROVED',
      'u_cto: DONE others, card PROCESSED',
      'u_qa: APPROVED approved, card APPROVED',
      'u_cfo: PENDING, card open',
    ])
    await world.approve(id, 'u_cfo')
    expect((await world.read(id)).status).toBe('APPROVED')
  })

  it('a rejection counts only once too few are left', async () => {
    const id = await submit('count')
    expect(await world.press(id, 'u_lead', 'REJECT')).toEqual(seats('u_hr', 'u_cto', 'u_qa'))
    expect(await world.press(id, 'u_hr', 'APPROVE')).toEqual(seats('u_cto', 'u_qa'))
    expect(await world.press(id, 'u_cto', 'REJECT')).toEqual(seats('u_qa'))
    expect((await world.read(id)).status).toBe('PENDING')
    expect(await world.press(id, 'u_qa', 'REJECT')).toEqual([])
    expect((await world.read(id)).status).toBe('REJECTED')
  })

  it('rejected early, whoever has not voted is done, and so is their card', async () => {
    const id = await submit('count')
    for (const who of ['u_lead', 'u_hr'] as const) await world.press(id, who, 'REJECT')
    await world.press(id, 'u_cto', 'REJECT')
    expect(await world.standing(id)).toEqual([
      'u_lead: REJECTED rejected, card REJECTED',
      'u_hr: REJECTED rejected, card REJECTED',
      'u_cto: REJECTED rejected, card REJECTED',
      'u_qa: DONE others, card PROCESSED',
    ])
  })

  it('a share is of all, rounded up: three of four here', async () => {
    const passed = await submit('share')
    for (const who of ['u_lead', 'u_hr'] as const) await world.press(passed, who, 'APPROVE')
    expect(await world.openIn(passed)).toEqual(seats('u_cto', 'u_qa'))
    expect(await world.press(passed, 'u_cto', 'APPROVE')).toEqual(['last u_cfo'])
    expect((await world.standing(passed))[3]).toBe('u_qa: DONE others, card PROCESSED')

    const lost = await submit('share')
    expect(await world.press(lost, 'u_qa', 'REJECT')).toEqual(seats('u_lead', 'u_hr', 'u_cto'))
    expect(await world.press(lost, 'u_cto', 'REJECT')).toEqual([])
    expect((await world.read(lost)).status).toBe('REJECTED')
  })

  it('somebody in whose place another votes leaves the count as it is', async () => {
    const id = await submit('count')
    expect((await world.act(id, 'u_lead', 'transfer', { to: 'u_cfo' })).open).toEqual(
      seats('u_hr', 'u_cto', 'u_qa', 'u_cfo'),
    )
    await world.press(id, 'u_cfo', 'APPROVE')
    expect((await world.read(id)).status).toBe('PENDING')
    await world.press(id, 'u_hr', 'APPROVE')
    expect((await world.read(id)).nodes.map(({ status }) => status)).toEqual(['passed', 'passed'])
  })
})
