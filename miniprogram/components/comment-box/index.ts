import { cleanText } from '../../../shared/person-text.ts'
import { chooseContacts } from '../../client/ask.ts'
import { locale } from '../../client/services.ts'
import { uploadPicked } from '../../client/upload.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn, wordsIn } from '../../view/words.ts'

const MAX_FILES = 9
const MAX_PEOPLE = 50

type Chip = { id: string; name: string }
const say = sayIn(locale)

/** A comment being written. It empties once the page says that it has arrived, by raising `sent`. */
Component({
  properties: {
    sending: { type: Boolean, value: false },
    sent: { type: Number, value: 0, observer: 'empty' },
  },
  data: {
    t: wordsIn(locale, [
      ...(['commentHint', 'remove', 'mention', 'addImage', 'addFile', 'submitting', 'sendComment'] as const),
    ]),
    /** Written to the input only to empty it: its text is its own while somebody types. */
    initial: '',
    text: '',
    mentions: [] as Chip[],
    files: [] as Chip[],
    busy: false,
    fault: '',
  },
  methods: {
    empty() {
      // The same empty text twice would be no change.
      this.setData({ initial: this.data['text'], text: '', mentions: [], files: [], fault: '' })
      this.setData({ initial: '' })
    },
    onInput(event: TtEvent) {
      this.setData({ text: detailOf(event, 'value'), fault: '' })
    },
    async onMention() {
      const chosen = this.chips('mentions').map(({ id }) => id)
      try {
        const mentions = await chooseContacts(tt, { chosen, limit: MAX_PEOPLE })
        if (mentions) this.setData({ mentions, fault: '' })
      } catch (error) {
        this.setData({ fault: troubleText(error, say) })
      }
    },
    async onPick(event: TtEvent) {
      const kind = dataOf(event, 'kind') === 'image' ? 'image' : 'attachment'
      await uploadPicked(kind, MAX_FILES - this.chips('files').length, {
        busy: (busy) => this.setData({ busy }),
        uploaded: (added) =>
          this.setData({
            files: [...this.chips('files'), ...added.map(({ id, name }) => ({ id, name }))],
            fault: '',
          }),
        failed: (error) => this.setData({ fault: troubleText(error, say) }),
      })
    },
    onUnmention(event: TtEvent) {
      this.drop('mentions', dataOf(event, 'id'))
    },
    onRemove(event: TtEvent) {
      this.drop('files', dataOf(event, 'id'))
    },
    onSend() {
      const text = cleanText(String(this.data['text']))
      const ids = (name: 'mentions' | 'files') => this.chips(name).map(({ id }) => id)
      const attachments = ids('files')
      const isEmpty = text === '' && attachments.length === 0
      this.setData({ fault: isEmpty ? say('commentEmpty') : '' })
      if (!isEmpty) this.triggerEvent('send', { text, mentions: ids('mentions'), attachments })
    },
    chips(name: 'mentions' | 'files'): Chip[] {
      return this.data[name] as Chip[]
    },
    drop(name: 'mentions' | 'files', gone: string) {
      this.setData({ [name]: this.chips(name).filter(({ id }) => id !== gone) })
    },
  },
})
