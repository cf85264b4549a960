import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { createLinks } from '../../server/feishu/payloads/links.ts'
import { toReminderCard, type ReminderCard } from '../../server/feishu/payloads/reminder.ts'
import type { Instance } from '../../server/domain/instance.ts'
import type { ReminderContent } from '../../server/feishu/port.ts'
import {
  instance,
  leave,
  linkSettings,
  parts,
  picturedAt,
  record,
  snapshot,
  STARTED_AT,
  task,
} from './samples.ts'

const DAY = 86_400_000

const waiting = (over: Partial<Instance> = {}) =>
  snapshot({ tasks: [task({ createdAt: STARTED_AT })], ...over })
const content = (over: Partial<ReminderContent> = {}): ReminderContent => ({
  waiting: 7,
  later: 0,
  groups: [{ kind: leave.name, count: 7 }],
  oldest: [picturedAt(waiting())],
  now: STARTED_AT + 3 * DAY,
  ...over,
})
const cardOf = (over: Partial<ReminderContent> = {}) => toReminderCard(content(over), parts.links)

/** Every text of the card, as clients of that language show it. */
const textsIn = (card: ReminderCard, language: 'zh_cn' | 'en_us' | 'ja_jp'): string[] =>
  [...JSON.stringify(card).matchAll(new RegExp(`"${language}":("(?:[^"\\\\]|\\\\.)*")`, 'g'))].map(
    ([, text]) => JSON.parse(text ?? '""') as string,
  )

describe('the card of a reminder', () => {
  it('says it in every language', () => {
    expect(textsIn(cardOf(), 'en_us')).toEqual([
      'Approvals waiting for you: 7',
      '**Leave** 7',
      'The 1 that have waited longest',
      '**Leave by 安娜**\nAnnual · 3\nWaiting for 3 days',
      'Open',
      'Open my to-dos',
    ])
    expect(textsIn(cardOf(), 'zh_cn')).toContain('**安娜提交的请假**\n年假 · 3\n已等待 3天')
    expect(textsIn(cardOf(), 'ja_jp')[0]).toBe('対応待ちの承認が 7 件あります')
  })

  it('says the number of what has one', () => {
    const number = { text: 'QJ-0001', period: '', count: 1 }
    const oldest = [picturedAt(waiting({ number }))]
    expect(textsIn(cardOf({ oldest }), 'zh_cn')).toContain(
      '**安娜提交的请假** · QJ-0001\n年假 · 3\n已等待 3天',
    )
  })

  it('can be updated, before and after', () => {
    for (const card of [cardOf(), cardOf({ waiting: 0, groups: [], oldest: [] })]) {
      expect(card.config.update_multi).toBe(true)
    }
  })

  it('leads to the list and to each task, on phone and PC', () => {
    const urls = JSON.stringify(cardOf())
    for (const { mobile, pc } of [parts.links.todo, parts.links.detail('i1')]) {
      expect(urls).toContain(
        `"default_url":"${mobile}","android_url":"${mobile}","ios_url":"${mobile}","pc_url":"${pc}"`,
      )
    }
  })

  it.each([
    [{ waiting: 0, later: 0 }, 'green', 'All done'],
    [{ waiting: 0, later: 2 }, 'grey', 'Nothing waits for you right now'],
  ])('%j: %s', (counts, template, words) => {
    const card = cardOf({ ...counts, groups: [], oldest: [] })
    expect([card.header.template, textsIn(card, 'en_us')[0]]).toEqual([template, words])
  })

  it.each([
    [59_000, 'Waiting for 1 minute'],
    [3_600_000, 'Waiting for 1 hour'],
    [2 * DAY - 1, 'Waiting for 1 day'],
  ])('after %i ms: %s', (age, words) => {
    expect(textsIn(cardOf({ now: STARTED_AT + age }), 'en_us').join()).toContain(words)
  })
})

describe('the own step of an initiator to whom it was sent back', () => {
  const sentBack = (language: 'zh_cn' | 'en_us' | 'ja_jp'): string => {
    const own = task({ nodeId: INITIATOR_NODE, createdAt: STARTED_AT, assignee: instance().initiator.userId })
    const texts = textsIn(cardOf({ oldest: [picturedAt(snapshot({ tasks: [own] }))] }), language)
    return texts.find((text) => text.includes('·') && text.includes('\n')) ?? ''
  }

  it.each([
    ['en_us', 'Sent back, to be submitted again · waiting for 3 days'],
    ['zh_cn', '已退回，待你重新提交 · 已等待 3天'],
    ['ja_jp', '差し戻し、再提出待ち · 3 日待ち'],
  ] as const)(
    'says in %s that it is to be submitted again, and not that it awaits their approval',
    (language, words) => {
      expect(sentBack(language).split('\n').at(-1)).toBe(words)
      expect(sentBack(language)).not.toMatch(/approv|审批|承認/i)
    },
  )
})

describe('traps', () => {
  const nasty = '<at id=all></at>[点我](http://evil)**粗**@i18n@'
  const said = (value: string): Partial<ReminderContent> => {
    const definition = record({
      definition: Definition.parse({
        ...leave,
        name: { 'zh-CN': value.slice(0, 200), 'en-US': value.slice(0, 200) },
        form: [{ key: 'said', type: 'textarea', maxLength: 5000, label: { 'zh-CN': '说' }, summary: true }],
      }),
    })
    const initiator = { ...instance().initiator, name: value }
    const item = picturedAt({ instance: instance({ initiator, form: { said: value } }), definition })
    return {
      oldest: Array.from({ length: 5 }, () => item),
      groups: Array.from({ length: 30 }, (_, at) => ({ kind: definition.definition.name, count: 30 - at })),
    }
  }

  it('people’s words neither mention, link nor format', () => {
    const texts = textsIn(cardOf(said(nasty)), 'zh_cn').join('\n')
    expect(texts).not.toMatch(/<at|\]\(|\*\*粗|[^;]@i18n@/)
    expect(texts).toContain('&#60;at id=all&#62;')
  })

  it.each(['*'.repeat(5_000), '字'.repeat(5_000), '👍'.repeat(2_000)])(
    'the request stays below 30 KB',
    (value) => {
      const body = { receive_id: 'u'.repeat(64), msg_type: 'interactive', uuid: 'u'.repeat(50) }
      const request = JSON.stringify({ ...body, content: JSON.stringify(cardOf(said(value))) })
      expect(Buffer.byteLength(request)).toBeLessThan(30 * 1024)
    },
  )

  it('what a group’s line has no room for is counted', () => {
    expect(textsIn(cardOf(said('x')), 'en_us')[1]).toMatch(/ · Others \d+$/)
  })
})

it('a card shows as many of the oldest as it has room for, and all where its links are short', () => {
  const item = picturedAt(waiting())
  const oldest = Array.from({ length: 5 }, () => item)
  const rowsAt = (folders: number): number => {
    const publicUrl = `https://approvals.example.com/${'a-folder/'.repeat(folders)}`
    const links = createLinks({ ...linkSettings, pages: 'web_app', publicUrl }).reminder
    return toReminderCard(content({ oldest }), links).elements.filter(({ tag }) => tag === 'column_set')
      .length
  }
  expect([rowsAt(0), rowsAt(90)]).toEqual([5, expect.toSatisfy((rows: number) => rows > 0 && rows < 5)])
})
