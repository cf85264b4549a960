import { locale } from '../../client/services.ts'
import { uploadPicked } from '../../client/upload.ts'
import { NO_DECISION } from '../../features/detail/action-items.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn, wordsIn } from '../../view/words.ts'

const MAX_FILES = 9

type Chip = { id: string; name: string }

/** Asks for the words and files of a decision. What was typed stays until the panel closes. */
Component({
  properties: {
    decision: { type: Object, value: NO_DECISION, observer: 'empty' },
    sending: { type: Boolean, value: false },
    fault: { type: String, value: '' },
  },
  data: {
    t: wordsIn(locale, [
      ...(['reasonRequired', 'reasonOptional', 'remove', 'addImage', 'addFile', 'cancel'] as const),
      'submitting',
    ]),
    reason: '',
    files: [] as Chip[],
    busy: false,
    uploadFault: '',
  },
  methods: {
    empty() {
      this.setData({ reason: '', files: [], uploadFault: '' })
    },
    onInput(event: TtEvent) {
      this.setData({ reason: detailOf(event, 'value') })
    },
    async onPick(event: TtEvent) {
      const kind = dataOf(event, 'kind') === 'image' ? 'image' : 'attachment'
      await uploadPicked(kind, MAX_FILES - this.files().length, {
        busy: (busy) => this.setData({ busy }),
        uploaded: (added) =>
          this.setData({ files: [...this.files(), ...added.map(toChip)], uploadFault: '' }),
        failed: (error) => this.setData({ uploadFault: troubleText(error, sayIn(locale)) }),
      })
    },
    onRemove(event: TtEvent) {
      this.setData({ files: this.files().filter(({ id }) => id !== dataOf(event, 'id')) })
    },
    onCancel() {
      this.triggerEvent('cancel')
    },
    onConfirm() {
      const attachments = this.files().map(({ id }) => id)
      this.triggerEvent('confirm', { reason: this.data['reason'], attachments })
    },
    files(): Chip[] {
      return this.data['files'] as Chip[]
    },
  },
})

const toChip = ({ id, name }: Chip): Chip => ({ id, name })
