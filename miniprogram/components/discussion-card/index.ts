import { locale } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

Component({
  properties: {
    comments: { type: Array, value: [] },
    open: { type: Boolean, value: false },
    sending: { type: Boolean, value: false },
    sent: { type: Number, value: 0 },
  },
  data: { t: wordsIn(locale, ['comments', 'noComments']) },
  methods: {
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
    onSend(event: TtEvent) {
      this.triggerEvent('send', event.detail)
    },
  },
})
