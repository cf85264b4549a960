import { pickColumns, pickDate, pickOne } from '../ui/picker-sheet.ts'
import { createTagged, isOn, toNumber, toText, type ControlContext, type CreateControl } from './control.ts'

type State = {
  mode: string
  range: unknown
  rangeKey: string
  value: unknown
  start: string
  end: string
  title: string
}

/** A button around what the package shows in it; it opens a sheet at the bottom, as the client does. */
export const createPicker: CreateControl = (context) => {
  const element = createTagged('button', 'picker')
  element.type = 'button'
  element.setAttribute('aria-haspopup', 'dialog')
  // The name is read before the choice, not in place of it.
  const name = document.createElement('span')
  name.className = 'host-unseen'
  element.append(name)
  const state: State = { mode: 'selector', range: [], rangeKey: '', value: 0, start: '', end: '', title: '' }
  element.addEventListener('click', () => {
    void pick(state, element, context)
  })
  return {
    element,
    set(attribute, value) {
      switch (attribute) {
        case 'aria-label':
          name.textContent = `${toText(value)} `
          return true
        case 'mode':
        case 'start':
        case 'end':
          state[attribute] = toText(value)
          return true
        case 'header-text':
        case 'title':
          state.title = toText(value)
          return true
        case 'range-key':
          state.rangeKey = toText(value)
          return true
        case 'range':
          state.range = value
          return true
        case 'value':
          state.value = value
          element.dataset['value'] = JSON.stringify(value ?? null)
          return true
        case 'disabled':
          element.disabled = isOn(value)
          return true
        default:
          return attribute === 'fields'
      }
    },
  }
}

async function pick(state: State, element: HTMLElement, context: ControlContext): Promise<void> {
  const label = element.querySelector('.host-unseen')?.textContent ?? ''
  const title = state.title || label.trim() || element.textContent.trim()
  const value = await choose(state, title, element, context)
  if (value === undefined) context.emit(element, 'cancel', {})
  else {
    element.dataset['value'] = JSON.stringify(value)
    context.emit(element, 'change', { value })
  }
  element.focus()
}

function choose(
  state: State,
  title: string,
  element: HTMLElement,
  { words, emit }: ControlContext,
): Promise<unknown> {
  const { mode, range, rangeKey, value, start, end } = state
  const rows = Array.isArray(range) ? (range as unknown[]) : []
  switch (mode) {
    case 'date':
    case 'time':
      return pickDate(words, { title, kind: mode, value: toText(value), start, end })
    case 'multiSelector':
      return pickColumns(words, {
        title,
        columns: rows.map((column) => namesOf(column, rangeKey)),
        chosen: Array.isArray(value) ? value.map((one) => toNumber(one, 0)) : [],
        onColumn: (column, at) => {
          emit(element, 'columnchange', { column, value: at })
        },
      })
    default:
      return pickOne(words, { title, names: namesOf(rows, rangeKey), chosen: toNumber(value, -1) })
  }
}

function namesOf(rows: unknown, key: string): string[] {
  if (!Array.isArray(rows)) return []
  return rows.map((row: unknown) =>
    key !== '' && typeof row === 'object' && row !== null
      ? toText((row as Record<string, unknown>)[key])
      : toText(row),
  )
}
