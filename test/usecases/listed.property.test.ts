import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Definition } from '../../shared/definition.ts'
import { LOCALES } from '../../shared/locale.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { flowPicture } from '../../server/domain/flow-picture.ts'
import { toListed, type Listed } from '../../server/domain/listed.ts'
import { hasAll, shownText } from '../../server/domain/search-text.ts'
import { toInstanceItem } from '../../server/usecases/views.ts'
import { aFlow, aMove, begin, NOON, PEOPLE, play } from '../domain/arbitraries.ts'
import { aDefinition, aDefinitionRecord } from '../support/builders.ts'

const { form } = aDefinition({
  form: [
    { key: 'days', type: 'number', label: { 'zh-CN': '天数' }, summary: true },
    { key: 'with', type: 'contact', label: { 'zh-CN': '同行人' }, summary: true },
    { key: 'why', type: 'textarea', label: { 'zh-CN': '事由' }, summary: true },
  ],
})
const games = fc.record({ flow: aFlow, moves: fc.array(aMove, { maxLength: 25 }) })

/** As it is after the game, with everybody known and some of them named in the form. */
function played({ flow, moves }: { flow: Parameters<typeof begin>[0]; moves: Parameters<typeof play>[1][] }) {
  let { instance } = begin(flow)
  for (const move of moves) {
    const outcome = play(instance, move, flow)
    if (typeof outcome !== 'string') instance = outcome.instance
  }
  const known = Object.fromEntries(PEOPLE.map((id) => [id, { openId: `ou_${id}`, name: `名 ${id}` }]))
  const filled = { ...instance.form, with: ['ada', 'gus', 'u_unknown'], why: '出差' }
  const definition: Definition = { ...flow.definition, form }
  return { definition, instance: { ...instance, form: filled, people: { ...known, ...instance.people } } }
}

/** Every line that anybody could have of it, and whether a search for names finds it. */
function shownOf(instance: Listed, whole: Instance, definition: Definition) {
  const picture = flowPicture(instance, aDefinitionRecord({ definition }))
  const tasks = [undefined, ...whole.tasks.map(({ id }) => instance.tasks.find((task) => task.id === id))]
  return LOCALES.flatMap((locale) => [
    PEOPLE.map((name) => hasAll(shownText(picture, locale), [name])),
    ...PEOPLE.flatMap((userId) =>
      tasks.map((task) =>
        toInstanceItem(picture, { userId, locale, now: NOON }, { task, isCc: task === undefined }),
      ),
    ),
  ])
}

it('a list line, and whether a search finds it, are the same as from the whole instance', () => {
  fc.assert(
    fc.property(games, (game) => {
      const { definition, instance } = played(game)
      const listed = toListed(instance)
      expect(shownOf(listed, instance, definition)).toEqual(shownOf(instance, instance, definition))
    }),
    { numRuns: 100 },
  )
})
