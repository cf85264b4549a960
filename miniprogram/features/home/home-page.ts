import type { Box } from '../../../shared/requests.ts'
import type { DefinitionSummary } from '../../../shared/responses.ts'
import { api, locale } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import { LINKS, type Device, type Links } from '../../view/links.ts'
import { definePage, type Controller, type View } from '../../view/page.ts'
import { LOADING, READY, toPageState } from '../../view/trouble.ts'
import { sayIn, wordsIn } from '../../view/words.ts'
import { countOf, todoCount, toGroups, type DefinitionGroup } from './home-view.ts'

const EVENTS = ['onRetry', 'onStart', 'onList', 'onSearch', 'onSettings'] as const
type HomeEvent = (typeof EVENTS)[number]

const say = sayIn(locale)

type BoxLink = { box: Box; name: string; count: string }

const data = {
  t: wordsIn(locale, ['startTitle', 'searchDefinitions', 'noDefinitions', 'nothingFound', 'settings']),
  state: LOADING,
  boxes: [
    { box: 'todo', name: say('todoBox'), count: '' },
    { box: 'done', name: say('doneBox'), count: '' },
    { box: 'started', name: say('startedBox'), count: '' },
    { box: 'cc', name: say('ccBox'), count: '' },
  ] as BoxLink[],
  groups: [] as DefinitionGroup[],
  searching: false,
}
type HomeData = typeof data

export const homePage = (device: Device) =>
  definePage<HomeData, HomeEvent>({
    data,
    events: EVENTS,
    open: (view) => openHome(view, LINKS[device]),
  })

function openHome(view: View<HomeData>, links: Links): Controller<HomeEvent> {
  let definitions: DefinitionSummary[] | undefined
  let q = ''

  const showGroups = (): void => view.set({ groups: toGroups(definitions ?? [], q), searching: q !== '' })
  const setCount = (at: number, count: string): void => view.set({ [`boxes[${at}].count`]: count })

  /** Counts are a help; without them the page works as well. */
  const count = async (): Promise<void> => {
    const [todo, started, cc] = await Promise.all([
      api.list({ box: 'todo', limit: 20 }),
      api.list({ box: 'started', limit: 100 }),
      api.list({ box: 'cc', limit: 100 }),
    ])
    setCount(0, todoCount(todo))
    setCount(
      2,
      countOf(started, ({ status }) => status === 'PENDING'),
    )
    setCount(
      3,
      countOf(cc, ({ read }) => read === false),
    )
  }
  const load = async (): Promise<void> => {
    if (!definitions) view.set({ state: LOADING })
    try {
      definitions = (await api.definitions()).items
      view.set({ state: READY })
      showGroups()
      await count().catch(() => undefined)
    } catch (error) {
      if (!definitions) view.set({ state: toPageState(error, say) })
    }
  }

  view.setTitle(say('appTitle'))
  return {
    onRetry: load,
    onStart: (event) => tt.navigateTo({ url: links.form(detailOf(event, 'code')) }),
    onList: (event) => tt.navigateTo({ url: links.list(detailOf(event, 'box')) }),
    onSettings: () => tt.navigateTo({ url: links.settings }),
    onSearch: (event) => {
      q = detailOf(event, 'value')
      showGroups()
    },
    page: { show: load, refresh: load },
  }
}
