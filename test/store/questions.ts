import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOCALES } from '../../shared/locale.ts'
import { turnsOf } from '../../server/domain/engine/turns.ts'
import { seatsOf } from '../../server/domain/engine/seats.ts'
import { flowCaption } from '../../server/domain/flow-picture.ts'
import { isOpen, ownerOf, type Instance } from '../../server/domain/instance.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { hasAll, peopleText, shownText } from '../../server/domain/search-text.ts'
import type { Page, Store } from '../../server/store/contract.ts'
import { aFlow, aMove, begin, NOON, PEOPLE, play, type Flow } from '../domain/arbitraries.ts'
import { aDefinition, aDefinitionRecord } from '../support/builders.ts'
import { putDefinition } from '../support/put.ts'

const { form } = aDefinition({
  form: [
    { key: 'days', type: 'number', label: { 'zh-CN': '天数', 'en-US': 'Days' }, summary: true },
    { key: 'with', type: 'contact', label: { 'zh-CN': '同行人' }, summary: true },
  ],
})
const aGame = fc.record({
  flow: aFlow,
  moves: fc.array(aMove, { maxLength: 15 }),
  with: fc.subarray([...PEOPLE], { maxLength: 2 }),
  at: fc.integer({ min: 0, max: 3 }),
})
type Game = typeof aGame extends fc.Arbitrary<infer T> ? T : never

/** Few on a page, so that there are several. */
const LIMIT = 2
const WORDS = [['7'], ['天数'], ['days', '3'], ['ada'], ['名'], ['me', 'gus'], ['nobody']]

/** Every question about rows, asked after random games, and answered from the instances one by one as well. */
export function describeQuestions(name: string, open: () => Promise<Store>): void {
  describe(`${name}: questions across instances`, () => {
    it('are answered as by looking at every instance', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(aGame, { minLength: 1, maxLength: 5 }), async (games) => {
          const store = await open()
          try {
            const played = []
            for (const [at, game] of games.entries()) played.push(await playIn(store, game, at))
            expect(await answersOf(store, played)).toEqual(expectedOf(played))
          } finally {
            await store.close()
          }
        }),
        { numRuns: 40 },
      )
    })
  })
}

type Played = { instance: Instance; flow: Flow }

/** Each game has a version of its own, and as many changes of the store as it has acts. */
async function playIn(store: Store, game: Game, at: number): Promise<Played> {
  const [id, version] = [`i${at}`, at + 1]
  const flow = { ...game.flow, definition: { ...game.flow.definition, form } }
  await putDefinition(store, aDefinitionRecord({ version, definition: flow.definition }))
  const known = Object.fromEntries(PEOPLE.map((one) => [one, { openId: `ou_${one}`, name: `名 ${one}` }]))
  const filled = { ...flow, form: Object.assign({ with: game.with }, flow.form) }
  const begun = begin(filled, NOON + game.at, { id, version, people: known })
  await store.instances.change(id, () => ({ next: toRecord(undefined, begun), result: undefined }))
  for (const move of game.moves) {
    await store.instances.change(id, (record) => {
      const outcome = play(record!.instance, move, flow)
      const next = typeof outcome === 'string' ? undefined : toRecord(record, outcome)
      return { next, result: undefined }
    })
  }
  return { instance: (await store.instances.read(id))!.instance, flow }
}

type Answers = Record<string, unknown>

/** When the one of the middle changed. */
const middleOf = (played: readonly Played[]): number =>
  played.map(({ instance }) => instance.updatedAt).sort((a, b) => a - b)[played.length >> 1] ?? 0

async function answersOf({ instances }: Store, played: readonly Played[]): Promise<Answers> {
  const answers: Answers = { 'under way': await instances.underWay('leave', 99) }
  answers['people under way'] = idsOf(await instances.peopleUnderWay())
  answers['beginning'] = [...(await instances.beginning('i', 99))]
  for (const userId of PEOPLE) {
    answers[`concerning ${userId}`] = [...(await instances.concerning(userId))].sort()
    answers[`naming ${userId}`] = [...(await instances.naming(userId))].sort()
    answers[`identities of ${userId}`] = idsOf(await instances.identitiesOf(userId))
    answers[`user_id of ${userId}`] = await instances.userIdOf(`ou_${userId}`)
  }
  for (const [node, before, version] of turnsAsked(played)) {
    const at = { definition: 'leave', node, before, version }
    answers[`turns ${node} ${before} ${version}`] = await everyPage((cursor) =>
      instances.turns({ ...at, cursor, limit: LIMIT }),
    )
  }
  for (const status of [undefined, 'PENDING', 'APPROVED', 'REJECTED'] as const) {
    for (const since of [0, middleOf(played)]) {
      const pages = everyPage((cursor) =>
        instances.changes({ definitions: ['leave', 'none'], status, since, cursor, limit: LIMIT }),
      )
      answers[`changes ${status} ${since}`] = (await pages).map(({ id }) => id)
    }
  }
  for (const words of WORDS) {
    answers[`find ${words.join(' ')}`] = await everyPage((cursor) =>
      instances.find({ words, cursor, limit: LIMIT }),
    )
    for (const locale of LOCALES) {
      const box = { userId: 'me', box: 'started', limit: LIMIT, text: { words, locale } } as const
      const found = await everyPage((cursor) => instances.list({ ...box, cursor }))
      answers[`started ${words.join(' ')} ${locale}`] = found.map(({ id }) => id)
    }
  }
  return answers
}

