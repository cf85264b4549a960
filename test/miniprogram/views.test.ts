import { describe, expect, it } from 'vitest'
import type { InstanceItem, InstanceView, ListResponse } from '../../shared/responses.ts'
import { LOCALES } from '../../shared/languages.ts'
import { FORM_TEXTS } from '../../shared/form-texts.ts'
import { VALUE_TEXTS } from '../../shared/value-texts.ts'
import { NODE_TEXTS } from '../../shared/node-texts.ts'
import { PAGE_TEXTS } from '../../shared/page-texts.ts'
import { PROGRESS_TEXTS } from '../../shared/progress-texts.ts'
import { SETTINGS_TEXTS } from '../../shared/settings-texts.ts'
import { VERB_TEXTS } from '../../shared/verb-texts.ts'
import { toLocale } from '../../miniprogram/client/language.ts'
import { toActionItems } from '../../miniprogram/features/detail/action-items.ts'
import { missingIn, toBody, toDecision } from '../../miniprogram/features/detail/decision.ts'
import { sizeText } from '../../miniprogram/features/detail/file-item.ts'
import { filesOf, toShown } from '../../miniprogram/features/detail/instance-view.ts'
import { missingChoices, toApprovers, toRouteItems } from '../../miniprogram/features/form/route-view.ts'
import { emptyDraft } from '../../miniprogram/features/form/draft.ts'
import { countOf, todoCount, toGroups } from '../../miniprogram/features/home/home-view.ts'
import { toRow } from '../../miniprogram/features/list/row-view.ts'
import { changedItems } from '../../miniprogram/view/changed-items.ts'
import { dateText, laterTimes } from '../../miniprogram/view/date-text.ts'
import { sayIn } from '../../miniprogram/view/words.ts'

// Long, as it is one table after the other of what the views say.

const say = sayIn('en-US')
const at = (day: number, hour = 9, minute = 5, month = 10): number =>
  new Date(2026, month, day, hour, minute).getTime()
const person = (name: string) => ({ userId: `u_${name}`, name })

describe('a date is as short as it stays clear', () => {
  const now = at(20, 12)
  it.each([
    [at(20), '09:05', '09:05'],
    [at(19), '11月19日 09:05', 'Nov 19 09:05'],
    [at(31, 23, 59, 11) - 365 * 86_400_000, '2025年12月31日 23:59', 'Dec 31, 2025 23:59'],
  ])('%s', (instant, chinese, english) => {
    expect(dateText(instant, now, 'zh-CN')).toBe(chinese)
    expect(dateText(instant, now, 'en-US')).toBe(english)
    expect(dateText(instant, now, 'ja-JP')).toBe(chinese)
  })
})

it.each([16, 17, 18, 19, 20, 21, 22, 23])(
  'what is left for later comes back in the future (Nov %i)',
  (day) => {
    const now = at(day, 23)
    const times = laterTimes(now)
    for (const time of times) expect(time.at).toBeGreaterThan(now)
    const monday = new Date(times.find(({ key }) => key === 'laterMonday')!.at)
    expect([monday.getDay(), monday.getHours()]).toEqual([1, 9])
  },
)

it.each([
  ['zh_CN', 'zh-CN'],
  ['zh_HK', 'zh-CN'],
  ['ja_JP', 'ja-JP'],
  ['en_US', 'en-US'],
  ['fr_FR', 'en-US'],
  ['', 'en-US'],
])('the client speaking %s gets %s', (language, locale) => {
  expect(toLocale(language)).toBe(locale)
})

it('every text says the same thing in each language: with the same placeholders', () => {
  const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const [key, text] of Object.entries(PAGE_TEXTS)) {
    for (const locale of LOCALES)
      expect(holes(text[locale]), `${key} ${locale}`).toEqual(holes(text['zh-CN']))
  }
})

