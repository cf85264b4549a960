import { locale } from '../../client/services.ts'
import { NOT_CHOOSING } from '../../features/form/option-search.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

/** The panel in which options of another system are searched for and chosen. */
Component({
  properties: {
    choosing: { type: Object, value: NOT_CHOOSING },
  },
  data: {
    t: wordsIn(locale, ['searchOptions', 'noOptions', 'more', 'loading', 'retry', 'cancel', 'chosen']),
  },
  methods: {
    onSearch(event: TtEvent) {
      this.tell('search', detailOf(event, 'value'))
    },
    onTake(event: TtEvent) {
      this.tell('take', dataOf(event, 'value'))
    },
    onMore() {
      this.tell('more')
    },
    onRetry() {
      this.tell('retry')
    },
    onDone() {
      this.tell('done')
    },
    onCancel() {
      this.tell('cancel')
    },
    tell(what: string, value = '') {
      this.triggerEvent('panel', { what, value })
    },
  },
})
