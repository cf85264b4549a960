import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { toInstanceBody } from '../../server/feishu/payloads/instance.ts'
import type { Instance } from '../../server/domain/instance.ts'
import {
  instance,
  labelled,
  leave,
  parts,
  pictured,
  record,
  snapshot,
  snapshotSaying,
  STARTED_AT,
  task,
  type Snapshot,
} from './samples.ts'
import { defaultOf, keysIn, NASTY, textsOf } from './payload-traps.ts'

const bodyOf = (of: Snapshot, mode: 'UPDATE' | 'REPLACE' = 'UPDATE') =>
  toInstanceBody(pictured(of), 'FEISHU-CODE', mode, parts)
const body = (over: Partial<Instance> = {}) => bodyOf(snapshot(over))
const taskOf = (over: Parameters<typeof task>[0]) => body({ tasks: [task(over)] }).task_list?.[0]

it('says all of the instance', () => {
  expect(body()).toMatchObject({
    approval_code: 'FEISHU-CODE',
    instance_id: 'i1',
    status: 'PENDING',
    user_id: 'u_anna',
    title: '@i18n@title',
    task_list: [{ task_id: 'i1_t1', user_id: 'u_boss', node_id: 'manager', status: 'PENDING' }],
    cc_list: [{ cc_id: 'i1_c1', user_id: 'u_payroll', read_status: 'UNREAD' }],
  })
  expect(textsOf(body().i18n_resources[1])).toEqual({
    '@i18n@title': 'Leave by 安娜',
    '@i18n@field_1_name': 'Kind',
    '@i18n@field_1_value': 'Annual',
    '@i18n@field_2_name': '天数',
    '@i18n@field_2_value': '3',
    '@i18n@field_3_name': '代理人',
    '@i18n@field_3_value': '王总',
    '@i18n@node_manager': 'Manager',
  })
})

it('is called what its definition says, by names and not by ids', () => {
  const title = { 'zh-CN': '{initiator}的{name}：{stand_in}代理' }
  const of = { ...snapshot(), definition: record({ definition: { ...leave, title } }) }
  const { i18n_resources, task_list, cc_list } = bodyOf(of)
  expect([0, 1, 2].map((at) => textsOf(i18n_resources[at])['@i18n@title'])).toEqual([
    ...['安娜的请假：王总代理', '安娜的Leave：王总代理', '安娜的休暇：王总代理'],
  ])
  expect(task_list?.[0]?.title).toBe('@i18n@title')
  expect(cc_list?.[0]?.title).toBe('安娜的请假：王总代理')
})

it('no task counts where its definition is left out of the efficiency board', () => {
  const counted = (statistics: boolean | undefined) =>
    bodyOf({ ...snapshot(), definition: record({ definition: { ...leave, statistics } }) }).task_list?.map(
      ({ exclude_statistics }) => exclude_statistics,
    )
  expect([counted(undefined), counted(true), counted(false)]).toEqual([[false], [false], [true]])
})

