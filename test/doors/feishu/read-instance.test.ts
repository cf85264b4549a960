import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDefinition } from '../../../server/doors/feishu/read-definition.ts'
import { readInstance } from '../../../server/doors/feishu/read-instance.ts'
import { readBytes } from '../../../server/doors/feishu/wire.ts'
import { bytesOf, DEFINITION, INSTANCE } from './bodies.ts'

const read = (changes: Readonly<Record<string, unknown>> = {}) =>
  readInstance(readBytes(bytesOf(INSTANCE, changes)))
const define = (changes: Readonly<Record<string, unknown>> = {}) =>
  readDefinition(readBytes(bytesOf(DEFINITION, changes)))

/** Undefined: it was taken. */
function refusalOf(work: () => unknown): { code: unknown; message: unknown } | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    const { code, message } = error as { code: unknown; message: unknown }
    return { code, message }
  }
}

describe('what a source pushes of an approval', () => {
  it('is read as the pages print it: plain names, numbers for times, placeholders', () => {
    const { approvalCode, instanceId, push } = read()
    expect([approvalCode, instanceId, push.mode]).toEqual([INSTANCE.approval_code, '4711', 'replace'])
    expect(push.head).toEqual({
      clock: 1_688_022_600_000,
      status: 'PENDING',
      title: { 'zh-CN': '测试审批' },
      form: [{ name: { 'zh-CN': '天' }, value: { 'zh-CN': '2023-06-29' } }],
      number: null,
      page: { pc: 'http://erp.example.com/po/4711', mobile: 'http://erp.example.com/m/po/4711' },
      initiator: { person: 'u_alice', name: { 'zh-CN': '李雷' } },
      department: { id: null, name: { 'zh-CN': 'hr' } },
      startedAt: 1_688_022_000_000,
      endedAt: null,
    })
    expect(push.tasks).toEqual([
      {
        id: '112',
        person: 'u_bob',
        clock: 1_688_022_600_000,
        title: { 'zh-CN': '同意' },
        page: null,
        status: 'PENDING',
        completeReason: null,
        node: null,
        actions: [{ type: 'APPROVE', name: { 'zh-CN': '测试审批' }, reason: 'required', asksFiles: true }],
        context: '123456',
        isConsigned: false,
        countsInStatistics: true,
        createdAt: 1_688_022_000_000,
        endedAt: null,
      },
    ])
    expect(push.cc).toEqual([
      {
        id: '113',
        person: 'u_carol',
        clock: 1_688_022_600_000,
        page: null,
        isRead: true,
        createdAt: 1_688_022_000_000,
      },
    ])
  })

  it('keeps every digit of an id that is written as a number', () => {
    const text = new TextDecoder().decode(
      bytesOf(INSTANCE, { instance_id: 'ID', 'task_list.0.task_id': 'ID' }),
    )
    const { instanceId, push } = readInstance(
      readBytes(new TextEncoder().encode(text.replaceAll('"ID"', '7250020197497765889'))),
    )
    expect([instanceId, push.tasks[0]?.id]).toEqual(['7250020197497765889', '7250020197497765889'])
  })

  it('has its texts in the three languages, the default one first, and a fourth one as that', () => {
    const texts = (title: string) => [{ key: '@i18n@1', value: title }]
    const i18n_resources = [
      { locale: 'en_us', is_default: false, texts: { '@i18n@1': 'Order' } },
      { locale: 'de-DE', is_default: true, texts: texts('Bestellung') },
      { locale: 'ja-JP', is_default: false, texts: texts('注文') },
    ]
    const only = { form: [], user_name: '', department_name: '', i18n_resources }
    const { push } = read({ ...only, 'task_list.0.title': undefined })
    expect(push.head.title).toEqual({ 'en-US': 'Order', 'ja-JP': '注文' })
    const { push: german } = read({ ...only, i18n_resources: i18n_resources.slice(1, 2) })
    expect(german.head.title).toEqual({ 'en-US': 'Bestellung' })
  })

  it.each([
    ['APPROVED without an end (步骤六)', { status: 'APPROVED' }, 1_688_022_600_000],
    ['APPROVED with one', { status: 'APPROVED', end_time: '1688022500000' }, 1_688_022_500_000],
    ['PENDING with an end', { end_time: '1688022500000' }, null],
    ['DELETED without an end', { status: 'DELETED' }, null],
  ])('%s', (_what, changes, endedAt) => {
    expect(read(changes).push.head.endedAt).toBe(endedAt)
  })

  it('says what its extra says: the number, and why a task ended', () => {
    const { push } = read({
      extra: '{"business_key":"PO-7","other":1}',
      'task_list.0.status': 'REJECTED',
      'task_list.0.extra': '{"complete_reason":"specific_rollback"}',
    })
    expect([push.head.number, push.tasks[0]?.completeReason]).toEqual(['PO-7', 'specific_rollback'])
    expect(push.tasks[0]?.endedAt).toBe(1_688_022_600_000)
  })

  it.each([
    ['numbers for times', { start_time: 1_688_022_000_000, update_time: 1_688_022_600_000, end_time: '0' }],
    ['null for what is left out', { open_id: null, extra: null, display_method: null, update_mode: null }],
    ['an empty read_status', { 'cc_list.0.read_status': '' }],
    ['REPLACED (三方审批实例同步)', { update_mode: 'REPLACED' }],
    ['a key of APPROVE without a text', { 'task_list.0.action_configs.0.action_name': '@i18n@9' }],
    ['an open_id alone', { user_id: '', open_id: 'ou_1' }],
    ['nobody who is a person', { user_id: undefined, open_id: undefined, user_name: '@i18n@1' }],
    ['one link for both', { links: { pc_link: 'https://erp.example.com' } }],
    ['a task without a clock', { 'task_list.0.update_time': undefined }],
    ['no tasks and nobody told', { task_list: undefined, cc_list: undefined }],
    ['fields that nobody knows', { resource_region: 'cn', trusteeship_urls: { form_detail_url: 'x' } }],
  ])('%s is taken', (_what, changes) => {
    expect(refusalOf(() => read(changes))).toBeUndefined()
  })

  it.each([
    ['approval_code', { approval_code: undefined }],
    ['instance_id', { instance_id: '' }],
    ['instance_id', { instance_id: { id: 1 } }],
    ['status', { status: 'DONE' }],
    ['links', { links: undefined }],
    ['links', { links: {} }],
    ['links.pc_link', { 'links.pc_link': 'javascript:alert(1)' }],
    ['start_time', { start_time: undefined }],
    ['update_time', { update_time: '2023-06-29 10:00' }],
    ['update_time', { update_time: '1688022600' }],
    ['end_time', { end_time: undefined }],
    ['update_mode', { update_mode: 'MERGE' }],
    ['extra', { extra: { business_key: 'PO-7' } }],
    ['extra', { extra: 'PO-7' }],
    ['title', { title: '@i18n@9' }],
    ['form[0].value', { 'form.0.value': '@i18n@9' }],
    ['form', { 'i18n_resources.0.texts.2.value': 'x'.repeat(2_048) }],
    ['user_id', { user_id: '', open_id: '', user_name: '', status: 'REJECTED' }],
    ['i18n_resources', { i18n_resources: undefined }],
    ['i18n_resources[0].texts', { 'i18n_resources.0.texts': '天' }],
    ['task_list', { task_list: Array.from({ length: 301 }, () => INSTANCE.task_list[0]) }],
    ['task_list[0].task_id', { 'task_list.0.task_id': undefined }],
    ['task_list[0].user_id', { 'task_list.0.user_id': '' }],
    ['task_list[0].status', { 'task_list.0.status': 'CANCELED' }],
    ['task_list[0].links', { 'task_list.0.links': undefined }],
    ['task_list[0].extra.complete_reason', { 'task_list.0.extra': '{"complete_reason":"tired"}' }],
    [
      'task_list[0].action_configs',
      { 'task_list.0.action_configs': Array(3).fill({ action_type: 'APPROVE' }) },
    ],
    [
      'task_list[0].action_configs[0].action_name',
      { 'task_list.0.action_configs.0': { action_type: 'ASK' } },
    ],
    ['task_list[0].generate_type', { 'task_list.0.generate_type': '' }],
    ['cc_list', { cc_list: Array.from({ length: 201 }, () => INSTANCE.cc_list[0]) }],
    ['cc_list[0].read_status', { 'cc_list.0.read_status': undefined }],
    ['cc_list[0].user_id', { 'cc_list.0.user_id': undefined, 'cc_list.0.open_id': undefined }],
  ])('without a right %s it is refused by that name', (field, changes) => {
    const refused = refusalOf(() => read(changes))
    expect(refused?.code).toBe(1390001)
    expect(refused?.message).toContain(`param is invalid: ${field}: `)
  })

  it.each([
    ['no JSON', 'hello'],
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
    ['too deep', `${'['.repeat(50)}${']'.repeat(50)}`],
    ['a key that changes objects', '{"__proto__":{"approval_code":"x"}}'],
  ])('%s is refused as a body', (_what, body) => {
    const raw = typeof body === 'string' ? new TextEncoder().encode(body) : body
    expect(refusalOf(() => readBytes(raw))?.code).toBe(9499)
  })
})

