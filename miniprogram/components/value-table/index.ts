import { locale } from '../../client/services.ts'
import { NO_VALUE } from '../../features/detail/value-item.ts'
import { detailOf } from '../../view/events.ts'
import { sayIn } from '../../view/words.ts'

const say = sayIn(locale)
const MOST_ROWS = 100

/** The rows of a table that was submitted: a grid that scrolls sideways, or row by row. */
Component({
  properties: {
    value: { type: Object, value: NO_VALUE },
    grid: { type: Boolean, value: false },
  },
  data: { rowNames: Array.from({ length: MOST_ROWS }, (_, at) => say('rowOf', { number: at + 1 })) },
  methods: {
    onLinked(event: TtEvent) {
      this.triggerEvent('linked', { id: detailOf(event, 'id') })
    },
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
  },
})
