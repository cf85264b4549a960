import type { LinkableResponse } from '../../../shared/responses.ts'
import type { Language } from '../../../shared/languages.ts'
import { say as fill, STATUS_NAMES } from '../../../shared/texts.ts'
import { statusTone } from '../../view/status-tone.ts'
import type { Named } from './draft.ts'

export type LinkItem = LinkableResponse['items'][number]

/** An approval that can be chosen, as its template shows it. */
export type LinkRow = {
  id: string
  name: string
  status: string
  tone: string
  summary: { label: string; value: string }[]
  chosen: boolean
  /** There is no room for it beside those that are chosen. */
  off: boolean
}

/** The choice of the approvals that a field names. */
export type LinkChoice = {
  open: boolean
  title: string
  chosen: Named[]
  /** How many are chosen, of how many that can be. */
  count: string
  rows: LinkRow[]
  /** There may be others behind the rows; they are on their way; there is none at all. */
  more: boolean
  busy: boolean
  none: boolean
  fault: string
}

export const NO_CHOICE: LinkChoice = {
  open: false,
  title: '',
  chosen: [],
  count: '',
  rows: [],
  more: false,
  busy: false,
  none: false,
  fault: '',
}

type Choosing = { chosen: readonly Named[]; most: number; locale: Language }

export function toLinkRows(items: readonly LinkItem[], { chosen, most, locale }: Choosing): LinkRow[] {
  return items.map(({ id, name, status, summary }) => {
    const isChosen = chosen.some((one) => one.id === id)
    return {
      id,
      name,
      status: fill(STATUS_NAMES[status], locale),
      tone: statusTone(status),
      summary,
      chosen: isChosen,
      off: !isChosen && most > 1 && chosen.length >= most,
    }
  })
}

/** With this one, or without it where it was there; of one alone it takes the place. */
export function toggled(chosen: readonly Named[], { id, name }: Named, most: number): Named[] {
  if (chosen.some((one) => one.id === id)) return chosen.filter((one) => one.id !== id)
  if (most === 1) return [{ id, name }]
  return chosen.length < most ? [...chosen, { id, name }] : [...chosen]
}
