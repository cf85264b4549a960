import { copy, dial, openLink } from '../../client/reach.ts'
import { locale } from '../../client/services.ts'
import { NO_VALUE, type ValueItem } from '../../features/detail/value-item.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { tellReached } from '../../view/tell-reached.ts'
import { sayIn, wordsIn } from '../../view/words.ts'

const say = sayIn(locale)

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
      if (link !== '') tellReached(await openLink(tt, link), say, 'linkCopied', link)
    },
    async onCall() {
      const { phone } = this.shown()
      if (this.data['desktop']) tellReached(await copy(tt, phone), say, 'copied', phone)
      else tellReached(await dial(tt, phone), say, 'numberCopied', phone)
    },
    async onCopy() {
      const { number } = this.shown().account
      tellReached(await copy(tt, number), say, 'copied', number)
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
