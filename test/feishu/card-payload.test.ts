import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import { CompleteReason } from '../../shared/status.ts'
import { toCardBody, toCardUpdateBody } from '../../server/feishu/payloads/card.ts'
import { cardStatusOf } from '../../server/domain/outbox/card-status.ts'
import {
  callback,
  CANARY,
  instance,
  leave,
  parts,
  picturedAt,
  record,
  snapshot,
  snapshotSaying,
  task,
  type Snapshot,
} from './samples.ts'
import { cleanLine } from '../../shared/person-text.ts'
import { defaultOf, keysIn, NASTY, textsOf } from './payload-traps.ts'

function bodyOf(of: Snapshot, over: Partial<typeof parts> & { source?: Definition['name'] } = {}) {
  const { picture, task } = picturedAt(of)
  return toCardBody(picture, task, { uuid: 'the-uuid' }, { ...parts, ...over })
}
const body = () => bodyOf(snapshot())

it('says all of the task', () => {
  expect(body()).toMatchObject({
    user_id: 'u_boss',
    uuid: 'the-uuid',
    content: { user_id: 'u_anna', user_id_type: 'user_id', department_id: 'D01' },
    note: '@i18n@note',
  })
  expect(textsOf(body().i18n_resources[1])).toEqual({
    '@i18n@approval_name': 'Leave by 安娜',
    '@i18n@summary_1': 'Kind: Annual',
    '@i18n@summary_2': '天数: 3',
    '@i18n@summary_3': '代理人: 王总',
    '@i18n@summary_4': '事由: 回家',
    '@i18n@note': 'From Approvals',
  })
})

it('tells a delegate whose task it is', () => {
  const consigned = {
    ...snapshot(),
    instance: instance({ tasks: [task({ assignee: 'u_dan', consignedBy: 'u_boss' })] }),
  }
  const { user_id, i18n_resources } = bodyOf(consigned)
  expect(user_id).toBe('u_dan')
  expect(i18n_resources.map(({ texts }) => texts['@i18n@note'])).toEqual([
    '代王总审批 · 来自审批系统',
    'On behalf of 王总 · From Approvals',
    '王总さんの代理 · 承認システムから送信',
  ])
})

it('says its number, and where it comes from, at its end', () => {
  const noteOf = (title: string, source?: { 'zh-CN': string }) => {
    const number = { text: 'QJ-0001', period: '', count: 1 }
    const definition = record({ definition: { ...leave, title: { 'zh-CN': title }, source } })
    const card = bodyOf({ instance: instance({ number }), definition }, { source: { 'zh-CN': '总部审批' } })
    return textsOf(card.i18n_resources[0])['@i18n@note']
  }
  expect(noteOf('{name}')).toBe('QJ-0001 · 来自总部审批')
  expect(noteOf('{name}', { 'zh-CN': '财务系统' })).toBe('QJ-0001 · 来自财务系统')
  // Nothing is said twice.
  expect(noteOf('{name} {number}')).toBe('来自总部审批')
})

describe('traps', () => {
  it('only template 1008 can be settled', () => {
    expect(body().template_id).toBe('1008')
  })

  it('the first action is DETAIL, with a link for every platform', () => {
    const { mobile, pc } = parts.links.detail('i1')
    expect(body().actions).toEqual([
      { action_name: 'DETAIL', url: mobile, android_url: mobile, ios_url: mobile, pc_url: pc },
    ])
  })

  it('content.department_id is the custom id, never an open_department_id', () => {
    const { initiator } = instance()
    const department = { departmentId: 'od-sales', openDepartmentId: 'od-sales', name: 'x' }
    const openOnly = { ...snapshot(), instance: instance({ initiator: { ...initiator, department } }) }
    expect(bodyOf(openOnly).content).not.toHaveProperty('department_id')
    const none = { ...snapshot(), instance: instance({ initiator: { ...initiator, department: null } }) }
    expect(bodyOf(none).content).not.toHaveProperty('department_id')
  })

  it('texts are a map here, in the three locales that cards know', () => {
    const { i18n_resources } = body()
    expect(i18n_resources.map(({ locale }) => locale)).toEqual(['zh-CN', 'en-US', 'ja-JP'])
    for (const { texts } of i18n_resources) expect(Array.isArray(texts)).toBe(false)
    const known = textsOf(defaultOf(i18n_resources))
    for (const key of keysIn(body())) expect(known).toHaveProperty([key])
  })

  it('id types are said, though they default to user_id', () => {
    expect(body().content.user_id_type).toBe('user_id')
  })

  it('the title says whose it is, and Feishu does not say it once more', () => {
    expect(body()).not.toHaveProperty('title_user_id')
  })

  it('summaries are required and at most five', () => {
    const many = Array.from({ length: 7 }, (_, at) => ({
      key: `f${at}`,
      type: 'text',
      label: { 'zh-CN': `F${at}` },
      summary: true,
    }))
    const withForm = (form: unknown[]) => ({
      instance: instance({ form: {} }),
      definition: record({ definition: Definition.parse({ ...leave, form }) }),
    })
    expect(bodyOf(withForm(many)).content.summaries.length).toBe(5)
    const none = bodyOf(withForm([{ ...many[0], summary: false }]))
    expect(none.content.summaries).toEqual([{ summary: '@i18n@summary_1' }])
    expect(textsOf(none.i18n_resources[0])['@i18n@summary_1']).toBe('安娜提交的请假')
  })

  it('next_status lets Feishu settle the acted card itself', () => {
    expect(body().action_configs?.map(({ action_type, next_status }) => [action_type, next_status])).toEqual([
      ['APPROVE', 'APPROVED'],
      ['REJECT', 'REJECTED'],
    ])
  })

  it('the callback is set on the card again; the key only when there is one', () => {
    expect(body().action_callback).toEqual({
      action_callback_url: callback.url,
      action_callback_token: callback.token,
      action_callback_key: callback.key,
      action_context: `${CANARY.context}.i1_t1`,
    })
    const open = bodyOf(snapshot(), { callback: { ...callback, key: undefined } })
    expect(open.action_callback).not.toHaveProperty('action_callback_key')
  })

  it('an update always has i18n_resources', () => {
    const { i18n_resources, ...rest } = toCardUpdateBody('1', 'APPROVED')
    expect(rest).toEqual({ message_id: '1', status: 'APPROVED' })
    expect(i18n_resources.length).toBe(3)
    expect(defaultOf(i18n_resources)?.texts).not.toEqual({})
  })

  it('message_id is text to the byte (property over int64)', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) => {
        const sent = JSON.stringify(toCardUpdateBody(String(id), 'APPROVED'))
        expect(sent).toContain(`"message_id":"${id}"`)
      }),
    )
  })
})

