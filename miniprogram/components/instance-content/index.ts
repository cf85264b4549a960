import { NOTHING_SHOWN, type Shown } from '../../features/detail/instance-view.ts'
import { locale } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import { sayIn, wordsIn } from '../../view/words.ts'

const say = sayIn(locale)

/** What an approval says: its title, status and the values of its form. */
Component({
  properties: {
    shown: { type: Object, value: NOTHING_SHOWN },
    /** Tables are a grid, as in desktop clients. */
    wide: { type: Boolean, value: false },
  },
  data: { t: wordsIn(locale, ['number', 'copyNumber']) },
  methods: {
    /** Where nothing can be copied it is shown. */
    onCopy() {
      const { copied } = this.data['shown'] as Shown
      tt.setClipboardData({
        data: copied,
        success: () => tt.showToast({ title: say('copied'), icon: 'success' }),
        fail: () => tt.showToast({ title: copied, icon: 'none' }),
      })
    },
    onLinked(event: TtEvent) {
      this.triggerEvent('linked', { id: detailOf(event, 'id') })
    },
    onSource() {
      this.triggerEvent('source')
    },
    onOpen(event: TtEvent) {
      this.triggerEvent('open', { id: detailOf(event, 'id') })
    },
  },
})
