import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CustomCard, GeneralCard } from '../../../sandbox/bot/card-schema.ts'
import { readMessage } from '../../../server/doors/feishu/read-message.ts'
import { readBytes } from '../../../server/doors/feishu/wire.ts'
import { toLetterBody } from '../../../server/feishu/payloads/letter.ts'
import { namedInLetter } from '../../../server/domain/letters/plan-letter.ts'
import { aLetter } from '../../support/letters.ts'
import { aSource, openDoor } from './rig.ts'

/** Bodies that Feishu's pages print, to the byte, but for comments: the code and the id that were answered come in. */
const printed = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'printed', `${name}.txt`), 'utf8')

const withCode = (text: string, code: string): string =>
  text.replace(/("approval_code\\?": ?\\?")[^"\\]+/, (_, before: string) => before + code)

async function openAs(cards: 'auto' | 'own') {
  const door = await openDoor({ sources: [aSource({ cards })] })
  for (const id of ['454dg724', '454dg7x4', '16fb9ff3', 'b85s39b', 'employeeId1', '19a294c2'])
    door.people.change(id, { name: id })
  const erp = await door.as()
  const post = async (path: string, body: string) => {
    const answer = await erp.post(path, body)
    expect([path, answer.status, answer.body]).toMatchObject([path, 200, { code: 0, msg: 'success' }])
    return answer.body.data
  }
  return { ...door, post }
}

const V4 = '/open-apis/approval/v4'
const OLDER = '/approval/openapi'

describe.each(['auto', 'own'] as const)(
  'what Feishu’s pages print is taken to the byte, cards: %s',
  (cards) => {
    it('step by step, as 快速开发三方审批 has it', async () => {
      const { post, store } = await openAs(cards)
      const approvals = `${V4}/external_approvals?user_id_type=user_id`
      const code = String((await post(approvals, printed('step-3-definition')))['approval_code'])
      const instances = `${V4}/external_instances`
      await post(instances, withCode(printed('step-4-instance'), code))
      const sent = await post(`${OLDER}/v1/message/send`, printed('step-5-message'))
      const id = String(sent['message_id'])
      const update = printed('step-6-update').replace('7250020197497765889', id)
      expect((await post(`${OLDER}/v1/message/update`, update))['message_id']).toBe(id)
      await post(instances, withCode(printed('step-6-instance'), code))
      await post(`${instances}/check`, printed('step-7-check'))
      const record = await store.instances.read('erp-3162634')
      expect(record?.instance).toMatchObject({ status: 'APPROVED', tasks: [{ status: 'APPROVED' }] })
      expect((await store.letters.read(id))?.letter.shown?.status).toBe(
        cards === 'own' ? 'APPROVED' : undefined,
      )
    })

    it('as the pages of each route have it, today’s and yesterday’s', async () => {
      const { post } = await openAs(cards)
      const code = String((await post(`${V4}/external_approvals`, printed('definition')))['approval_code'])
      await post(`${V4}/external_instances`, withCode(printed('instance'), code))
      const older = `${OLDER}/v3/external/approval/create`
      const olderCode = String((await post(older, printed('older-definition')))['approval_code'])
      await post(`${OLDER}/v2/external/instance/create`, withCode(printed('older-instance'), olderCode))
      await post(`${OLDER}/v3/external/instance/check`, printed('older-check'))
      await post(`${OLDER}/v2/external/list`, printed('older-list'))
      const bot = '/open-apis/approval/v1/message'
      await post(`${bot}/send`, printed('message-general'))
      await post(`${bot}/send`, printed('message-custom'))
      const { message_id: id } = await post(`${bot}/send`, printed('step-5-message'))
      await post(`${bot}/update`, printed('message-update').replace('xxxx', String(id)))
    })
  },
)

it.each(['step-5-message', 'message-general', 'message-custom'])(
  '%s is put right for Feishu as strict as its reference',
  (name) => {
    const { content, callback } = readMessage(readBytes(new TextEncoder().encode(printed(name))))
    const people = Object.fromEntries(namedInLetter(content).map((one) => [one, `u_${one}`]))
    const body = toLetterBody(
      aLetter({ content, callback }),
      { uuid: 'u' },
      {
        people,
        callback: { url: 'https://bridge.example.com/feishu/approval/callback', token: 't', key: 'k' },
        sign: () => 'signed',
      },
    )
    expect((name === 'message-custom' ? CustomCard : GeneralCard).safeParse(body).error).toBeUndefined()
    expect(JSON.stringify(body)).not.toMatch(/sdjkljkx9lsadf110|gfdqedvsadfgfsd|acasdasd/)
  },
)
