import { dataOf } from '../../view/events.ts'

Component({
  properties: { groups: { type: Array, value: [] } },
  methods: {
    onStart(event: TtEvent) {
      this.triggerEvent('start', { code: dataOf(event, 'code') })
    },
  },
})
