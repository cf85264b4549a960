import { describe, expect, it } from 'vitest'
import { noticeOf } from '../../server/domain/messages.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { toCardBody } from '../../server/feishu/payloads/card.ts'
import { toInstanceBody } from '../../server/feishu/payloads/instance.ts'
import { toMessageBody } from '../../server/feishu/payloads/message.ts'
import { toReminderCard } from '../../server/feishu/payloads/reminder.ts'
import { toShown } from '../../miniprogram/features/detail/instance-view.ts'
import { toRow } from '../../miniprogram/features/list/row-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { parts, picturedAt } from '../feishu/samples.ts'
import { textsOf } from '../feishu/payload-traps.ts'
import { aDefinition, aDefinitionRecord, T0 } from '../support/builders.ts'
import { createHarness, startHttp } from '../support/http-server.ts'

const label = (text: string) => ({ 'zh-CN': text })
const definition = aDefinition({
  form: [
    { key: 'line', type: 'text', label: label('一行'), maxLength: 500, summary: true },
    { key: 'lines', type: 'textarea', label: label('多行'), maxLength: 5_000, summary: true },
  ],
  flow: [
    { id: 'manager', name: label('上级'), approvers: { manager: 1 } },
    { id: 'hr', name: label('人事'), approvers: { users: ['u_hr'] } },
  ],
  cc: [],
})

/** Texts that were shown otherwise on one side than on the other, or may be one day. */
const CORPUS: Record<string, string> = {
  plain: '回家看望父母',
  overridden: 'abc\u202Egnp.exe\u202C end',
  isolated: 'x \u2066left\u2069 \u2067right\u2069 y',
  marked: '\u200Fשלום\u200E 123',
  'right to left': 'مرحبا بالعالم ١٢٣',
  'zero-width': '年\u200B假\uFEFF申\u2060请\u00AD书',
  'only joined': 'a\u200Db',
  family: '👨‍👩‍👧‍👦 一家 👩🏽‍💻',
  persian: 'می‌خواهم بروم',
  'combining marks': 'Zalgo z\u0335\u0322a\u0301 e\u0301',
  'lone surrogates': 'a\uD800b\uDC00c',
  controls: 'a\u0000b\u0007c\u001B[31md\u009Be\u007Ff',
  'line separators': 'one\u2028two\u2029three\u0085four',
  'line ends': 'one\r\ntwo\rthree\nfour',
  tabs: 'a\tb\t\tc',
  spaces: '  a b\u3000c\u00A0 ',
  markdown: '**bold** _it_ ~~no~~ `code` [link](https://x.example) # head > quote | - item',
  numbered: '1. first\n2. second\n- item\n+ plus',
  mention: '<at id=all></at> <at user_id="ou_x">boss</at>',
  key: '@i18n@title',
  html: '<b onclick="x()">&amp; &#60; &lt;</b>',
  'hidden tags': `a${String.fromCodePoint(0xe0041, 0xe0042, 0xe007f)}b`,
  flag: '🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇨🇳',
  'a very long word': 'w'.repeat(450),
  'many characters': '很长的理由。'.repeat(350),
  'many emoji': '👨‍👩‍👧‍👦'.repeat(180),
  amounts: '付款 12,345,678.90 元；'.repeat(25),
  blank: '\u200B\u3164\u2800\u0000',
}

async function setUp() {
  const harness = await createHarness({ definitions: [definition] })
  const server = await startHttp(harness)
  const [alice, bob, hr] = await Promise.all(['u_alice', 'u_bob', 'u_hr'].map(server.login))
  const post = async (token: string | undefined, path: string, body: object): Promise<InstanceView> => {
    const answer = await server.call('POST', `/api/v1${path}`, { token, body })
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.body
  }
  return { ...harness, ...server, alice, bob, hr, post }
}

const reading = { locale: 'zh-CN' as const, now: T0, say: sayIn('zh-CN'), urlOf: (url: string) => url }

/** What the pages show: of the form by field, in a row of a list, and what people said. */
async function onPages({ call, bob }: Awaited<ReturnType<typeof setUp>>, id: string) {
  const headers = { 'accept-language': 'zh-CN' }
  const { body: view } = await call('GET', `/api/v1/instances/${id}`, { token: bob, headers })
  const { body: list } = await call('GET', '/api/v1/instances?box=done', { token: bob, headers })
  const { values, comments, history } = toShown(view, reading)
  return {
    values: values.map(({ text }) => text),
    row: toRow(list.items[0], { ...reading, selected: new Set() }).summary.map(({ value }) => value),
    said: [...comments.map(({ text }) => text), ...history.map(({ reason }) => reason)].filter(Boolean),
  }
}

const decoded = (text: string): string =>
  text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
const afterLabel = (text: string | undefined): string => decoded(text ?? '').replace(/^..：/, '')

