import { chooseContacts, type Chosen } from '../../client/ask.ts'
import { locale } from '../../client/services.ts'
import { uploadPicked } from '../../client/upload.ts'
import { needsReason, NO_DECISION, type Decision } from '../../features/detail/decision.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn, wordsIn } from '../../view/words.ts'

const MAX_FILES = 9

/** Asks for all that a decision takes: a choice, people, words and files. What was typed stays until the panel closes. */
Component({
  properties: {
    decision: { type: Object, value: NO_DECISION, observer: 'empty' },
    sending: { type: Boolean, value: false },
    fault: { type: String, value: '', observer: 'tell' },
  },
  data: {
    t: wordsIn(locale, [
      ...(['reasonRequired', 'reasonOptional', 'remove', 'addImage', 'addFile', 'cancel'] as const),
      ...(['submitting', 'addPerson', 'changePeople', 'phrases'] as const),
    ]),
    choice: '',
    people: [] as Chosen[],
    reason: '',
    /** Written to the input only by what is tapped: its text is its own while somebody types. */
    filled: '',
    /** Whether it has to be given, as things are chosen. */
    required: false,
    files: [] as Chosen[],
    busy: false,
    uploadFault: '',
    /** The fault, until what it is about is changed. */
    told: '',
  },
  methods: {
    tell() {
      this.setData({ told: this.data['fault'] })
    },
    empty() {
      const { choices, people } = this.asked()
      this.setData({ people, reason: '', filled: '', files: [], uploadFault: '' })
      this.take(choices[0]?.value ?? '')
    },
    onTake(event: TtEvent) {
      this.take(dataOf(event, 'value'))
    },
    async onChoose() {
      const chosen = this.listed('people').map(({ id }) => id)
      try {
        const people = await chooseContacts(tt, { chosen, limit: this.asked().most })
        if (people) this.setData({ people, told: '' })
      } catch (error) {
        this.setData({ told: troubleText(error, sayIn(locale)) })
      }
    },
    onDrop(event: TtEvent) {
      this.drop('people', dataOf(event, 'id'))
    },
    onInput(event: TtEvent) {
      this.setData({ reason: detailOf(event, 'value'), told: '' })
    },
    /** A ready word goes behind what is there. */
    onPhrase(event: TtEvent) {
      const before = String(this.data['reason'])
      const reason =
        before.trim() === '' ? dataOf(event, 'value') : `${before.trimEnd()} ${dataOf(event, 'value')}`
      // The same text twice would be no change, and what was typed since would stay.
      this.setData({ filled: before })
      this.setData({ reason, filled: reason, told: '' })
    },
    async onPick(event: TtEvent) {
      const kind = dataOf(event, 'kind') === 'image' ? 'image' : 'attachment'
      await uploadPicked(kind, MAX_FILES - this.listed('files').length, {
        busy: (busy) => this.setData({ busy }),
        uploaded: (added) =>
          this.setData({ files: [...this.listed('files'), ...added.map(toChip)], uploadFault: '' }),
        failed: (error) => this.setData({ uploadFault: troubleText(error, sayIn(locale)) }),
      })
    },
    onRemove(event: TtEvent) {
      this.drop('files', dataOf(event, 'id'))
    },
    onCancel() {
      this.triggerEvent('cancel')
    },
    onConfirm() {
      const ids = (name: 'files' | 'people') => this.listed(name).map(({ id }) => id)
      const { reason, choice } = this.data
      this.triggerEvent('confirm', { reason, choice, attachments: ids('files'), people: ids('people') })
    },
    take(choice: string) {
      this.setData({ choice, required: needsReason(this.asked(), choice), told: '' })
    },
    drop(name: 'files' | 'people', gone: string) {
      this.setData({ [name]: this.listed(name).filter(({ id }) => id !== gone) })
    },
    listed(name: 'files' | 'people'): Chosen[] {
      return this.data[name] as Chosen[]
    },
    asked(): Decision {
      return this.data['decision'] as Decision
    },
  },
})

const toChip = ({ id, name }: Chosen): Chosen => ({ id, name })
