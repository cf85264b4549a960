import { locale } from '../../client/services.ts'
import { NO_FIELD, type FieldView } from '../../features/form/field-view.ts'
import { dataOf } from '../../view/events.ts'
import { wordsIn } from '../../view/words.ts'

Component({
  properties: {
    field: { type: Object, value: NO_FIELD },
    /** Apart from the field: a field that is set anew writes its text into the input, whatever was typed since. */
    fault: { type: String, value: '' },
  },
  data: {
    t: wordsIn(locale, [
      ...(['required', 'choose', 'chooseDate', 'from', 'to', 'currency', 'clear', 'remove'] as const),
      ...(['uploading', 'addPerson', 'addDepartment', 'addImage', 'addFile'] as const),
    ]),
  },
  methods: {
    onInput(event: TtEvent) {
      this.edit(event.detail['value'], dataOf(event, 'part'))
    },
    onCurrency(event: TtEvent) {
      this.edit(this.shown().currencies[Number(event.detail['value'])], 'currency')
    },
    onSelect(event: TtEvent) {
      this.edit(this.shown().options[Number(event.detail['value'])]?.value)
    },
    onCheck(event: TtEvent) {
      this.edit(event.detail['value'])
    },
    onClear() {
      this.edit('')
    },
    onBlur() {
      this.triggerEvent('leave', { key: this.shown().key })
    },
    onPick() {
      this.triggerEvent('pick', { key: this.shown().key })
    },
    onRemove(event: TtEvent) {
      this.triggerEvent('remove', { key: this.shown().key, id: dataOf(event, 'id') })
    },
    edit(value: unknown, part = '') {
      this.triggerEvent('edit', { key: this.shown().key, value, part })
    },
    shown(): FieldView {
      return this.data['field'] as FieldView
    },
  },
})
