import { locale } from '../../client/services.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

Component({
  properties: {
    boxes: { type: Array, value: [] },
    box: { type: String, value: 'todo' },
    definitions: { type: Array, value: [] },
    definitionAt: { type: Number, value: 0 },
    laterOnly: { type: Boolean, value: false },
  },
  data: { t: wordsIn(locale, ['searchList', 'laterOnly', 'kind']) },
  methods: {
    onBox(event: TtEvent) {
      this.triggerEvent('box', { box: dataOf(event, 'box') })
    },
    onSearch(event: TtEvent) {
      this.triggerEvent('search', { value: detailOf(event, 'value') })
    },
    onDefinition(event: TtEvent) {
      this.triggerEvent('definition', { value: event.detail['value'] })
    },
    onLaterOnly() {
      this.triggerEvent('later')
    },
  },
})
