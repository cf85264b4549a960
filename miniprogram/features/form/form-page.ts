import { definePage } from '../../view/page.ts'
import type { Device } from '../../view/links.ts'
import { openForm } from './form-controller.ts'
import { data, EVENTS, type FormData, type FormEvent } from './form-data.ts'

export const formPage = (device: Device) =>
  definePage<FormData, FormEvent>({
    data,
    events: EVENTS,
    open: (view, query) =>
      openForm(view, { code: query['id'] ?? '', instance: query['instance'], from: query['from'] }, device),
  })