describe('traps', () => {
  it('update_mode defaults to REPLACE: it is always said', () => {
    expect(body().update_mode).toBe('UPDATE')
    expect(bodyOf(snapshot(), 'REPLACE').update_mode).toBe('REPLACE')
  })

  it('clocks are those of the record, as strings of milliseconds, each its own', () => {
    const { update_time, start_time, task_list, cc_list } = body()
    expect([start_time, update_time]).toEqual([String(STARTED_AT), String(STARTED_AT + 6)])
    expect(task_list?.[0]).toMatchObject({
      create_time: String(STARTED_AT + 1),
      update_time: String(STARTED_AT + 2),
    })
    expect(cc_list?.[0]).toMatchObject({
      create_time: String(STARTED_AT + 3),
      update_time: String(STARTED_AT + 4),
    })
    expect(body()).toEqual(body())
  })

  it('an unfinished end_time is "0"', () => {
    expect(body().end_time).toBe('0')
    expect(body().task_list?.[0]?.end_time).toBe('0')
    expect(body({ endedAt: 5_000 }).end_time).toBe('5000')
  })

  it('the samples’ BROWSER would leave Feishu', () => {
    const { display_method, task_list, cc_list } = body()
    expect([display_method, task_list?.[0]?.display_method, cc_list?.[0]?.display_method]).toEqual(
      Array(3).fill('NORMAL'),
    )
  })

  it('the title of a cc is plain text, and its read_status is required', () => {
    expect(body().cc_list?.[0]?.title).toBe('安娜提交的请假')
    const read = body({ cc: [{ id: 'c', userId: 'u_x', createdAt: 1, readAt: 2, clock: 3 }] })
    expect(read.cc_list?.[0]?.read_status).toBe('READ')
  })

  it('the department is an open_department_id, empty for someone in none', () => {
    expect(body().department_id).toBe('od-sales')
    const { initiator } = instance()
    expect(body({ initiator: { ...initiator, department: null } }).department_id).toBe('')
  })

  it('a real person has no user_name', () => {
    expect(body()).not.toHaveProperty('user_name')
    expect(body()).not.toHaveProperty('department_name')
  })

  it('extra is a JSON string: the document number, and why a task ended', () => {
    expect(JSON.parse(body().extra ?? '')).toEqual({ business_key: 'i1' })
    const number = { text: 'QJ-202611-0001', period: '202611', count: 1 }
    expect(JSON.parse(body({ number }).extra ?? '')).toEqual({ business_key: 'QJ-202611-0001' })
    expect(body().task_list?.[0]).not.toHaveProperty('extra')
    const ended = taskOf({ status: 'APPROVED', completeReason: 'approved', endedAt: 9 })
    expect(JSON.parse(ended?.extra ?? '')).toEqual({ complete_reason: 'approved' })
  })

  it('what was skipped does not count in the statistics', () => {
    expect(taskOf({})?.exclude_statistics).toBe(false)
    expect(taskOf({ status: 'APPROVED', completeReason: 'auto_skip', endedAt: 9 })?.exclude_statistics).toBe(
      true,
    )
  })

  it('texts are a list, each key stands in the default locale and has at least 9 characters', () => {
    const sent = body()
    expect(sent.i18n_resources.every(({ texts }) => Array.isArray(texts))).toBe(true)
    expect(sent.i18n_resources.map(({ locale }) => locale)).toEqual(['zh-CN', 'en-US', 'ja-JP'])
    const known = textsOf(defaultOf(sent.i18n_resources))
    for (const key of keysIn(sent)) {
      expect(known).toHaveProperty([key])
      expect(key.length).toBeGreaterThanOrEqual(9)
    }
  })

  it('at most three fields are shown', () => {
    expect(leave.form.filter((field) => 'summary' in field && field.summary).length).toBe(4)
    expect(body().form?.length).toBe(3)
  })

  it('generate_type may not be an empty string', () => {
    expect(body().task_list?.[0]).not.toHaveProperty('generate_type')
  })
})

it('a delegate’s task says that it is one, and names the delegate', () => {
  const task = taskOf({ assignee: 'u_dan', consignedBy: 'u_boss' })
  expect(task).toMatchObject({ user_id: 'u_dan', generate_type: 'EXTERNAL_CONSIGN', status: 'PENDING' })
  expect(taskOf({})).not.toHaveProperty('generate_type')
})

