import { afterEach, describe, expect, it } from 'vitest'
import { leave, closeStages, openStage, openTaskOf, submitted, tell, until, type Stage } from './stage.ts'
import { operator } from '../support/api.ts'

afterEach(closeStages)

/** Ends at all: a server that hangs is ended by the test's own limit. How soon is `npm run bench -- -t shutdown`. */
describe('R21: a server that is told to stop', () => {
  it('finishes or releases what is in flight, ends with 0, and the next one delivers all of it', async () => {
    const stage = await openStage()
    const server = await stage.start()
    const cast = await stage.enterCast()
    const open = await Promise.all(Array.from({ length: 8 }, () => submitted(cast.u_dev)))
    await operator(stage.url).quiet()

    // Deliveries hang for as long as anybody waits for them; a person's request gets its answer late.
    await stage.control.faults({ faults: [HANGING('instance.sync'), SLOW('user.get')] })
    await Promise.all(open.slice(0, 4).map((one) => cast.u_lead.decide(openTaskOf(one), 'approve')))
    const slow = cast.u_payroll.submit('leave', leave(2))
    await until(() => hits(stage, 'instance.sync', 4), 'deliveries are in flight')
    await until(() => hits(stage, 'user.get', 1), 'a request is in flight')
    const meanwhile = Promise.allSettled(
      open.slice(4).map((one) => cast.u_lead.decide(openTaskOf(one), 'reject')),
    )
    server.child.kill('SIGTERM')
    expect(await server.end('SIGTERM')).toBe(0)
    expect((await slow).status).toBeGreaterThanOrEqual(200)
    const acknowledged = (await meanwhile).filter((one) => one.status === 'fulfilled')
    expect(acknowledged.every(({ value }) => value.status === 200)).toBe(true)

    await stage.control.endFaults()
    await stage.start()
    for (const { value } of acknowledged) {
      const { body } = await cast.u_dev.read(value.body.id)
      expect(body.tasks).toEqual(value.body.tasks)
    }
    await operator(stage.url).quiet()
    expect(await stage.faults(cast)).toEqual([])
    tell(
      'R21: stopped with 4 deliveries and a request in flight, ' +
        `${acknowledged.length} of 4 decisions acknowledged meanwhile; all delivered by the next start`,
    )
  })

  it('ends on SIGINT alike, and a second signal does no harm', async () => {
    const stage = await openStage()
    const server = await stage.start()
    const cast = await stage.enterCast()
    await stage.control.faults(SLOW('user.get'))
    const slow = cast.u_payroll.submit('leave', leave(2))
    await until(() => hits(stage, 'user.get', 1), 'a request is in flight')

    server.child.kill('SIGINT')
    server.child.kill('SIGTERM')
    expect(await server.end('SIGINT')).toBe(0)
    expect((await slow).status).toBeGreaterThanOrEqual(200)
  })

  it('ends also while Feishu hangs over its definitions', async () => {
    const stage = await openStage()
    await stage.control.faults({ faults: ['definition.create', 'definition.get'].map(HANGING) })
    const server = await stage.start({ alive: true })
    await until(() => hits(stage, 'definition.create', 1), 'Feishu is being asked')

    expect(await server.end()).toBe(0)
  })

  it('ends also while Feishu hangs over a comparison', async () => {
    const stage = await openStage()
    const server = await stage.start()
    const cast = await stage.enterCast()
    await submitted(cast.u_dev)
    await operator(stage.url).quiet()
    await stage.control.faults(HANGING('instance.check'))
    const comparing = operator(stage.url)
      .reconcile()
      .catch(() => undefined)
    await until(() => hits(stage, 'instance.check', 1), 'Feishu is being asked')

    expect(await server.end()).toBe(0)
    await comparing
  })
})

const HANGING = (api: string) => ({ api, kind: 'timeout', probability: 1 })
const SLOW = (api: string) => ({ api, kind: 'timeout', probability: 1, delayMs: 1_500 })

async function hits({ control }: Stage, api: string, atLeast: number): Promise<boolean> {
  const { faults } = await control.trouble()
  return faults.some((fault) => fault.api === api && fault.hits >= atLeast)
}
