import { LINKS, type Device } from '../../view/links.ts'
import { defineSharedPage } from '../../view/page.ts'
import { openDetail } from './detail-controller.ts'
import { data, EVENTS, type DetailData, type DetailEvent } from './detail-data.ts'

export const detailPage = (device: Device) =>
  defineSharedPage<DetailData, DetailEvent>({
    data,
    events: EVENTS,
    open: (view, query) => openDetail(view, query['id'] ?? '', LINKS[device]),
  })
