import { locale } from '../../client/services.ts'
import { NO_CHOICE } from '../../features/form/link-choice.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

/** Lets somebody search the approvals that a field may name, and choose some. */
Component({
  properties: { choice: { type: Object, value: NO_CHOICE } },
  data: {
    t: wordsIn(locale, [
      ...(['searchList', 'linkableOf', 'noneLinkable', 'more', 'loadingMore', 'loading'] as const),
      ...(['remove', 'cancel', 'takeLinked'] as const),
    ]),
  },
  methods: {
    onSearch(event: TtEvent) {
      this.triggerEvent('search', { value: detailOf(event, 'value') })
    },
    onToggle(event: TtEvent) {
      this.triggerEvent('toggle', { id: dataOf(event, 'id') })
    },
    onMore() {
      this.triggerEvent('more')
    },
    onTake() {
      this.triggerEvent('take')
    },
    onCancel() {
      this.triggerEvent('cancel')
    },
  },
})
