import { locale } from '../../client/services.ts'
import { dataOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

Component({
  properties: { files: { type: Array, value: [] } },
  data: { t: wordsIn(locale, ['openFile']) },
  methods: {
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: dataOf(event, 'id') })
    },
  },
})
