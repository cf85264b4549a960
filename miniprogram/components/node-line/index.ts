import { dataOf, detailOf } from '../../view/events.ts'

Component({
  properties: { nodes: { type: Array, value: [] } },
  methods: {
    onChoose(event: TtEvent) {
      this.triggerEvent('choose', { id: dataOf(event, 'id') })
    },
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
  },
})
