import type { ChosenContacts, ChosenDepartment, Contact, ContactWish } from '../backends/backend.ts'
import { make, makeButton } from './dom.ts'
import { openSheet } from './sheet.ts'
import type { Words } from './words.ts'

export type Directory = {
  people: readonly (Contact & { department: string })[]
  departments: readonly (ChosenDepartment & { name: string })[]
}

type Row = { id: string; name: string; note: string }

/** The client's own contact picker: search, one or several. Answers `undefined` when it is left. */
export function pickContacts(
  words: Words,
  { people, departments }: Directory,
  wish: ContactWish,
): Promise<ChosenContacts | undefined> {
  const chosen = new Set(wish.chosenIds)
  const rows: Row[] = [
    ...(wish.withDepartments ? departments : []).map(({ openDepartmentId, name }) => ({
      id: openDepartmentId,
      name,
      note: words.department,
    })),
    ...people.map(({ openId, name, department }) => ({ id: openId, name, note: department })),
  ]
  const result = (): ChosenContacts => ({
    data: people
      .filter(({ openId }) => chosen.has(openId))
      .map(({ openId, name, avatarUrls }) => ({ openId, name, avatarUrls })),
    department_data: departments
      .filter(({ openDepartmentId }) => chosen.has(openDepartmentId))
      .map(({ openDepartmentId, departmentId }) => ({ openDepartmentId, departmentId })),
  })
  return openSheet({ label: words.people }, (close) => {
    const hint = make('p', { class: 'host-words', role: 'status' })
    const onToggle = (id: string, on: boolean): boolean => {
      if (on && wish.multi && chosen.size >= wish.max) {
        hint.textContent = wish.limitTips
        return false
      }
      if (!wish.multi) chosen.clear()
      if (on) chosen.add(id)
      else chosen.delete(id)
      hint.textContent = wish.multi ? `${words.chosen} ${String(chosen.size)}` : ''
      if (!wish.multi) close(result())
      return true
    }
    const buttons = wish.multi ? [makeButton(words.ok, () => close(result()), 'host-button primary')] : []
    return [
      make('h2', { class: 'host-title', text: words.people }),
      ...searchable(words, rows, (row) =>
        toRow(row, { chosen, disabled: new Set(wish.disabledIds) }, onToggle),
      ),
      hint,
      make(
        'div',
        { class: 'host-buttons' },
        makeButton(words.cancel, () => close(undefined)),
        ...buttons,
      ),
    ]
  })
}

/** A search field, and the list that it filters. Rows stay the same elements, so that what is ticked stays so. */
function searchable(words: Words, rows: readonly Row[], toElement: (row: Row) => HTMLElement): HTMLElement[] {
  const search = make('input', { class: 'host-field', label: words.search })
  search.type = 'search'
  search.placeholder = words.search
  const nobody = make('p', { class: 'host-words', text: words.nobody })
  const elements = rows.map((row) => ({
    text: `${row.name} ${row.note}`.toLowerCase(),
    element: toElement(row),
  }))
  const filter = (): void => {
    const wanted = search.value.trim().toLowerCase()
    for (const { text, element } of elements) element.hidden = !text.includes(wanted)
    nobody.hidden = elements.some(({ element }) => !element.hidden)
  }
  search.addEventListener('input', filter)
  filter()
  const list = elements.map(({ element }) => element)
  return [search, make('div', { class: 'host-options', role: 'group', label: words.people }, ...list, nobody)]
}

function toRow(
  { id, name, note }: Row,
  { chosen, disabled }: { chosen: ReadonlySet<string>; disabled: ReadonlySet<string> },
  onToggle: (id: string, on: boolean) => boolean,
): HTMLElement {
  const box = make('input')
  box.type = 'checkbox'
  box.checked = chosen.has(id)
  box.disabled = disabled.has(id)
  box.addEventListener('change', () => {
    if (!onToggle(id, box.checked)) box.checked = !box.checked
  })
  return make(
    'label',
    { class: 'host-person' },
    box,
    make('span', { text: name }),
    make('small', { text: note }),
  )
}