describe('quick approval', () => {
  it('offers the plain APPROVE and REJECT on open tasks only', () => {
    expect(taskOf({})?.action_configs?.map(({ action_type }) => action_type)).toEqual(['APPROVE', 'REJECT'])
    const ended = taskOf({ status: 'DONE', completeReason: 'others', endedAt: 9 })
    expect(ended).not.toHaveProperty('action_configs')
  })

  it.each([
    ['required', true, true],
    ['optional', true, false],
    ['none', false, false],
  ] as const)('a reason that is %s', (reason, needed, required) => {
    const route = instance().route.map((node) => ({ ...node, reason }))
    const [first] = body({ route }).task_list ?? []
    expect(first?.action_configs?.[0]).toMatchObject({ is_need_reason: needed, is_reason_required: required })
    expect(first?.action_configs?.[1]).toMatchObject({ is_need_reason: needed, is_reason_required: required })
  })

  it('binds the task to its person and round', () => {
    const asked: unknown[] = []
    const sign = (context: unknown) => {
      asked.push(context)
      return 'signed'
    }
    const sent = toInstanceBody(pictured(snapshot()), 'C', 'UPDATE', { ...parts, sign })
    expect(sent.task_list?.[0]?.action_context).toBe('signed')
    expect(asked).toEqual([{ instanceId: 'i1', taskId: 'i1_t1', userId: 'u_boss', round: 1 }])
  })
})

it('asks for nothing on the initiator’s own step, which is done on its page', () => {
  const own = taskOf({ nodeId: INITIATOR_NODE, assignee: 'u_anna' })
  expect(own).toMatchObject({ node_id: INITIATOR_NODE, status: 'PENDING', exclude_statistics: true })
  expect(own).not.toHaveProperty('action_configs')
})

it('names the node that the flow added itself', () => {
  const sent = body({ tasks: [task({ nodeId: '_managers' })] })
  expect(sent.task_list?.[0]).toMatchObject({ node_id: '_managers', node_name: '@i18n@node__managers' })
  expect(textsOf(sent.i18n_resources[0])['@i18n@node__managers']).toBe('审批管理员')
})

describe('what people write', () => {
  it.each(NASTY)('%j stays one line of plain text and no key', (value) => {
    for (const resource of bodyOf(snapshotSaying(value, value)).i18n_resources) {
      for (const text of Object.values(textsOf(resource))) {
        expect(text).not.toMatch(/^@i18n@/)
        expect(text).not.toMatch(/[\p{Cc}\u202A-\u202E]/u)
        expect(text).not.toBe('')
      }
    }
  })

  const withFields = (values: readonly string[], label: string): Snapshot => {
    const form = values.map((_, at) => ({
      key: `f${at}`,
      type: 'textarea',
      maxLength: 5000,
      summary: true,
      label: { 'zh-CN': 'Said' },
    }))
    const given = Object.fromEntries(values.map((value, at) => [`f${at}`, value]))
    const definition = labelled(Definition.parse({ ...leave, form }), label)
    return { instance: instance({ form: given }), definition: record({ definition }) }
  }
  const long = fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.nat(400))
    .map(([text, times]) => text.repeat(times + 1).slice(0, 5000))

  it('the form stays within 2048 characters in every language, and no character is halved', () => {
    fc.assert(
      fc.property(fc.array(long, { minLength: 3, maxLength: 3 }), long, (values, label) => {
        const sent = bodyOf(withFields(values, label.slice(0, 150).trim() || 'x'))
        for (const resource of sent.i18n_resources) {
          const texts = textsOf(resource)
          const shown = sent.form?.flatMap((one) => [texts[one.name ?? ''], texts[one.value ?? '']]) ?? []
          expect(shown.join('').length).toBeLessThanOrEqual(2048)
          expect(shown.join('')).not.toMatch(/\p{Cs}/u)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each(['😀', 'x😀'])('%s over and over is cut between two characters', (text) => {
    const [resource] = bodyOf(withFields(['a', 'b', text.repeat(1000)], '长'.repeat(200))).i18n_resources
    const values = Object.values(textsOf(resource))
    expect(values.join('').length).toBeLessThanOrEqual(2048)
    for (const value of values) expect(value).not.toMatch(/\p{Cs}/u)
  })

  it('a value called like a property of every object names nobody', () => {
    const sent = body({ form: { stand_in: ['constructor'] } })
    expect(textsOf(sent.i18n_resources[0])['@i18n@field_3_value']).toBe('constructor')
  })
})
