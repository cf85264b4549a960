import { say as fill, STATUS_NAMES } from '../../../shared/texts.ts'
import type { Column, FieldOf } from '../../../shared/form/field.ts'
import type { LinkableResponse } from '../../../shared/responses.ts'
import { api, locale } from '../../client/services.ts'
import type { AskedPlace } from './edit-draft.ts'
import { inTable } from './field-id.ts'
import type { FormState } from './form-state.ts'
import type { OptionPage } from './option-search.ts'

/** A field, or a column in one row, that names approvals. */
export type LinkPlace = AskedPlace & { field: FieldOf<'approval'> }

export const isLink = (place: AskedPlace): place is LinkPlace => isApproval(place.field)

const isApproval = (field: Column): field is FieldOf<'approval'> => field.type === 'approval'

/** A page may be empty and have a next one, as looking for words has a bound: so many are followed at once. */
const EMPTY_PAGES = 5

/** Asks for the approvals that a field may name. */
export function linkablePages(state: Pick<FormState, 'definition' | 'again'>, { field, table }: LinkPlace) {
  const place = inTable(field, table)
  const instance = state.again?.id ?? ''
  return async (q: string, page: string): Promise<OptionPage> => {
    let found = await api.linkable(state.definition.code, { field: place, instance, q, cursor: page })
    for (
      let count = 1;
      found.items.length === 0 && found.nextCursor !== null && count < EMPTY_PAGES;
      count += 1
    )
      found = await api.linkable(state.definition.code, {
        field: place,
        instance,
        q,
        cursor: found.nextCursor,
      })
    return { options: found.items.map(toOption), next: found.nextCursor }
  }
}

const toOption = ({ id, name, status, summary }: LinkableResponse['items'][number]) => ({
  value: id,
  label: name,
  hint: [fill(STATUS_NAMES[status], locale), ...summary.map(({ value }) => value)].join(' · '),
})
