import { locale } from '../../client/services.ts'
import { dataOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

Component({
  properties: { actions: { type: Array, value: [] }, sending: { type: Boolean, value: false } },
  data: { t: wordsIn(locale, ['share']) },
  methods: {
    onAct(event: TtEvent) {
      this.triggerEvent('act', { action: dataOf(event, 'action') })
    },
  },
})