it('no key stands in two tables of texts', () => {
  const tables = [FORM_TEXTS, VALUE_TEXTS, NODE_TEXTS, PROGRESS_TEXTS, VERB_TEXTS, SETTINGS_TEXTS]
  const keys = tables.flatMap((table) => Object.keys(table))
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

describe('the line of approvals', () => {
  const node = (id: string, more: object = {}): InstanceView['nodes'][number] => ({
    id,
    name: id,
    mode: 'any',
    reason: 'optional',
    status: 'waiting',
    skipped: null,
    approvers: [],
    lane: null,
    timeout: null,
    agreed: 0,
    ...more,
  })
  const choices = [{ nodeId: 'setup', name: 'Set up' }]
  const nodes = [
    node('all', { mode: 'all', approvers: [person('a'), person('b')] }),
    node('hr', { status: 'skipped', skipped: 'self_approval', approvers: [person('c')] }),
    node('setup'),
  ]

  const untouched = { draft: { approvers: {} }, tried: false, refused: {}, say }

  it('before submitting: who, how, and what is skipped', () => {
    const items = toRouteItems({ nodes, cc: [] }, { choices, ...untouched })
    expect(items.map(({ tone, canChoose }) => [tone, canChoose])).toEqual([
      ['waiting', false],
      ['skipped', false],
      ['waiting', true],
    ])
    expect(items[0]?.modeText).not.toBe('')
    expect(items[1]?.people).toEqual([])
  })

  it('before submitting: who would decide in their place', () => {
    const approvers = [{ ...person('a'), delegate: person('d') }, person('b')]
    const [item] = toRouteItems({ nodes: [node('m', { approvers })], cc: [] }, { choices: [], ...untouched })
    expect(item?.people.map(({ name, note }) => [name, note])).toEqual([
      ['a', 'd decides in their place'],
      ['b', ''],
    ])
  })

  it('a node to choose for is missing until somebody is named, or it is skipped', () => {
    const draft = emptyDraft('k')
    const named = { ...draft, approvers: { setup: [{ id: 'ou_1', name: 'Li' }], gone: [] } }
    expect(missingChoices(nodes, choices, draft)).toEqual(['setup'])
    expect(missingChoices(nodes, choices, named)).toEqual([])
    expect(missingChoices([node('setup', { status: 'skipped' })], choices, draft)).toEqual([])
    expect(toApprovers(choices, named)).toEqual({ setup: ['ou_1'] })
    expect(toApprovers(choices, draft)).toEqual({})
  })
})

describe('an approval', () => {
  const label = (text: string) => ({ 'en-US': text })
  const base = { label: label('L'), required: false, summary: false }
  const file = (id: string, type: string) => ({ id, name: id, size: 10, type, url: `/f/${id}` })
  const task = (id: string, nodeId: string, name: string, more: object = {}) => ({
    id,
    nodeId,
    assignee: person(name),
    status: 'APPROVED',
    reason: null,
    attachments: [],
    createdAt: at(19),
    endedAt: at(19, 10),
    round: 1,
    added: null,
    completeReason: null,
    passedTo: [],
    ...more,
  })
  const instance = {
    id: 'i',
    number: 'i',
    definition: { code: 'x', name: 'X', version: 1 },
    title: 'X',
    status: 'REJECTED',
    initiator: person('a'),
    form: { who: ['u_b'], pictures: ['p', 'lost'], text: '<b>&amp;' },
    fields: [
      { ...base, key: 'who', type: 'contact', maxCount: 3 },
      { ...base, key: 'pictures', type: 'image', maxCount: 3 },
      { ...base, key: 'text', type: 'text', maxLength: 50 },
      { ...base, key: 'none', type: 'number' },
    ],
    names: { u_b: 'Bo' },
    optionLabels: {},
    files: { p: file('p', 'image/png') },
    comments: [
      {
        id: 'c',
        by: person('b'),
        at: at(19),
        text: 'Hi',
        mentions: [person('a'), person('c')],
        attachments: [file('svg', 'image/svg+xml')],
      },
    ],
    nodes: [
      {
        id: 'm',
        name: 'M',
        mode: 'sequential',
        reason: 'none',
        status: 'stopped',
        skipped: null,
        approvers: [person('b'), person('c')],
      },
    ],
    tasks: [
      task('t', 'm', 'b', { status: 'REJECTED', reason: 'No', attachments: [file('d', 'text/plain')] }),
    ],
    cc: [],
    history: [],
    actions: [],
    createdAt: at(19),
    updatedAt: at(19),
    endedAt: at(19, 10),
    ended: { how: 'decision', by: person('b'), reason: 'No', at: at(19, 10) },
  } as unknown as InstanceView
  const shown = toShown(instance, { locale: 'en-US', now: at(20), say, urlOf: (url) => `https://x${url}` })

  it('shows values with names, and text as text', () => {
    expect(shown.values.map(({ text }) => text)).toEqual(['Bo', '', '<b>&amp;', 'Not given'])
    expect(shown.values[1]?.files).toMatchObject([{ url: 'https://x/f/p', image: true }])
  })

  it('shows who did what, who had no turn any more, and who ended it', () => {
    const [started, decided, end] = shown.nodes
    expect(started?.people[0]?.name).toBe('a')
    expect(decided?.tone).toBe('refused')
    expect(decided?.people.map(({ name, tone, reason }) => [name, tone, reason])).toEqual([
      ['b', 'refused', 'No'],
      ['c', 'waiting', ''],
    ])
    expect(decided?.people[1]?.text).toBe('Was not needed')
    expect(end).toMatchObject({ tone: 'refused', people: [{ name: 'b' }] })
    expect(new Set(shown.nodes.map(({ id }) => id)).size).toBe(shown.nodes.length)
  })

  it('shows whom a comment is for', () => {
    expect(shown.comments).toMatchObject([{ name: 'b', mentions: '@a @c', text: 'Hi' }])
  })

  it('never shows as a picture what a browser could run', () => {
    expect(filesOf(shown).map(({ id, image }) => [id, image])).toEqual([
      ['p', true],
      ['d', false],
      ['svg', false],
    ])
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500, '2 KB'],
    [2_340_000, '2.3 MB'],
  ])('a file of %i bytes has %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text)
  })
})

