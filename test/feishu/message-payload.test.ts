import { describe, expect, it } from 'vitest'
import type { Notice } from '../../server/domain/messages.ts'
import { toMessageBody } from '../../server/feishu/payloads/message.ts'
import { MessageKind } from '../../shared/settings.ts'
import { defaultOf, keysIn, NASTY, textsOf } from './payload-traps.ts'
import { instance, leave, parts, pictured, record, snapshot } from './samples.ts'

const notice = (over: Partial<Notice> = {}): Notice => ({
  kind: 'rejected',
  to: 'u_anna',
  uuid: 'i1.7',
  by: 'u_boss',
  name: '王总',
  said: '人手不足',
  overdueNode: null,
  isOwnStep: false,
  locale: undefined,
  mayOpen: true,
  ...over,
})
const bodyOf = (over: Partial<Notice> = {}) => toMessageBody(pictured(snapshot()), notice(over), parts)

const { mobile, pc } = parts.links.detail('i1')
const DETAIL = { action_name: 'DETAIL', url: mobile, android_url: mobile, ios_url: mobile, pc_url: pc }

const CONTENT = {
  user_id: 'u_anna',
  user_id_type: 'user_id',
  department_id: 'D01',
  summaries: [1, 2, 3, 4].map((n) => ({ summary: `@i18n@summary_${n}` })),
}

describe('what another system did', () => {
  it.each([
    ['commented', 'New comment: '],
    ['mentioned', 'You were mentioned in a comment: '],
    ['withdrawn', 'Withdrawn: '],
  ] as const)('%s is told in our own words: no template says it of a system', (kind, title) => {
    const body = bodyOf({ kind, by: null, name: null, service: 'erp', said: '货已到' })
    expect(body.template_id).toBe('1021')
    expect(body).not.toHaveProperty('title_user_id')
    const texts = textsOf(body.i18n_resources.find(({ locale }) => locale === 'en-US'))
    expect(texts['@i18n@custom_title']).toMatch(new RegExp(`^${title}`))
    expect(texts['@i18n@custom_content']).toBe('By the system “erp”\n货已到')
  })

  it('tells whoever may not open it the system and its words, and nothing of the approval', () => {
    const body = bodyOf({
      kind: 'mentioned',
      by: null,
      name: null,
      service: 'erp',
      said: '看这里',
      mayOpen: false,
    })
    const said = JSON.stringify(body.i18n_resources)
    expect(said).toContain('系统“erp”在一条你无权查看的审批中提到了你')
    expect(said).toContain('看这里')
    expect(said).not.toContain('回家')
  })
})

