import { expect, it } from 'vitest'
import type { PersonSettings } from '../../server/domain/settings.ts'
import { createDelegates, withDelegates } from '../../server/usecases/delegates.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition, T0 } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'
import { anActor } from '../support/people.ts'

const FORM = { kind: 'annual', days: 5 }
const away = (userId: string, to: string): PersonSettings => ({
  userId,
  muted: [],
  delegation: { to, person: { openId: to.replace('u_', 'ou_'), name: to }, from: T0, until: T0 + 3_600_000 },
})

/** Whose settings were read, and whether everybody's were. */
async function setUp() {
  const harness = await createHarness({ definitions: [aDefinition()] })
  const { settings } = harness.store
  for (const one of [away('u_bob', 'u_carol'), away('u_hr', 'u_payroll')])
    await settings.change(one.userId, () => one)
  const read: string[] = []
  const { read: readOne } = settings
  settings.read = (userId) => {
    read.push(userId)
    return readOne(userId)
  }
  settings.delegating = () => Promise.reject(new Error('everybody was asked about'))
  return { ...harness, read }
}

it('a start and a decision read of those alone who come to a place by it', async () => {
  const { ctx, read } = await setUp()
  const begun = {
    definition: 'leave',
    form: FORM,
    approvers: {},
    cc: [],
    userId: 'u_alice',
    locale: undefined,
  }
  const { id, tasks } = await submitInstance(ctx, begun)
  expect(tasks).toMatchObject([{ assignee: { userId: 'u_carol' }, consignedBy: { userId: 'u_bob' } }])
  expect(read.splice(0)).toEqual(['u_bob'])

  const doing = { verb: 'approve', id: `${id}_t1`, body: {} } as const
  const after = await doVerb(ctx, doing, anActor('u_carol'))
  expect(after.tasks.at(-1)).toMatchObject({ assignee: { userId: 'u_payroll' } })
  expect(read.splice(0)).toEqual(['u_hr'])
})

it('what was done before somebody had to be read counts for nothing, an error included', async () => {
  const { ctx } = await setUp()
  const done: string[] = []
  const result = await withDelegates(ctx, (delegateOf) => {
    const delegate = delegateOf('u_bob', 'leave', T0)
    done.push(delegate?.userId ?? 'nobody')
    if (!delegate) throw new Error('nobody')
    return { delegate: delegate.userId, next: delegateOf('u_hr', 'leave', T0)?.userId }
  })
  expect(result).toEqual({ delegate: 'u_carol', next: 'u_payroll' })
  expect(done).toEqual(['nobody', 'u_carol', 'u_carol'])
})

it('an error that nothing unread led to is one', () => {
  const delegates = createDelegates({ store: {} as never })
  const fail = () => {
    throw new Error('refused')
  }
  expect(() => delegates.attempt(fail)).toThrow('refused')
})
