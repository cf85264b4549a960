import { NOTHING_SHOWN } from '../../features/detail/instance-view.ts'
import { detailOf } from '../../view/events.ts'

/** What an approval says: its title, status and the values of its form. */
Component({
  properties: { shown: { type: Object, value: NOTHING_SHOWN } },
  methods: {
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
  },
})
