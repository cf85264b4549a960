import type { TableField } from '../../../shared/form/field.ts'
import { chooseItem, confirms } from '../../client/ask.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import type { Draft } from './draft.ts'
import { isFilled, isFull, withCopy, withMovedRow, withNewRow, withoutRow } from './edit-rows.ts'
import { cellId, rowPlace } from './field-id.ts'
import { change, say, showFields, type FormContext } from './form-context.ts'
import type { FormEvent } from './form-data.ts'
import { rowsIn } from './form-input.ts'
import type { FormState } from './form-state.ts'

type Events = 'onAddRow' | 'onEnter' | 'onOpenRow' | 'onRow' | 'onRowMenu'

const ROW_ACTS = ['copy', 'up', 'down', 'remove'] as const
type RowAct = (typeof ROW_ACTS)[number]

/** A row of a form that is being filled in. */
type RowPlace = { state: FormState; table: TableField; at: number; id: string }

/** What a person does with the rows of a table. */
export function rowEvents(context: FormContext): Pick<Controller<FormEvent>, Events> {
  return {
    onAddRow: (event) => addRow(context, detailOf(event, 'key')),
    onEnter: (event) => {
      const place = rowIn(context, detailOf(event, 'key').split('.')[0])
      if (!place || context.device === 'phone') return
      const { state, table, at } = place
      if (at === rowsIn(state.draft, table.key).length - 1) addRow(context, table.key)
    },
    onOpenRow: (event) => {
      const { state } = context
      if (!state) return
      const row = dataOf(event, 'row')
      state.open = state.open === row ? '' : row
      showFields(context)
    },
    onRow: (event) => {
      const place = rowIn(context, dataOf(event, 'row'))
      const act = ROW_ACTS.find((one) => one === dataOf(event, 'act'))
      return place && act && doWith(context, place, act)
    },
    onRowMenu: async (event) => {
      const row = dataOf(event, 'row')
      const offered = actsOn(rowIn(context, row))
      const chosen = await chooseItem(tt, offered.map(toText))
      const act = chosen === undefined ? undefined : offered[chosen]
      const place = rowIn(context, row)
      if (place && act) await doWith(context, place, act)
    },
  }
}

const toText = (act: RowAct): string =>
  say(({ copy: 'copyRow', up: 'moveRowUp', down: 'moveRowDown', remove: 'removeRow' } as const)[act])

function rowIn({ state }: FormContext, id: string | undefined): RowPlace | undefined {
  const found = state && id !== undefined ? rowPlace(state.definition.form, state.draft, id) : undefined
  return state && found && id !== undefined ? { state, ...found, id } : undefined
}

/** What can be done with a row where it is. */
function actsOn(place: RowPlace | undefined): RowAct[] {
  if (!place) return []
  const { state, table, at } = place
  const isLast = at === rowsIn(state.draft, table.key).length - 1
  const isPossible: Record<RowAct, boolean> = {
    copy: !isFull(state.draft, table),
    up: at > 0,
    down: !isLast,
    remove: true,
  }
  return ROW_ACTS.filter((act) => isPossible[act])
}

function addRow(context: FormContext, key: string): void {
  const { state } = context
  const table = state?.definition.form.find((field) => field.key === key)
  if (!state || table?.type !== 'table' || isFull(state.draft, table)) return
  const draft = withNewRow(state.draft, table, state.defaults)
  goTo(state, table, draft, rowsIn(draft, key).length - 1, context.device === 'pc')
  change(context, draft, key)
}

/** Opens a row, and where there is a keyboard for it, leaves it in its first field. */
function goTo(state: FormState, table: TableField, draft: Draft, at: number, types: boolean): void {
  const row = rowsIn(draft, table.key)[at]?.id ?? ''
  state.open = row
  state.focus = types ? cellId(row, table.columns[0]?.key ?? '') : ''
}

async function doWith(context: FormContext, place: RowPlace, act: RowAct): Promise<void> {
  const { state, table, at, id } = place
  switch (act) {
    case 'copy': {
      const draft = withCopy(state.draft, table, at)
      goTo(state, table, draft, at + 1, false)
      change(context, draft, table.key)
      return
    }
    case 'up':
    case 'down':
      change(context, withMovedRow(state.draft, table, at, act === 'up' ? -1 : 1), table.key)
      return
    case 'remove':
      if (await isSure(place)) removeRow(context, id)
  }
}

/** What was filled in would be gone: that is asked first. */
async function isSure({ state, table, at }: RowPlace): Promise<boolean> {
  const row = rowsIn(state.draft, table.key)[at]
  if (!row || !isFilled(table, row, state.defaults)) return true
  return confirms(tt, { title: say('removeRow'), content: say('removeRowAsked', { number: at + 1 }) })
}

/** With all that was said of it: another row may get its name. */
function removeRow(context: FormContext, id: string): void {
  const place = rowIn(context, id)
  if (!place) return
  const { state, table, at } = place
  const isOfIt = (name: string): boolean => name.startsWith(`${id}.`)
  state.left = new Set([...state.left].filter((name) => !isOfIt(name)))
  state.refused = Object.fromEntries(Object.entries(state.refused).filter(([name]) => !isOfIt(name)))
  state.busy = new Set([...state.busy].filter((name) => !isOfIt(name)))
  if (state.open === id) state.open = ''
  change(context, withoutRow(state.draft, table, at), table.key)
}
