import { locale } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

/** All that happened; folded until somebody wants to know. */
Component({
  properties: { lines: { type: Array, value: [] } },
  data: { t: wordsIn(locale, ['history', 'showHistory', 'hideHistory']), unfolded: false },
  methods: {
    onFold() {
      this.setData({ unfolded: this.data['unfolded'] !== true })
    },
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
  },
})