/** What Feishu is given of the same. */
function inFeishu({ instance, history, effects }: InstanceRecord, everyEffect: InstanceRecord['effects']) {
  const definitionRecord = aDefinitionRecord({ definition, approvalCode: 'A' })
  const { picture, task } = picturedAt({ instance, definition: definitionRecord })
  const lists = toInstanceBody(picture, 'A', 'UPDATE', parts)
  const card = textsOf(toCardBody(picture, task, { uuid: 'u' }, parts).i18n_resources[0])
  const list = textsOf(lists.i18n_resources[0])
  const receiver = { muted: [], locale: 'zh-CN' as const, isManager: false }
  const notices = [...effects, ...everyEffect].flatMap(({ message }) => {
    const told = message && noticeOf({ instance, history } as InstanceRecord, message, receiver)
    return told ? [toMessageBody(picture, told, parts)] : []
  })
  const groups = [{ kind: definition.name, count: 1 }]
  const content = { waiting: 1, later: 0, groups, oldest: [{ picture, task }], now: T0 }
  const reminder = JSON.stringify(toReminderCard(content, parts.links))
  return {
    list: [list['@i18n@field_1_value'], list['@i18n@field_2_value']].map((text) => text ?? ''),
    card: [card['@i18n@summary_1'], card['@i18n@summary_2']].map(afterLabel),
    said: notices.flatMap(({ i18n_resources }) => {
      const { '@i18n@comment': comment } = textsOf(i18n_resources[0])
      return comment === undefined ? [] : [decoded(comment)]
    }),
    reminder: decoded(
      (/"zh_cn":"\*\*[^"]*\\n((?:[^"\\]|\\.)*)\\n/.exec(reminder)?.[1] ?? '').replaceAll('\\"', '"'),
    ),
  }
}

/** What a reader sees of a text: the space between words may be of any kind, a space of no width is none. */
const words = (text: string): string =>
  text
    .replaceAll(/@\u200Bi18n@/g, '@i18n@')
    .replaceAll(/\s+/gu, ' ')
    .trim()

/** The same words, or their beginning where there is no room for more. */
function expectSame(feishu: string, page: string): void {
  if (words(feishu) === words(page)) return
  expect(feishu.endsWith('…'), `${JSON.stringify(feishu)} is not ${JSON.stringify(page)}`).toBe(true)
  const [shown, whole] = [words(feishu.slice(0, -1)), words(page)]
  expect(whole.startsWith(shown)).toBe(true)
  const characters = [...new Intl.Segmenter().segment(whole)].map(({ index }) => index)
  expect(characters).toContain(shown.length)
  expect(`${shown.at(-1)}${whole.slice(shown.length, shown.length + 2)}`).not.toMatch(/^\d[.,]?\d/)
}

describe.each(Object.entries(CORPUS))('a text that is %s', (name, text) => {
  it('reads the same in Feishu and on the pages', async () => {
    const world = await setUp()
    const { post, store, alice, bob } = world
    const form = { line: Array.from(text).slice(0, 500).join(''), lines: text }
    const { id, tasks } = await post(alice, '/instances', { definition: 'leave', form })
    const reason = Array.from(text).slice(0, 2_000).join('')
    const before = (await store.instances.read(id))!
    await post(bob, `/tasks/${tasks[0]!.id}/reject`, { reason })
    if (name !== 'blank') await post(bob, `/instances/${id}/comment`, { text: reason })
    const record = (await store.instances.read(id))!
    const [pages, feishu] = [await onPages(world, id), inFeishu(record, before.effects)]

    expect(pages.values).toHaveLength(2)
    for (const at of [0, 1]) {
      const page = pages.values[at]!
      expect(pages.row[at]).toBe(page)
      expectSame(feishu.list[at]!, page)
      expectSame(feishu.card[at]!, page)
    }
    expectSame(feishu.reminder, pages.values.join(' · '))
    expect(new Set(pages.said).size).toBe(name === 'blank' ? 0 : 1)
    expect(feishu.said.length).toBe(name === 'blank' ? 0 : 2)
    for (const one of feishu.said) expectSame(one, pages.said[0]!)
    // What could turn or hide what stands beside it is on neither side.
    for (const shown of [...pages.values, ...pages.said, ...feishu.list, ...feishu.card]) {
      expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]|(?![\n\t])\p{Cc}/u)
    }
  })
})

it('what was stored before reads the same too', async () => {
  const world = await setUp()
  const { post, store, alice } = world
  const { id, tasks } = await post(alice, '/instances', { definition: 'leave', form: { line: 'x' } })
  await post(world.bob, `/tasks/${tasks[0]!.id}/approve`, { reason: 'ok' })
  const old = 'abc\u202Edef\r\n\u0000g\uD800 '
  await store.instances.change(id, (record) => ({
    next: record && {
      ...record,
      instance: {
        ...record.instance,
        form: { line: old, lines: '\u200B' },
        people: { ...record.instance.people, u_bob: { openId: 'ou_bob', name: `鲍${old}` } },
        tasks: record.instance.tasks.map((task) => ({ ...task, reason: old })),
      },
    },
    result: undefined,
  }))
  const [pages, feishu] = [await onPages(world, id), inFeishu((await store.instances.read(id))!, [])]
  expect(pages.values).toEqual(['abcdef\ng\uFFFD', '未填写'])
  expect(feishu.card).toEqual(['abcdef g\uFFFD', '未填写'])
  expect(feishu.list).toEqual(feishu.card)
  const { body } = await world.call('GET', `/api/v1/instances/${id}`, { token: alice })
  expect(body.tasks[0]).toMatchObject({ reason: 'abcdef\ng\uFFFD', assignee: { name: '鲍abcdef g\uFFFD' } })
})
