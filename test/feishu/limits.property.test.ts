import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import type { FormValues } from '../../shared/form/field.ts'
import { MessageKind } from '../../shared/settings.ts'
import type { Notice } from '../../server/domain/messages.ts'
import { toCardBody } from '../../server/feishu/payloads/card.ts'
import { toDefinitionBody } from '../../server/feishu/payloads/definition.ts'
import { toInstanceBody } from '../../server/feishu/payloads/instance.ts'
import { createLinks } from '../../server/feishu/payloads/links.ts'
import { toMessageBody } from '../../server/feishu/payloads/message.ts'
import { toReminderCard } from '../../server/feishu/payloads/reminder.ts'
import { readTexts } from '../../sandbox/approval/i18n.ts'
import { InstanceWire } from '../../sandbox/approval/instance-schema.ts'
import { DefinitionWire } from '../../sandbox/approval/definition-schema.ts'
import { CustomCard, GeneralCard } from '../../sandbox/bot/card-schema.ts'
import { readCard } from '../../sandbox/im/card.ts'
import {
  instance,
  leave,
  linkSettings,
  parts,
  pictured,
  picturedAt,
  record,
  STARTED_AT,
  type Snapshot,
} from './samples.ts'

/** Whatever takes more room than it seems to: in UTF-8, in JSON within JSON, as an entity, or as one character. */
const UNITS = [
  ...[
    'x',
    '汉',
    '*',
    '&',
    '"',
    '\\',
    '𠮷',
    '👨‍👩‍👧‍👦',
    'e\u0301\u0301',
    '1,234.5',
    '\n',
    '<',
    '@i18n@',
    '\ud800',
    ' ',
  ],
]
const text = (longest: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.constantFrom(...UNITS).map((unit) => unit.repeat(longest)),
      fc
        .array(fc.constantFrom(...UNITS), { minLength: 1, maxLength: longest })
        .map((units) => units.join('')),
    )
    .map((said) => said.slice(0, longest))

/** Five fields in lists and cards, names in three languages, each as long as a file may have it. */
const anApproval: fc.Arbitrary<Snapshot> = fc
  .record({ name: text(200), labels: fc.array(text(200), { minLength: 5, maxLength: 5 }), said: text(5_000) })
  .chain(({ name, labels, said }) =>
    fc.record({ person: text(100) }).map(({ person }) => approvalOf({ name, labels, said, person })),
  )

type Words = { name: string; labels: readonly string[]; said: string; person: string }

function approvalOf({ name, labels, said, person }: Words): Snapshot {
  const ids = Array.from({ length: 100 }, (_, at) => `u_${at}`)
  const plain = Definition.parse({
    ...leave,
    form: [
      { key: 'a', type: 'textarea', maxLength: 5_000, label: { 'zh-CN': 'a' }, summary: true },
      { key: 'b', type: 'contact', maxCount: 100, label: { 'zh-CN': 'b' }, summary: true },
      { key: 'c', type: 'text', maxLength: 500, label: { 'zh-CN': 'c' }, summary: true },
      { key: 'd', type: 'text', maxLength: 500, label: { 'zh-CN': 'd' }, summary: true },
      { key: 'e', type: 'text', maxLength: 500, label: { 'zh-CN': 'e' }, summary: true },
    ],
  })
  const inAll = (one: string) => ({ 'zh-CN': one, 'en-US': one, 'ja-JP': one })
  // As one that was stored before texts were looked at may be.
  const definition: Definition = {
    ...plain,
    name: inAll(name),
    group: { ...plain.group, name: inAll(name) },
    description: inAll(name),
    form: plain.form.map((field, at) => ({ ...field, label: inAll(labels[at] ?? '-') })),
  }
  const form: FormValues = {
    a: said,
    b: ids,
    c: said.slice(0, 500),
    d: said.slice(0, 500),
    e: said.slice(0, 500),
  }
  const people = Object.fromEntries(ids.map((id) => [id, { openId: `o${id}`, name: person }]))
  const initiator = { ...instance().initiator, name: person }
  return {
    instance: instance({
      form,
      people: { ...people, [initiator.userId]: { openId: initiator.openId, name: person } },
      initiator,
    }),
    definition: record({ definition }),
  }
}

