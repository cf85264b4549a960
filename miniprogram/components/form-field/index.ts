import { TEXTS } from '../../../shared/texts.ts'
import { locale } from '../../client/services.ts'
import { NO_FIELD, type FieldView, type OptionView } from '../../features/form/field-view.ts'
import { dataOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

const HALVES = ['am', 'pm']

/** One field of a form, or with `cell` one cell of a grid, which has its caption elsewhere. */
Component({
  properties: {
    field: { type: Object, value: NO_FIELD },
    /** Apart from the field: a field that is set anew writes its text into the input, whatever was typed since. */
    fault: { type: String, value: '' },
    cell: { type: Boolean, value: false },
    /** Said behind the label to who cannot see in which row it stands. */
    where: { type: String, value: '' },
    /** Of the column, where the field has none of its own. */
    options: { type: Array, value: [] },
  },
  data: {
    t: wordsIn(locale, [
      ...(['required', 'choose', 'chooseDate', 'from', 'to', 'currency', 'clear', 'remove'] as const),
      ...(['uploading', 'addPerson', 'addDepartment', 'addImage', 'addFile', 'addApproval'] as const),
      ...(['chooseTime', 'fromTime', 'toTime', 'fromHalf', 'toHalf'] as const),
      ...(['accountName', 'accountBank', 'accountNumber'] as const),
    ]),
    halves: [TEXTS.halfAm[locale], TEXTS.halfPm[locale]],
  },
  methods: {
    onInput(event: TtEvent) {
      this.edit(event.detail['value'], dataOf(event, 'part'))
    },
    onCurrency(event: TtEvent) {
      this.edit(this.shown().currencies[Number(event.detail['value'])], 'currency')
    },
    onHalf(event: TtEvent) {
      this.edit(HALVES[Number(event.detail['value'])], dataOf(event, 'part'))
    },
    onSelect(event: TtEvent) {
      const { options } = this.shown()
      const offered = options.length > 0 ? options : (this.data['options'] as OptionView[])
      this.edit(offered[Number(event.detail['value'])]?.value)
    },
    onCheck(event: TtEvent) {
      this.edit(event.detail['value'])
    },
    onClear() {
      this.edit('')
    },
    onBlur() {
      this.tell('leave')
    },
    onEnter() {
      this.tell('enter')
    },
    onPick() {
      this.tell('pick')
    },
    /** Options that another system has. */
    onOptions() {
      this.tell('options')
    },
    /** Approvals that this one is linked with. */
    onLink() {
      this.tell('link')
    },
    onRemove(event: TtEvent) {
      this.triggerEvent('remove', { key: this.shown().key, id: dataOf(event, 'id') })
    },
    edit(value: unknown, part = '') {
      this.triggerEvent('edit', { key: this.shown().key, value, part })
    },
    tell(what: string) {
      this.triggerEvent(what, { key: this.shown().key })
    },
    shown(): FieldView {
      return this.data['field'] as FieldView
    },
  },
})
