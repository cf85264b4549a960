import { make, makeButton } from './dom.ts'
import { openSheet } from './sheet.ts'
import type { Words } from './words.ts'

const heading = (text: string): HTMLElement => make('h2', { class: 'host-title', text })

/** One of several names; answers its index. */
export function pickOne(
  words: Words,
  { title, names, chosen }: { title: string; names: readonly string[]; chosen: number },
): Promise<number | undefined> {
  return openSheet({ label: title }, (close) => {
    const options = names.map((name, at) => {
      const option = makeButton(name, () => close(at), 'host-option')
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', String(at === chosen))
      return option
    })
    const list = make('div', { class: 'host-options', role: 'listbox', label: title }, ...options)
    list.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step === 0) return
      event.preventDefault()
      options[options.indexOf(document.activeElement as HTMLButtonElement) + step]?.focus()
    })
    queueMicrotask(() => (options[chosen] ?? options[0])?.focus())
    return [heading(title), list, makeButton(words.cancel, () => close(undefined), 'host-button wide')]
  })
}

const buttons = (words: Words, onOk: () => void, onCancel: () => void): HTMLElement =>
  make(
    'div',
    { class: 'host-buttons' },
    makeButton(words.cancel, onCancel),
    makeButton(words.ok, onOk, 'host-button primary'),
  )

/** One index of each column. */
export function pickColumns(
  words: Words,
  options: {
    title: string
    columns: readonly (readonly string[])[]
    chosen: readonly number[]
    onColumn: (column: number, at: number) => void
  },
): Promise<number[] | undefined> {
  return openSheet({ label: options.title }, (close) => {
    const selects = options.columns.map((names, column) => {
      const select = make('select', { class: 'host-select', label: `${options.title} ${String(column + 1)}` })
      select.append(
        ...names.map((name, at) => new Option(name, String(at), false, at === options.chosen[column])),
      )
      select.addEventListener('change', () => {
        options.onColumn(column, select.selectedIndex)
      })
      return select
    })
    const onOk = (): void => close(selects.map((select) => Math.max(0, select.selectedIndex)))
    return [
      heading(options.title),
      make('div', { class: 'host-columns' }, ...selects),
      buttons(words, onOk, () => close(undefined)),
    ]
  })
}

/** A day as `2026-11-20`, or a time as `09:30`. */
export function pickDate(
  words: Words,
  options: { title: string; kind: 'date' | 'time'; value: string; start: string; end: string },
): Promise<string | undefined> {
  return openSheet({ label: options.title }, (close) => {
    const field = make('input', { class: 'host-field', label: options.title })
    field.type = options.kind
    field.min = options.start
    field.max = options.end
    field.value = options.value
    const onOk = (): void => {
      if (field.value !== '' && field.checkValidity()) close(field.value)
      else field.reportValidity()
    }
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return
      // Else the key would also press what gets the focus back, and open the sheet again.
      event.preventDefault()
      onOk()
    })
    return [heading(options.title), field, buttons(words, onOk, () => close(undefined))]
  })
}
