import { detailOf } from '../../view/events.ts'

/** What an approval says: its title, status and the values of its form. */
Component({
  properties: { shown: { type: Object, value: {} } },
  methods: {
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
  },
})
