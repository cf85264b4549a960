import { describe, expect, it } from 'vitest'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { startForService } from '../../server/usecases/service-door.ts'
import { findService } from '../../server/usecases/services.ts'
import { addressOf } from '../support/people.ts'
import { LEAVE, openDoor } from '../support/services.ts'

const key = (text: string) => ({ 'idempotency-key': text })

describe('in whose name', () => {
  it.each([
    ['a text, a user_id', 'u_alice'],
    ['a text, an open_id', 'ou_alice'],
    ['user_id', { user_id: 'u_alice' }],
    ['open_id', { open_id: 'ou_alice' }],
    ['mail', { mail: addressOf('mail', 'u_alice') }],
    ['mobile', { mobile: addressOf('mobile', 'u_alice') }],
    ['mobile as people write it', { mobile: ` +86 138-0000-${addressOf('mobile', 'u_alice').slice(-4)}` }],
  ])('%s', async (_, initiator) => {
    const { start, erp } = await openDoor()
    const { status, body } = await start(erp, { initiator })
    expect(status, JSON.stringify(body)).toBe(201)
    expect(body).toMatchObject({ initiator: { userId: 'u_alice', name: '爱丽丝' }, service: 'erp' })
    expect(body.tasks).toMatchObject([{ assignee: { userId: 'u_bob' } }])
  })

  it.each([
    ['nobody', 'u_nobody', 422, 'person_not_found'],
    ['somebody who has left', 'u_gone', 422, 'person_not_found'],
    ['a mail that nobody has', { mail: 'nobody@example.com' }, 422, 'person_not_found'],
    ['the mail of somebody who has left', { mail: addressOf('mail', 'u_gone') }, 422, 'person_not_found'],
    ['a number that nobody has', { mobile: '+1 650 555 0100' }, 422, 'person_not_found'],
    ['an open_id that is none', { open_id: 'u_alice' }, 400, 'bad_request'],
    ['two people', { user_id: 'u_alice', mail: 'bob@example.com' }, 400, 'bad_request'],
    ['no mail', { mail: 'alice' }, 400, 'bad_request'],
    ['no number', { mobile: 'alice' }, 400, 'bad_request'],
    ['nothing', {}, 400, 'bad_request'],
    ['empty', '', 400, 'bad_request'],
    ['a list', ['u_alice'], 400, 'bad_request'],
    ['null', null, 400, 'bad_request'],
    ['a path', '../u_alice', 422, 'person_not_found'],
    ['SQL', "' OR 1=1 --", 422, 'person_not_found'],
    ['a system', 'service:erp', 422, 'person_not_found'],
    ['a prototype', { __proto__: { user_id: 'u_alice' }, constructor: 'x' }, 400, 'bad_request'],
  ])('%s is refused, with the field, and nothing is stored', async (_, initiator, status, code) => {
    const { start, erp, dump } = await openDoor()
    const before = dump()
    const answer = await start(erp, { initiator })
    expect([answer.status, answer.body.error?.code]).toEqual([status, code])
    expect(answer.body.error.details[0].field).toMatch(/^initiator/)
    expect(dump()).toBe(before)
  })

  it('is required of a system, and no word for persons', async () => {
    const { start, call, erp, login } = await openDoor()
    expect((await start(erp, { initiator: undefined })).body.error.details[0].field).toBe('initiator')
    const body = { definition: 'leave', form: LEAVE, initiator: 'u_bob' }
    const forged = await call('POST', '/api/v1/instances', { token: await login('u_alice'), body })
    expect(forged).toMatchObject({ status: 400, body: { error: { details: [{ field: 'initiator' }] } } })
    expect((await start(erp, { from: 'x' })).status).toBe(400)
  })

  it('has to be a viewer of the definition', async () => {
    const { add, start } = await openDoor()
    const hire = await add('hire', ['offer'])
    const offer = { definition: 'offer', form: { reason: '录用' } }
    expect(await start(hire, { ...offer, initiator: 'u_alice' })).toMatchObject({
      status: 422,
      body: { error: { code: 'person_not_allowed', details: [{ field: 'initiator' }] } },
    })
    expect((await start(hire, { ...offer, initiator: 'u_carol' })).status).toBe(201)
  })

  it('a form is read as a person’s, and told by field', async () => {
    const { start, erp, dump } = await openDoor()
    const before = dump()
    const wrong = await start(erp, { form: { kind: 'annul', days: 0, extra: 1 } })
    expect(wrong).toMatchObject({ status: 422, body: { error: { code: 'form_invalid' } } })
    expect(wrong.body.error.details.map(({ field }: { field: string }) => field)).toEqual(
      expect.arrayContaining(['kind', 'days']),
    )
    expect((await start(erp, { cc: ['u_nobody'] })).body.error.code).toBe('person_not_found')
    expect(dump()).toBe(before)
  })

  it('Feishu that is away is told as such, a missing scope by its name', async () => {
    const { start, erp, people } = await openDoor()
    people.fail({ class: 'configuration', code: 99_991_672 })
    const { status, body } = await start(erp, { initiator: { mail: 'alice@example.com' } })
    expect([status, body.error.code]).toEqual([503, 'feishu_unavailable'])
    expect(body.error.message).toContain('contact:user.id:readonly')
    people.fail({ class: 'unclear' })
    expect((await start(erp, { initiator: { mail: 'carol@example.com' } })).status).toBe(503)
  })
})

