import { locale } from '../../client/services.ts'
import { dataOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

/** What may be done: the first two in sight, and the others behind "more" when there are too many. */
Component({
  properties: { actions: { type: Array, value: [] }, sending: { type: Boolean, value: false } },
  data: { t: wordsIn(locale, ['share', 'moreActions', 'moreTitle', 'cancel']), open: false },
  methods: {
    onAct(event: TtEvent) {
      this.setData({ open: false })
      this.triggerEvent('act', { action: dataOf(event, 'action') })
    },
    onMore() {
      this.setData({ open: true })
    },
    onClose() {
      this.setData({ open: false })
    },
  },
})
