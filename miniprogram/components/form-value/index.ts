import { copy, dial, openLink, type Reached } from '../../client/reach.ts'
import { locale } from '../../client/services.ts'
import { NO_VALUE, type ValueItem } from '../../features/detail/value-item.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { sayIn, wordsIn, type TextKey } from '../../view/words.ts'

const say = sayIn(locale)

/** Says what was done in place of what was asked for; what cannot even be copied is shown. */
function tell(reached: Reached, copied: TextKey, text: string): void {
  if (reached === 'copied')
    tt.showToast({ title: say(copied), icon: copied === 'copied' ? 'success' : 'none' })
  if (reached === 'shown') tt.showToast({ title: text, icon: 'none' })
}

/** What stands in a field or a cell, with what can be done with it. */
Component({
  properties: {
    value: { type: Object, value: NO_VALUE },
    /** In a desktop client, which makes no calls. */
    desktop: { type: Boolean, value: false },
  },
  data: { t: wordsIn(locale, ['openLink', 'call', 'copy', 'openLinked', 'accountNumber']) },
  methods: {
    async onLink() {
      const { link } = this.shown()
      if (link !== '') tell(await openLink(tt, link), 'linkCopied', link)
    },
    async onCall() {
      const { phone } = this.shown()
      if (this.data['desktop']) tell(await copy(tt, phone), 'copied', phone)
      else tell(await dial(tt, phone), 'numberCopied', phone)
    },
    async onCopy() {
      const { number } = this.shown().account
      tell(await copy(tt, number), 'copied', number)
    },
    onLinked(event: TtEvent) {
      this.triggerEvent('linked', { id: dataOf(event, 'id') })
    },
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
    shown(): ValueItem {
      return this.data['value'] as ValueItem
    },
  },
})
