import { locale } from '../../client/services.ts'
import { NO_ROW, type Row } from '../../features/list/row-view.ts'
import { wordsIn } from '../../view/words.ts'

Component({
  properties: {
    row: { type: Object, value: NO_ROW },
    selecting: { type: Boolean, value: false },
    wide: { type: Boolean, value: false },
  },
  data: { t: wordsIn(locale, ['select', 'unreadMark', 'markLater', 'markNow']) },
  methods: {
    onOpen() {
      this.tell('open')
    },
    onSelect() {
      this.tell('select')
    },
    onLater() {
      this.tell('later')
    },
    tell(event: string) {
      const { key, id } = this.data['row'] as Row
      this.triggerEvent(event, { key, id })
    },
  },
})