it('each action is one button, however many tasks allow it', () => {
  const reason = 'optional' as const
  const actions = [
    { action: 'reject' as const, taskId: 't1', reason },
    { action: 'approve' as const, taskId: 't1', reason },
    { action: 'approve' as const, taskId: 't2', reason },
    { action: 'comment' as const, taskId: null, reason },
  ]
  expect(toActionItems(actions, say).map(({ action }) => action)).toEqual(['approve', 'reject'])
  expect(toDecision({ action: 'withdraw', reason: 'none' }, say)).toMatchObject({
    asks: false,
    withFiles: false,
  })
})

describe('what is asked before an action', () => {
  const toNodes = [
    { id: '_initiator', name: 'Initiator' },
    { id: 'm', name: 'Manager' },
  ]
  const answer = { reason: '', attachments: [], choice: '', people: [] }

  it('a transfer goes to one person, whom it names', () => {
    const decision = toDecision({ action: 'transfer', reason: 'optional' }, say, {
      people: [{ id: 'ou_1', name: 'Li' }],
    })
    expect(decision).toMatchObject({ most: 1, people: [{ name: 'Li' }], choices: [], withFiles: true })
    expect(missingIn(decision, answer)).toBe('peopleMissing')
    expect(toBody('transfer', { ...answer, people: ['ou_1'] })).toEqual({ to: 'ou_1' })
  })

  it('who signs after me needs my reason where one is required, since I approve with it', () => {
    const decision = toDecision({ action: 'add-sign', reason: 'required' }, say)
    expect(decision.choices.map(({ value }) => value)).toEqual(['before', 'after', 'parallel'])
    const missing = (choice: string) => missingIn(decision, { ...answer, choice, people: ['ou_1'] })
    expect(['before', 'after', 'parallel'].map(missing)).toEqual([undefined, 'reasonMissing', undefined])
    expect(toBody('add-sign', { ...answer, choice: 'after', people: ['ou_1'], reason: 'Yes' })).toEqual({
      position: 'after',
      users: ['ou_1'],
      reason: 'Yes',
    })
  })

  it('a rollback goes where the server lets it', () => {
    const decision = toDecision({ action: 'rollback', reason: 'optional', toNodes }, say)
    expect(decision.choices).toMatchObject([
      { value: '_initiator', label: 'Initiator', hint: 'To be changed and submitted again' },
      { value: 'm', label: 'Manager', hint: 'Decided again from there on' },
    ])
    expect(toBody('rollback', { ...answer, choice: 'm', attachments: ['f'] })).toEqual({
      toNode: 'm',
      attachments: ['f'],
    })
  })

  it('what is done without asking has no panel', () => {
    expect(toDecision({ action: 'resubmit', reason: 'none' }, say).open).toBe(false)
  })
})

