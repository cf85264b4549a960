import { dataOf } from '../../view/events.ts'

Component({
  properties: { boxes: { type: Array, value: [] } },
  methods: {
    onOpen(event: TtEvent) {
      this.triggerEvent('box', { box: dataOf(event, 'box') })
    },
  },
})