describe('the whole body', () => {
  it('of a rejection', () => {
    const { i18n_resources, ...rest } = bodyOf()
    expect(rest).toEqual({
      template_id: '1003',
      user_id: 'u_anna',
      uuid: 'i1.7',
      approval_name: '@i18n@approval_name',
      title_user_id: 'u_boss',
      title_user_id_type: 'user_id',
      comment: '@i18n@comment',
      content: CONTENT,
      note: '@i18n@note',
      actions: [DETAIL],
    })
    expect(i18n_resources.map(({ locale, is_default }) => [locale, is_default])).toEqual([
      ['zh-CN', true],
      ['en-US', false],
      ['ja-JP', false],
    ])
    expect(i18n_resources[1]?.texts).toEqual({
      '@i18n@approval_name': 'Leave',
      '@i18n@comment': '人手不足',
      '@i18n@summary_1': 'Kind: Annual',
      '@i18n@summary_2': '天数: 3',
      '@i18n@summary_3': '代理人: 王总',
      '@i18n@summary_4': '事由: 回家',
      '@i18n@note': 'From Approvals',
    })
  })

  it('of a rejection by the title, where the definition has one', () => {
    const of = {
      ...snapshot(),
      definition: record({ definition: { ...leave, title: { 'zh-CN': '{name}{days}天' } } }),
    }
    const { i18n_resources } = toMessageBody(pictured(of), notice(), parts)
    expect(textsOf(i18n_resources[0])['@i18n@approval_name']).toBe('请假3天')
  })

  it('of being urged: sent by the initiator, with their words as the first line', () => {
    const { i18n_resources, ...rest } = bodyOf({ kind: 'urged', to: 'u_boss', by: 'u_anna', said: '*急*' })
    expect(rest).toEqual({
      template_id: '1013',
      user_id: 'u_boss',
      uuid: 'i1.7',
      approval_name: '@i18n@approval_name',
      title_user_id: 'u_anna',
      title_user_id_type: 'user_id',
      content: { ...CONTENT, summaries: [...CONTENT.summaries, { summary: '@i18n@summary_5' }] },
      sender_user_id: 'u_anna',
      note: '@i18n@note',
      actions: [DETAIL],
    })
    expect(textsOf(i18n_resources[1])).toMatchObject({
      '@i18n@summary_1': 'Says: &#42;急&#42;',
      '@i18n@summary_2': 'Kind: Annual',
    })
  })

  it('of a rollback, in our own words', () => {
    const { i18n_resources, ...rest } = bodyOf({ kind: 'rolled_back', said: '请补材料' })
    expect(rest).toEqual({
      template_id: '1021',
      user_id: 'u_anna',
      uuid: 'i1.7',
      custom_title: '@i18n@custom_title',
      custom_content: '@i18n@custom_content',
      note: '@i18n@note',
      actions: [{ ...DETAIL, action_name: '@i18n@action_detail' }],
    })
    expect(i18n_resources.map(({ texts }) => texts)).toEqual([
      {
        '@i18n@custom_title': '安娜提交的请假已被退回',
        '@i18n@custom_content': '操作人：王总\n请补材料',
        '@i18n@action_detail': '查看详情',
        '@i18n@note': '来自审批系统',
      },
      {
        '@i18n@custom_title': 'Sent back: Leave by 安娜',
        '@i18n@custom_content': 'By 王总\n请补材料',
        '@i18n@action_detail': 'View details',
        '@i18n@note': 'From Approvals',
      },
      {
        '@i18n@custom_title': '安娜さんの休暇が差し戻されました',
        '@i18n@custom_content': '操作者：王总\n请补材料',
        '@i18n@action_detail': '詳細を見る',
        '@i18n@note': '承認システムから送信',
      },
    ])
  })

  it('of a termination by an operator', () => {
    const body = bodyOf({ kind: 'terminated', by: null, name: null, said: '系统下线' })
    expect(body).toMatchObject({ template_id: '1021', user_id: 'u_anna' })
    expect(textsOf(body.i18n_resources[0])).toMatchObject({
      '@i18n@custom_title': '安娜提交的请假已被终止',
      '@i18n@custom_content': '操作人：管理员\n系统下线',
    })
  })

  describe('of what time did, which nobody is said to have done', () => {
    const timed = (over: Partial<Notice>) => {
      const flow = leave.flow.map((node, at) => (at === 0 ? { ...node, timeout: { remind: 4.5 } } : node))
      const overdue = { by: null, name: null, said: null, overdueNode: 'manager', ...over }
      const of = { ...snapshot(), definition: record({ definition: { ...leave, flow } }) }
      return toMessageBody(pictured(of), notice(overdue), parts)
    }
    const FORM = 'Kind: Annual\n天数: 3\n代理人: 王总\n事由: 回家'

    it.each(['approved', 'rejected', 'urged'] as const)('%s: in our own words, without a person', (kind) => {
      const { i18n_resources, ...rest } = timed({ kind })
      expect(rest).toEqual({
        template_id: '1021',
        user_id: 'u_anna',
        uuid: 'i1.7',
        custom_title: '@i18n@custom_title',
        custom_content: '@i18n@custom_content',
        note: '@i18n@note',
        actions: [{ ...DETAIL, action_name: '@i18n@action_detail' }],
      })
      expect(i18n_resources).toHaveLength(3)
    })

    it.each([
      ['approved', 'Approved automatically: Leave by 安娜', 'Nobody decided within the time limit'],
      ['rejected', 'Rejected automatically: Leave by 安娜', 'Nobody decided within the time limit'],
    ] as const)('%s: says so', (kind, title, first) => {
      expect(textsOf(timed({ kind }).i18n_resources[1])).toMatchObject({
        '@i18n@custom_title': title,
        '@i18n@custom_content': `${first}\n${FORM}`,
      })
    })

    it('a reminder: whose approval waits, since when', () => {
      const { i18n_resources } = timed({ kind: 'urged', to: 'u_boss' })
      expect(textsOf(i18n_resources[1])).toMatchObject({
        '@i18n@custom_title': 'Waiting for you: Leave by 安娜',
        '@i18n@custom_content': `From 安娜\nIt has been waiting for 4.5 h of working time\n${FORM}`,
      })
      expect(textsOf(i18n_resources[0])['@i18n@custom_content']).toContain(
        '已等待 4.5 个工作小时，请尽快处理',
      )
    })

    it('approved where nobody was asked: no time limit is made up', () => {
      const { i18n_resources } = timed({ kind: 'approved', overdueNode: null })
      expect(textsOf(i18n_resources[1])['@i18n@custom_content']).toBe(`Nobody else had to decide\n${FORM}`)
    })
  })

  it('of a mention to somebody who may not see the instance: no number of it', () => {
    const number = { text: 'QJ-0001', period: '', count: 1 }
    const of = { ...snapshot(), instance: { ...snapshot().instance, number } }
    const told = (mayOpen: boolean) =>
      JSON.stringify(
        toMessageBody(pictured(of), notice({ kind: 'mentioned', said: '你怎么看', mayOpen }), parts),
      )
    expect(told(true)).toContain('QJ-0001 · 来自审批系统')
    expect(told(false)).not.toContain('QJ-0001')
  })

  it('of a mention to somebody who may not see the instance: its words, and nothing of it', () => {
    const body = bodyOf({ kind: 'mentioned', to: 'u_hr', said: '你怎么看', mayOpen: false })
    const home = parts.links.home
    expect(body).toMatchObject({ template_id: '1021', user_id: 'u_hr', actions: [{ pc_url: home.pc }] })
    expect(textsOf(body.i18n_resources[0])).toEqual({
      '@i18n@custom_title': '有人在评论中提到了你',
      '@i18n@custom_content': '王总在一条你无权查看的审批中提到了你：\n你怎么看',
      '@i18n@action_detail': '打开审批',
      '@i18n@note': '来自审批系统',
    })
    expect(JSON.stringify(body)).not.toContain('i1%')
  })
})

