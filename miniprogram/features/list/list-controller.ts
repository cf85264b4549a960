import type { Box } from '../../../shared/requests.ts'
import { opens } from '../../client/reach.ts'
import { api, locale } from '../../client/services.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import type { Links } from '../../view/links.ts'
import type { Controller, View } from '../../view/page.ts'
import { LOADING, READY, toPageState, troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import { changedItems } from '../../view/changed-items.ts'
import { batchEvents } from './batch-events.ts'
import { filterEvents } from './filter-events.ts'
import type { ListContext } from './list-context.ts'
import type { ListData, ListEvent } from './list-data.ts'
import { createListReader } from './list-reader.ts'
import { alikeGroups, definitionChoices, emptyList, keyOf, type ListState } from './list-state.ts'
import { postponeTask } from './postpone.ts'
import { toRow } from './row-view.ts'
import { selectedItems } from './selection.ts'

const say = sayIn(locale)
const BOXES: readonly string[] = ['todo', 'done', 'started', 'cc'] satisfies Box[]

/** The four lists, with search, filters, groups of alike to-dos and decisions on several at once. */
export function openList(view: View<ListData>, wanted: string, links: Links): Controller<ListEvent> {
  const context: ListContext = {
    view,
    reader: createListReader(emptyList(BOXES.includes(wanted) ? (wanted as Box) : 'todo'), {
      ask: api.list,
      changed: () => showList(context),
      failed: (error, appending) => {
        if (appending) view.set({ moreText: troubleText(error, say) })
        else if (context.reader.state.read) view.set({ notice: troubleText(error, say) })
        else view.set({ state: toPageState(error, say) })
      },
      busy: (loadingMore) => view.set({ loadingMore, ...(loadingMore && { moreText: '' }) }),
    }),
    show: () => showList(context),
    links,
    selection: null,
    definitions: [],
  }
  const { reader } = context

  void loadDefinitions(context)
  view.setTitle(say('appTitle'))
  view.set({ box: reader.state.box, state: LOADING })
  return {
    ...filterEvents(context),
    ...batchEvents(context),
    onRetry: () => {
      view.set({ state: LOADING })
      return reader.first()
    },
    onReload: () => {
      view.set({ notice: '' })
      return reader.first()
    },
    onMore: reader.next,
    onOpen: (event) => open(context, event),
    onLater: (event) => postponeTask(context, detailOf(event, 'key')),
    onHome: () => tt.redirectTo({ url: links.home }),
    page: {
      show: reader.first,
      refresh: () => {
        view.set({ notice: '' })
        return reader.first()
      },
      reachBottom: () => {
        if (view.data.moreText === '') void reader.next()
      },
    },
  }
}

/** Another system's own page where it has one, and ours where the client does not open that. */
async function open({ reader, links }: ListContext, event: TtEvent): Promise<void> {
  const id = detailOf(event, 'id') || dataOf(event, 'id')
  const key = detailOf(event, 'key')
  const page = reader.state.items.find((item) => keyOf(item) === key)?.source?.page
  if (page && (await opens(tt, links.own(page)))) return
  tt.navigateTo({ url: links.detail(id) })
}

function showList({ view, reader, selection, definitions }: ListContext): void {
  const { state } = reader
  const now = Date.now()
  const rows = state.items.map((item) =>
    toRow(item, { locale, now, say, selected: selection ?? new Set<string>() }),
  )
  const choices = [{ code: '', name: say('allDefinitions') }, ...definitionChoices(definitions, state)]
  const count = selectedItems(state.items, selection).length
  view.set({
    state: READY,
    ...changedItems('rows', view.data.rows, rows),
    ...changedItems('definitions', view.data.definitions, choices),
    definitionAt: Math.max(
      0,
      choices.findIndex(({ code }) => code === state.filter.definition),
    ),
    groups: shownGroups(state),
    more: state.cursor !== null,
    emptyText: state.items.length === 0 && state.cursor === null ? emptyText(state) : '',
    selecting: selection !== null,
    selectedCount: count,
    selectedText: say('selected', { count }),
  })
}

function shownGroups({ box, filter, groups }: ListState): ListData['groups'] {
  if (box !== 'todo' || filter.node !== '' || filter.q !== '' || filter.definition !== '') return []
  return alikeGroups(groups).map((group) => ({ ...group, key: `${group.definition.code}/${group.nodeId}` }))
}

function emptyText({ box, filter }: ListState): string {
  if (filter.q !== '' || filter.definition !== '') return say('nothingFound')
  if (filter.postponed === 'only') return say('emptyLater')
  return say(({ todo: 'emptyTodo', done: 'emptyDone', started: 'emptyStarted', cc: 'emptyCc' } as const)[box])
}

/** They only name what can be filtered by, so the list does not wait for them. */
async function loadDefinitions(context: ListContext): Promise<void> {
  try {
    context.definitions = (await api.definitions()).items
    if (context.reader.state.read) context.show()
  } catch {
    // The list itself names those that occur in it.
  }
}
