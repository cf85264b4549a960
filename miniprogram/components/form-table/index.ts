import { locale } from '../../client/services.ts'
import { NO_FIELD, type FieldView } from '../../features/form/field-view.ts'
import { wordsIn } from '../../view/words.ts'

/** What stands around the rows of a table, which the page puts in: with `grid` their columns have a header. */
Component({
  properties: {
    field: { type: Object, value: NO_FIELD },
    fault: { type: String, value: '' },
    /** How many rows there are, and what they come to. */
    line: { type: String, value: '' },
    grid: { type: Boolean, value: false },
  },
  data: { t: wordsIn(locale, ['required', 'addRow', 'rowActions']) },
  methods: {
    onAdd() {
      this.triggerEvent('add', { key: (this.data['field'] as FieldView).key })
    },
  },
})