function expectedOf(played: readonly Played[]): Answers {
  const all = played.map(({ instance }) => instance)
  const open = all.filter(({ status }) => status === 'PENDING')
  const answers: Answers = { 'under way': open.length }
  answers['people under way'] = idsOf(open.flatMap(identitiesIn))
  const changed = [...all].sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
  answers['beginning'] = changed.map(({ id }) => id)
  for (const userId of PEOPLE) {
    const named = all.filter((one) => identitiesIn(one).some((known) => known.userId === userId))
    answers[`concerning ${userId}`] = open.filter((one) => isIn(one, userId)).map(({ id }) => id)
    answers[`naming ${userId}`] = named.map(({ id }) => id)
    answers[`identities of ${userId}`] = named.length > 0 ? [`${userId} ou_${userId}`] : []
    answers[`user_id of ${userId}`] = named.length > 0 ? userId : undefined
  }
  for (const [node, before, version] of turnsAsked(played)) {
    answers[`turns ${node} ${before} ${version}`] = all
      .filter(({ definition }) => definition.version === version)
      .flatMap((one) => turnsOf(one).map(({ nodeId, ...turn }) => ({ nodeId, instanceId: one.id, ...turn })))
      .filter(({ nodeId, since }) => nodeId === node && since <= before)
      .sort((a, b) => a.since - b.since || (a.taskId < b.taskId ? -1 : 1))
      .map(({ nodeId: _, ...turn }) => turn)
  }
  for (const status of [undefined, 'PENDING', 'APPROVED', 'REJECTED'] as const) {
    for (const since of [0, middleOf(played)]) {
      answers[`changes ${status} ${since}`] = [...changed]
        .reverse()
        .filter((one) => one.updatedAt >= since && (status === undefined || one.status === status))
        .map(({ id }) => id)
    }
  }
  const started = [...played].sort(
    ({ instance: a }, { instance: b }) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1),
  )
  for (const words of WORDS) {
    answers[`find ${words.join(' ')}`] = changed
      .map(({ id }) => played.find(({ instance }) => instance.id === id)!)
      .filter(({ instance, flow }) =>
        hasAll(
          [
            ...LOCALES.map((locale) => shownText(flowCaption(instance, flow.definition), locale)),
            peopleText(instance),
          ].join('\n'),
          words,
        ),
      )
      .map(({ instance }) => instance.id)
    for (const locale of LOCALES) {
      answers[`started ${words.join(' ')} ${locale}`] = started
        .filter(({ instance, flow }) =>
          hasAll(shownText(flowCaption(instance, flow.definition), locale), words),
        )
        .map(({ instance }) => instance.id)
    }
  }
  return answers
}

const turnsAsked = (played: readonly Played[]) =>
  played.flatMap(({ instance: { route, definition } }) =>
    route.flatMap(({ id }) =>
      [NOON - 1, NOON + 1, NOON + 1_000_000].map((at) => [id, at, definition.version] as const),
    ),
  )

const identitiesIn = ({ people, initiator: { userId, openId } }: Instance) => [
  { userId, openId },
  ...Object.entries(people).map(([id, person]) => ({ userId: id, openId: person.openId })),
]

const idsOf = (people: readonly { userId: string; openId: string }[]): string[] =>
  [...new Set(people.map(({ userId, openId }) => `${userId} ${openId}`))].sort()

function isIn(instance: Instance, userId: string): boolean {
  const { tasks, route, ccAtEnd, ccIfApproved = [] } = instance
  const isAssigned = tasks.some((task) => isOpen(task) && task.assignee === userId)
  const isApprover = route.some(
    (node) => node.approvers.includes(userId) || seatsOf(node).some(({ person }) => person === userId),
  )
  const isTold = ccAtEnd.includes(userId) || ccIfApproved.includes(userId)
  return isAssigned || isApprover || isTold || ownerOf(instance) === userId
}

async function everyPage<T>(list: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ;) {
    const page = await list(cursor)
    items.push(...page.items)
    if (page.nextCursor === null) return items
    cursor = page.nextCursor
  }
}