describe('what people write', () => {
  // Whatever could begin a link, a mention, a colour, code, an emoji or bold text is gone.
  it.each(NASTY)('%j formats, links and mentions nothing', (value) => {
    for (const { texts } of bodyOf(snapshotSaying(value)).i18n_resources) {
      const line = texts['@i18n@summary_1'] ?? ''
      expect(line.replace(/^Said(：|: )/, '').replaceAll(/&#\d+;/g, '')).not.toMatch(/[<>*[\]()#`~_\\$&:]/)
      expect(line).not.toMatch(/@i18n@|[\p{Cc}\u202A-\u202E]/u)
    }
  })

  it('reads the same once Feishu has decoded it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 250 }), (value) => {
        const shown = textsOf(bodyOf(snapshotSaying(value)).i18n_resources[1])['@i18n@summary_1'] ?? ''
        const decoded = shown.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
        const line = cleanLine(value)
        expect(decoded).toBe(`Said: ${line === '' ? 'Not given' : line}`)
      }),
    )
  })

  it('a label is escaped too', () => {
    const [resource] = bodyOf(snapshotSaying('x', '# <at id=all></at>')).i18n_resources
    expect(textsOf(resource)['@i18n@summary_1']).toBe('&#35; &#60;at id=all&#62;&#60;/at&#62;：x')
  })

  it('a long text is cut', () => {
    const [resource] = bodyOf(snapshotSaying('长'.repeat(4000))).i18n_resources
    expect(textsOf(resource)['@i18n@summary_1']?.length).toBeLessThan(320)
  })
})

describe('what a finished card shows', () => {
  const ended = (completeReason: CompleteReason | null) =>
    cardStatusOf({ status: 'DONE', completeReason }, { status: 'PENDING' })

  it.each([
    ['approved', 'APPROVED'],
    ['rejected', 'REJECTED'],
    ['recall', 'CANCELLED'],
    ['forward', 'FORWARDED'],
    ['forward_resign', 'FORWARDED'],
    ['admin_forward', 'FORWARDED'],
    ['system_forward', 'FORWARDED'],
    ['specific_rollback', 'ROLLBACK'],
    ['add', 'ADD'],
    ['add_pre', 'ADD'],
    ['add_post', 'APPROVED'],
    ['delete', 'DELETED'],
    ['others', 'PROCESSED'],
    ['auto_skip', 'PROCESSED'],
  ] as const)('%s → %s', (reason, expected) => {
    expect(ended(reason)).toBe(expected)
  })

  it('is a word of the reference for every reason, with two L for CANCELLED', () => {
    const words = 'APPROVED REJECTED CANCELLED FORWARDED ROLLBACK ADD DELETED PROCESSED'.split(' ')
    for (const reason of CompleteReason.options) expect(words).toContain(ended(reason))
  })

  it('is nothing while the task is open', () => {
    expect(cardStatusOf({ status: 'PENDING', completeReason: null }, { status: 'PENDING' })).toBeNull()
  })

  it('without a reason is what became of the whole', () => {
    const of = (status: 'CANCELED' | 'DELETED' | 'APPROVED') =>
      cardStatusOf({ status: 'DONE', completeReason: null }, { status })
    expect([of('CANCELED'), of('DELETED'), of('APPROVED')]).toEqual(['CANCELLED', 'DELETED', 'PROCESSED'])
  })
})
