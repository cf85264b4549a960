import { make, makeButton } from './dom.ts'
import type { Button, Department, Person } from './model.ts'
import type { Words } from './words.ts'

/** A modal dialog; Escape closes it with `undefined`. The browser keeps the focus in it and gives it back. */
function openDialog<T>(
  title: string,
  build: (close: (value: T | undefined) => void) => readonly HTMLElement[],
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const dialog = make('dialog', { class: 'dialog', label: title })
    let result: T | undefined
    const close = (value: T | undefined): void => {
      result = value
      dialog.close()
    }
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(result)
    })
    dialog.append(make('h2', { text: title }), ...build(close))
    document.body.append(dialog)
    dialog.showModal()
  })
}

export type Opinion = { reason: string; files: readonly File[] }

/** What somebody says to a decision, and the files that go with it, where the button asks for them. */
export function askOpinion(
  words: Words,
  { name, reasonRequired: isRequired, needAttachment }: Omit<Button, 'actionType'>,
): Promise<Opinion | undefined> {
  return openDialog(name, (close) => {
    const field = make('textarea', { class: 'field', label: words.reason })
    field.rows = 3
    field.required = isRequired
    field.placeholder = `${words.reason} (${isRequired ? words.required : words.optional})`
    const files = make('input', { label: words.files })
    files.type = 'file'
    files.multiple = true
    const hint = make('p', { class: 'hint', role: 'alert' })
    const onOk = (): void => {
      const reason = field.value.trim()
      if (isRequired && reason === '') hint.textContent = words.reason_required
      else close({ reason, files: [...(files.files ?? [])] })
    }
    return [
      field,
      ...(needAttachment ? [files] : []),
      hint,
      make(
        'div',
        { class: 'dialog-foot' },
        makeButton(words.cancel, () => {
          close(undefined)
        }),
        makeButton(words.ok, onOk, 'button primary'),
      ),
    ]
  })
}

type PickedPerson = { openId: string; name: string; avatarUrls: string[] }
type PickedDepartment = { openDepartmentId: string; departmentId: string }
export type Picked = { data: PickedPerson[]; department_data: PickedDepartment[] }

export type ContactWish = {
  multi?: boolean
  maxNum?: number
  chosenIds?: readonly string[]
  enableChooseDepartment?: boolean
  externalContact?: boolean
}

/** The contact picker that Feishu opens for a web app. Departments come back without a name, people as people. */
export function pickContacts(
  words: Words,
  {
    people,
    departments,
    locale,
  }: { people: readonly Person[]; departments: readonly Department[]; locale: string },
  wish: ContactWish,
): Promise<Picked | undefined> {
  const rows: { id: string; name: string; person?: PickedPerson; department?: PickedDepartment }[] = [
    ...(wish.enableChooseDepartment === true ? departments : []).map((one) => ({
      id: one.openDepartmentId,
      name: one.name[locale] ?? one.name['default'] ?? '',
      department: { openDepartmentId: one.openDepartmentId, departmentId: one.departmentId },
    })),
    ...people
      // Outsiders are offered unless the page says no.
      .filter(({ resigned, external }) => !resigned && (!external || wish.externalContact !== false))
      .map(({ openId, name, enName }) => ({
        id: openId,
        name: locale === 'zh-CN' ? name : enName,
        person: { openId, name, avatarUrls: [] },
      })),
  ]
  const multi = wish.multi !== false
  return openDialog(words.people, (close) => {
    const boxes = rows.map(({ id, name }) => {
      const box = make('input')
      box.type = multi ? 'checkbox' : 'radio'
      box.name = 'contact'
      box.value = id
      box.checked = wish.chosenIds?.includes(id) === true
      return { box, row: make('label', { class: 'pick' }, box, make('span', { text: name })) }
    })
    const onOk = (): void => {
      const chosen = new Set(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value))
      const picked = rows.filter(({ id }) => chosen.has(id)).slice(0, wish.maxNum ?? rows.length)
      close({
        data: picked.flatMap(({ person }) => person ?? []),
        department_data: picked.flatMap(({ department }) => department ?? []),
      })
    }
    return [
      make('div', { class: 'picks', role: 'group', label: words.people }, ...boxes.map(({ row }) => row)),
      make(
        'div',
        { class: 'dialog-foot' },
        makeButton(words.cancel, () => {
          close(undefined)
        }),
        makeButton(words.ok, onOk, 'button primary'),
      ),
    ]
  })
}