describe('what a source says of a kind of approvals', () => {
  it('is read with its callback, links and who may see it', () => {
    expect(define({ managers: ['u_alice'] })).toEqual({
      passedCode: 'purchase',
      name: { 'zh-CN': '采购订单' },
      group: { code: 'buying', name: { 'zh-CN': '采购' } },
      description: null,
      source: null,
      create: { pc: 'https://erp.example.com/new', mobile: 'https://erp.example.com/m/new' },
      supports: { pc: true, mobile: true },
      inBatches: false,
      countsInStatistics: true,
      viewers: [{ type: 'TENANT' }],
      managers: [{ id: 'u_alice', field: 'managers[0]' }],
      callback: { url: 'http://erp.example.com/decisions', token: 'their-token', key: 'their-key' },
    })
  })

  it('may be of the older age: a map of texts, viewer_id, a plain name', () => {
    const older = define({
      approval_name: '采购',
      'i18n_resources.0.texts': { '@i18n@2': '组' },
      viewers: [{ viewer_type: 'USER', viewer_id: 'u_bob' }],
    })
    expect([older.name, older.group?.name, older.viewers]).toEqual([
      { 'zh-CN': '采购' },
      { 'zh-CN': '组' },
      [{ type: 'USER', id: 'u_bob', field: 'viewers[0].viewer_user_id' }],
    ])
  })

  it.each([
    ['approval_name', { approval_name: undefined }],
    ['approval_name', { approval_name: '@i18n@8' }],
    ['approval_code', { approval_code: '' }],
    ['approval_code', { approval_code: 'x'.repeat(129) }],
    ['external', { external: undefined }],
    ['external', { 'external.support_pc': false, 'external.support_mobile': undefined }],
    ['external.support_pc', { 'external.support_pc': 'true' }],
    ['external.action_callback_url', { 'external.action_callback_url': 'erp.example.com' }],
    ['group_name', { group_name: '@i18n@8' }],
    ['viewers', { viewers: Array(201).fill({ viewer_type: 'TENANT' }) }],
    ['viewers[0].viewer_type', { 'viewers.0.viewer_type': 'ALL' }],
    ['viewers[0].viewer_user_id', { 'viewers.0.viewer_type': 'USER' }],
  ])('without a right %s it is refused by that name', (field, changes) => {
    const refused = refusalOf(() => define(changes))
    expect(refused?.code).toBe(1390001)
    expect(refused?.message).toContain(`param is invalid: ${field}: `)
  })
})

/** Pages of Feishu's documentation, where they are at hand: their names, with a comma between. */
const PAGES = (process.env['FEISHU_PAGES_PRINTED'] ?? '').split(',').filter(Boolean)

describe.runIf(PAGES.length > 0)('every body that a page prints is taken, byte for byte', () => {
  const printed = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/```json\s*\n([\s\S]*?)```/gi)].map(([, text = '']) => ({
      page,
      text: text.replace(/(?<!:)\/\/ .*$/gm, ''),
    })),
  )
  it.each(printed.filter(({ text }) => text.includes('"approval_code"') && !text.includes('"code"')))(
    '$page',
    ({ text }) => {
      const body = readBytes(new TextEncoder().encode(text))
      expect(
        refusalOf(() => (text.includes('"approval_name"') ? readDefinition(body) : readInstance(body))),
      ).toBe(undefined)
    },
  )
})