const NOTICE = {
  to: 'u_boss',
  uuid: 'i1.7',
  by: 'u_boss',
  name: '王总',
  overdueNode: null,
  isOwnStep: false,
  locale: undefined,
  mayOpen: true,
}

const whatever = (check: (approval: Snapshot) => void) =>
  fc.assert(fc.property(anApproval, check), { numRuns: 25 })

describe('whatever a definition and a form allow', () => {
  it('a sync has three fields of at most 2,048 characters in every language', () => {
    whatever((approval) => {
      const body = toInstanceBody(pictured(approval), 'CODE', 'UPDATE', parts)
      const { form = [], i18n_resources } = InstanceWire.parse(body)
      expect(form.length).toBeLessThanOrEqual(3)
      const { text: textOf } = readTexts(i18n_resources)
      const shown = form.flatMap(({ name = '', value = '' }) => [
        textOf('name', name),
        textOf('value', value),
      ])
      for (const { locale } of i18n_resources) {
        const characters = shown.reduce((sum, one) => sum + (one[locale]?.length ?? 0), 0)
        expect([locale, Math.min(characters, 2_049)]).toEqual([locale, characters])
        expect(characters).toBeLessThanOrEqual(2_048)
      }
    })
  })

  it('a card has at most five lines, and every text that it names in its default language', () => {
    whatever((approval) => {
      const { picture, task } = picturedAt(approval)
      const body = GeneralCard.parse(toCardBody(picture, task, { uuid: 'i1_t1' }, parts))
      const { text: textOf } = readTexts(body.i18n_resources)
      textOf('approval_name', body.approval_name)
      for (const { summary } of body.content.summaries) textOf('summary', summary)
    })
  })

  it('a message is one of the templates, however long its words', () => {
    const kinds = fc.constantFrom(...MessageKind.options)
    fc.assert(
      fc.property(anApproval, kinds, text(5_000), (approval, kind, said) => {
        const notice: Notice = { ...NOTICE, kind, said }
        const body = toMessageBody(pictured(approval), notice, parts)
        const { i18n_resources } = (body.template_id === '1021' ? CustomCard : GeneralCard).parse(body)
        readTexts(i18n_resources)
      }),
      { numRuns: 25 },
    )
  })

  it('a definition is taken, its names as long as they may be', () => {
    whatever(({ definition }) => {
      const body = DefinitionWire.parse(toDefinitionBody(definition.definition, 'live', 'CODE', parts))
      readTexts(body.i18n_resources)
    })
  })

  it.each([
    ['mini_program', 0],
    ['web_app', 0],
    ['web_app', 30],
    ['web_app', 90],
  ] as const)('the request of a reminder stays within 30 KB (%s, %i folders deep)', (pages, folders) => {
    const publicUrl = `https://approvals.example.com/${'a-folder/'.repeat(folders)}`
    const links = createLinks({ ...linkSettings, pages, publicUrl }).reminder
    whatever((approval) => {
      const of = { ...approval, instance: { ...approval.instance, id: 'f'.repeat(32) } }
      const content = {
        waiting: 99_999,
        later: 99_999,
        now: STARTED_AT + 400 * 86_400_000,
        groups: Array.from({ length: 50 }, () => ({ kind: of.definition.definition.name, count: 9_999 })),
        oldest: Array.from({ length: 5 }, () => picturedAt(of)),
      }
      const card = JSON.stringify(toReminderCard(content, links))
      readCard(card)
      const request = {
        receive_id: 'u'.repeat(64),
        msg_type: 'interactive',
        content: card,
        uuid: 'u'.repeat(50),
      }
      expect(Buffer.byteLength(JSON.stringify(request))).toBeLessThanOrEqual(30 * 1024)
    })
  })
})
