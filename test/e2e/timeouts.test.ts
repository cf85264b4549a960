import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { definitionFile, nodeLine } from '../support/definition-file.ts'
import { openWorld, type World } from '../support/e2e-world.ts'

// u_lead, who reports to u_cto, who reports to u_ceo, lets the time pass; then it is u_hr's turn.
const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_ceo', 'u_hr', 'u_qa', 'u_admin'] as const

/** A third of a second: over when the next minute is. */
const SOON = 0.0001
const SECONDS = 0.001
const LATER = 100

const flow = (timeout: string, users: readonly string[] = ['u_lead'], mode = 'any') => `
  - ${nodeLine('first', users, `mode: ${mode}, timeout: ${timeout}`)}
  - ${nodeLine('last', ['u_hr'])}
`
const FLOWS = {
  remind: flow(`{ remind: ${SOON}, reject: ${LATER} }`),
  escalate: flow(`{ escalate: ${SOON}, approve: ${LATER} }`),
  crowded: flow(`{ escalate: ${SOON} }`, ['u_lead', 'u_cto'], 'all'),
  approve: flow(`{ approve: ${SOON} }`),
  reject: flow(`{ reject: ${SOON} }`, ['u_lead', 'u_qa'], 'all'),
  chain: flow(`{ remind: ${SOON}, escalate: ${2 * SOON}, reject: ${SECONDS} }`),
}
type Definition = keyof typeof FLOWS

let world: World<(typeof CAST)[number]>
beforeAll(async () => {
  const files = Object.entries(FLOWS).map(([code, lines]) => [`${code}.yaml`, definitionFile(code, lines)])
  world = await openWorld(CAST, {
    definitions: {
      ...(Object.fromEntries(files) as Record<string, string>),
      'calendar.yaml': 'hours: [{ from: "00:00", to: "24:00" }]\n',
    },
    env: { REMINDER_WEEKDAYS: '1-7' },
    hasMinutesByHand: true,
  })
})
afterAll(() => world.close())

const submit = async (definition: Definition) => (await world.submit('u_dev', definition, { days: 1 })).id

/** Minutes pass until these have come in this order, by nobody's hand; then both sides are compared. */
async function comes(id: string, expected: readonly string[]): Promise<void> {
  const told = async () =>
    (await world.read(id)).history.flatMap((act) =>
      act.by === null && act.via === 'system' && act.verb === 'time-out'
        ? [act.to ? `${act.action} to ${act.to.userId}` : act.action]
        : [],
    )
  await vi.waitUntil(
    async () => {
      world.nextMinute()
      return (await told()).length >= expected.length
    },
    { timeout: 60_000, interval: 50 },
  )
  await world.agree()
  expect(await told()).toEqual(expected)
}

/** What this person was told, besides the cards of their tasks. */
const messagesTo = async (userId: string) =>
  (await world.control.cards())
    .filter((card) => card.userId === userId && card.templateId !== '1008')
    .map(({ templateId }) => templateId)

describe('when nobody acts in time, Feishu shows what the server did', () => {
  it('remind: they are urged once, and the task stays theirs', async () => {
    const id = await submit('remind')
    await comes(id, ['remind'])
    expect(await world.standing(id)).toEqual(['u_lead: PENDING, card open'])
    expect(await messagesTo('u_lead')).toEqual(['1021'])

    const other = await submit('approve')
    await comes(other, ['approve'])
    expect(await messagesTo('u_lead')).toEqual(['1021'])
    expect(await world.press(id, 'u_lead', 'APPROVE')).toEqual(['last u_hr'])
  })

  it('escalate: their manager has it instead, who is not gone over as well', async () => {
    const id = await submit('escalate')
    await comes(id, ['escalate to u_cto'])
    expect(await world.standing(id)).toEqual([
      'u_lead: TRANSFERRED system_forward, card FORWARDED',
      'u_cto: PENDING, card open',
    ])
    await comes(await submit('escalate'), ['escalate to u_cto'])
    expect(await world.openIn(id)).toEqual(['first u_cto'])
    expect(await world.press(id, 'u_cto', 'APPROVE')).toEqual(['last u_hr'])
  })

  it('escalate where the manager decides already: a manager of the definition has it, and theirs goes on', async () => {
    const id = await submit('crowded')
    await comes(id, ['escalate to u_admin', 'escalate to u_ceo'])
    expect(await world.standing(id)).toEqual([
      'u_lead: TRANSFERRED system_forward, card FORWARDED',
      'u_cto: TRANSFERRED system_forward, card FORWARDED',
      'u_admin: PENDING, card open',
      'u_ceo: PENDING, card open',
    ])
  })

  it('approve: as if they had, and the next one’s turn comes', async () => {
    const id = await submit('approve')
    await comes(id, ['approve'])
    expect(await world.standing(id)).toEqual([
      'u_lead: APPROVED approved, card APPROVED',
      'u_hr: PENDING, card open',
    ])
    expect(await world.press(id, 'u_hr', 'APPROVE')).toEqual([])
    expect(await messagesTo('u_dev')).toContain('1004')
  })

  it('reject: it ends for all of them, and the initiator is told', async () => {
    const id = await submit('reject')
    await comes(id, ['reject'])
    expect(await world.standing(id)).toEqual([
      'u_lead: REJECTED node_auto_reject, card REJECTED',
      'u_qa: DONE others, card PROCESSED',
    ])
    expect((await world.read(id)).status).toBe('REJECTED')
    expect(await messagesTo('u_dev')).toContain('1021')
  })

  it('one after the other: urged, then their manager, then rejected', async () => {
    const id = await submit('chain')
    await comes(id, ['remind', 'escalate to u_cto'])
    await comes(id, ['remind', 'escalate to u_cto', 'reject'])
    expect(await world.standing(id)).toEqual([
      'u_lead: TRANSFERRED system_forward, card FORWARDED',
      'u_cto: REJECTED node_auto_reject, card REJECTED',
    ])
  })
})

it('whoever acted in time is not overtaken', async () => {
  const id = await submit('reject')
  await world.approve(id, 'u_lead')
  await world.approve(id, 'u_qa')
  await comes(await submit('approve'), ['approve'])
  expect(await world.openIn(id)).toEqual(['last u_hr'])
})

it('a server that was down when it was time does it after the next start', async () => {
  const id = await submit('escalate')
  await world.stop()
  await world.restart()
  expect(await world.openIn(id)).toEqual(['first u_lead'])
  await comes(id, ['escalate to u_cto'])
})
