import { LINKS, type Device } from '../../view/links.ts'
import { definePage } from '../../view/page.ts'
import { openList } from './list-controller.ts'
import { data, EVENTS, type ListData, type ListEvent } from './list-data.ts'

export const listPage = (device: Device) =>
  definePage<ListData, ListEvent>({
    data,
    events: EVENTS,
    open: (view, query) => openList(view, query['box'] ?? 'todo', LINKS[device]),
  })