it.each([
  ['approved', '1004'],
  ['rejected', '1003'],
  ['withdrawn', '1015'],
  ['commented', '1027'],
  ['mentioned', '1018'],
  ['cc', '1016'],
  ['urged', '1013'],
  ['rolled_back', '1021'],
  ['terminated', '1021'],
] as const)('%s is template %s', (kind, template) => {
  expect(bodyOf({ kind }).template_id).toBe(template)
})

describe.each(MessageKind.options)('%s', (kind) => {
  it('has one button, which opens the details, and none that could be pressed on', () => {
    const body = bodyOf({ kind })
    expect(body.actions).toMatchObject([{ url: mobile, android_url: mobile, ios_url: mobile, pc_url: pc }])
    expect(body).not.toHaveProperty('action_configs')
    expect(body).not.toHaveProperty('action_callback')
  })

  it('has every text in three languages, with the one that its receiver chose as the default', () => {
    const { i18n_resources, ...rest } = bodyOf({ kind, locale: 'ja-JP' })
    expect(defaultOf(i18n_resources)?.locale).toBe('ja-JP')
    for (const resource of i18n_resources) {
      for (const key of keysIn(rest)) expect(textsOf(resource)).toHaveProperty([key])
    }
  })

  it.each(NASTY)('people cannot format, link or mention with %j', (said) => {
    const name = said.slice(0, 30)
    const body = bodyOf({ kind, said, name })
    for (const resource of body.i18n_resources) {
      const { '@i18n@note': _, ...texts } = textsOf(resource)
      const words = Object.values(texts)
        .join('\n')
        .replaceAll(/&#\d+;/g, '')
      expect(words).not.toMatch(/[<>*[\]()#`~_\\$&|]|@i18n@|[\u202A-\u202E\r]/u)
    }
  })
})

it('1004 requires a comment, also where nobody gave a reason; the others have none then', () => {
  expect(textsOf(bodyOf({ kind: 'approved', said: null }).i18n_resources[1])['@i18n@comment']).toBe(
    'Approved',
  )
  expect(bodyOf({ kind: 'rejected', said: null })).not.toHaveProperty('comment')
  expect(bodyOf({ kind: 'cc', said: null })).not.toHaveProperty('comment')
})

it('what the system does, it does for the initiator', () => {
  expect(bodyOf({ kind: 'cc', by: null, name: null, said: null })).toMatchObject({ title_user_id: 'u_anna' })
})

it('a department that only has an open id is left out', () => {
  const { initiator } = instance()
  const department = { departmentId: 'od-sales', openDepartmentId: 'od-sales', name: 'x' }
  const of = { ...snapshot(), instance: instance({ initiator: { ...initiator, department } }) }
  expect(JSON.stringify(toMessageBody(pictured(of), notice(), parts))).not.toContain('od-sales')
})