describe('an Idempotency-Key', () => {
  it('answers the approval that it started, without asking Feishu, as long as it says the same', async () => {
    const { start, erp, people } = await openDoor()
    const mail = { mail: addressOf('mail', 'u_alice') }
    const first = await start(erp, { initiator: mail }, key('PO-1'))
    people.fail({ class: 'not_sent' })
    const again = await start(erp, { initiator: mail, form: { days: 1, kind: 'annual' } }, key('PO-1'))
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
    for (const more of [
      { initiator: { mail: addressOf('mail', 'u_bob') } },
      { initiator: mail, form: { ...LEAVE, days: 2 } },
    ]) {
      const other = await start(erp, more, key('PO-1'))
      expect(other).toMatchObject({ status: 409, body: { error: { code: 'idempotency_mismatch' } } })
    }
  })

  it('means the same by whichever id the initiator is named', async () => {
    const { start, erp } = await openDoor()
    const first = await start(erp, { initiator: 'u_alice' }, key('PO-1'))
    expect((await start(erp, { initiator: { open_id: 'ou_alice' } }, key('PO-1'))).body.id).toBe(
      first.body.id,
    )
  })

  it('is the system’s own: neither another one nor the initiator has it', async () => {
    const { start, call, add, erp, login } = await openDoor()
    const crm = await add('crm', ['leave'])
    const body = { definition: 'leave', form: LEAVE }
    const token = await login('u_alice')
    const hers = await call('POST', '/api/v1/instances', { token, body, headers: key('PO-1') })
    const ids = [hers, await start(erp, {}, key('PO-1')), await start(crm, {}, key('PO-1'))].map(
      (answer) => answer.body.id as string,
    )
    expect(new Set(ids).size).toBe(3)
  })

  it('at once and over a restart starts one', async () => {
    const { start, erp, files, ctx } = await openDoor()
    const many = await Promise.all(Array.from({ length: 8 }, () => start(erp, {}, key('PO-1'))))
    const ids = new Set(many.map(({ body }) => body.id as string))
    expect(ids.size).toBe(1)
    const { store, load } = createEmbeddedStore(files, async () => undefined)
    await load()
    const later = { ...ctx, store }
    const service = await findService(later, erp)
    const request = { definition: 'leave', form: LEAVE, approvers: {}, cc: [], initiator: 'u_alice' }
    const again = await startForService(later, {
      service: service!,
      locale: undefined,
      request,
      idempotencyKey: 'PO-1',
    })
    expect(ids.has(again.id)).toBe(true)
  })

  it('goes on with a system that was removed and let in anew, as what it started does', async () => {
    const { start, call, add, remove, erp } = await openDoor()
    const { body } = await start(erp, {}, key('PO-1'))
    await remove('erp')
    const anew = await add('erp', ['leave'], ['start', 'withdraw'])
    expect((await start(anew, {}, key('PO-1'))).body.id).toBe(body.id)
    expect(
      (await call('POST', `/api/v1/instances/${body.id}/withdraw`, { token: anew, body: {} })).status,
    ).toBe(200)
  })
})
