import type { Box } from '../../../shared/requests.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { LOADING } from '../../view/trouble.ts'
import type { ListContext } from './list-context.ts'
import type { ListEvent } from './list-data.ts'
import { emptyList, NO_FILTER, type Filter } from './list-state.ts'

const PAUSE_MS = 300

type Events = 'onBox' | 'onSearch' | 'onDefinition' | 'onLaterOnly' | 'onGroup' | 'onUngroup'

/** What narrows the list down; each reads it anew from its start. */
export function filterEvents(context: ListContext): Pick<Controller<ListEvent>, Events> {
  const { view, reader } = context
  let typing: ReturnType<typeof setTimeout> | undefined

  const change = (patch: Partial<Filter>, box: Box = reader.state.box): Promise<void> => {
    context.selection = null
    const filter = { ...reader.state.filter, ...patch }
    const next = emptyList(box, filter)
    // Which groups there are does not depend on what is picked of them.
    const groups = box === reader.state.box ? reader.state.groups : []
    view.set({
      state: LOADING,
      rows: [],
      notice: '',
      moreText: '',
      box,
      laterOnly: filter.postponed === 'only',
    })
    return reader.show({ ...next, groups })
  }

  return {
    onBox: (event) => {
      const box = (detailOf(event, 'box') || dataOf(event, 'box')) as Box
      view.set({ group: '' })
      return change({ ...NO_FILTER, q: reader.state.filter.q }, box)
    },
    onSearch: (event) => {
      clearTimeout(typing)
      const q = detailOf(event, 'value')
      typing = setTimeout(() => void change({ q }), PAUSE_MS)
    },
    onDefinition: (event) => {
      const at = Number(event.detail['value'])
      view.set({ group: '' })
      return change({ definition: view.data.definitions[at]?.code ?? '', node: '' })
    },
    onLaterOnly: () => {
      view.set({ group: '' })
      return change({ ...NO_FILTER, postponed: view.data.laterOnly ? 'without' : 'only' })
    },
    onGroup: async (event) => {
      const group = view.data.groups.find(({ key }) => key === dataOf(event, 'key'))
      if (!group) return
      const { definition, nodeId, nodeName } = group
      view.set({ group: `${definition.name} · ${nodeName}` })
      await change({ definition: definition.code, node: nodeId })
      context.selection = new Set()
      context.show()
    },
    onUngroup: () => {
      view.set({ group: '' })
      return change({ definition: '', node: '' })
    },
  }
}