describe('a row', () => {
  const item: InstanceItem = {
    id: 'i',
    number: 'i',
    definition: { code: 'x', name: 'X' },
    title: 'X',
    status: 'PENDING',
    summary: [],
    initiator: person('𠮷田'),
    createdAt: at(19),
    updatedAt: at(19),
    read: false,
    task: {
      id: 't',
      nodeId: 'm',
      nodeName: 'M',
      status: 'PENDING',
      createdAt: at(20, 8),
      completeReason: null,
      byTime: false,
      reason: 'optional',
      postponedUntil: at(21),
    },
  }
  const reading = { locale: 'en-US' as const, now: at(20), say, selected: new Set(['t']) }

  it('shows the number it was given, and not how its id begins', () => {
    expect(toRow({ ...item, id: 'abcdef0123', number: 'abcdef01' }, reading).number).toBe('')
    expect(toRow({ ...item, id: 'abcdef0123', number: 'LV-0007' }, reading).number).toBe('LV-0007')
  })

  it('stands for my task', () => {
    expect(toRow(item, reading)).toMatchObject({
      key: 't',
      id: 'i',
      node: 'M',
      at: '08:05',
      initial: '𠮷',
      open: true,
      selected: true,
      unread: true,
    })
  })

  it('says until when it is left, while that lies ahead', () => {
    expect(toRow(item, reading).later).not.toBe('')
    expect(toRow(item, { ...reading, now: at(22) }).later).toBe('')
  })

  it('says in whose place I decide', () => {
    const task = { ...item.task!, consignedBy: person('b') }
    expect(toRow({ ...item, task }, reading).node).toBe('M · On behalf of b')
  })

  it('tells what I did, where I did something', () => {
    const done = { ...item, task: { ...item.task!, status: 'APPROVED' as const } }
    expect(toRow(done, reading)).toMatchObject({ status: 'Approved', tone: 'good', open: false })
  })
})

describe('the start page', () => {
  const definition = (code: string, group: string) => ({
    code,
    name: code.toUpperCase(),
    description: null,
    group: { code: group, name: group },
  })
  const definitions = [definition('leave', 'hr'), definition('expense', 'finance'), definition('move', 'hr')]

  it('lists definitions by group, and finds them by name', () => {
    const codes = (q = '') =>
      toGroups(definitions, q).map(({ code, items }) => [code, items.map((one) => one.code)])
    expect(codes()).toEqual([
      ['hr', ['leave', 'move']],
      ['finance', ['expense']],
    ])
    expect(codes(' Exp')).toEqual([['finance', ['expense']]])
  })

  it('counts to-dos by their groups, others as far as the first page goes', () => {
    const group = { definition: { code: 'x', name: 'X' }, nodeId: 'm', nodeName: 'M', phrases: [] }
    const list = (more: Partial<ListResponse>): ListResponse => ({ items: [], nextCursor: null, ...more })
    expect(
      todoCount(
        list({
          groups: [
            { ...group, count: 3 },
            { ...group, count: 4 },
          ],
        }),
      ),
    ).toBe('7')
    expect(todoCount(list({ groups: [{ ...group, count: 120 }] }))).toBe('99+')
    expect(todoCount(list({}))).toBe('')
    const items = [{ read: false }, { read: true }] as InstanceItem[]
    expect(countOf(list({ items, nextCursor: 'x' }), ({ read }) => read === false)).toBe('1+')
  })
})

it('only what changed goes to the renderer', () => {
  const [a, b] = [{ n: 1 }, { n: 2 }]
  expect(changedItems('rows', [a, b], [a, { n: 3 }, { n: 4 }])).toEqual({
    'rows[1]': { n: 3 },
    'rows[2]': { n: 4 },
  })
  expect(changedItems('rows', [a, b], [a])).toEqual({ rows: [a] })
  expect(changedItems('rows', [], [])).toEqual({})
})
