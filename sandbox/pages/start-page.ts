import { z } from 'zod'
import { textIn } from '../localized.ts'
import { html, type Html } from './html.ts'
import type { PageContext } from './layout.ts'
import type { ServerApi } from './server-api.ts'
import { word } from './words.ts'

const Label = z.record(z.string(), z.string())

const FieldView = z.looseObject({
  key: z.string(),
  type: z.string(),
  label: Label,
  required: z.boolean().default(false),
  options: z.array(z.object({ value: z.string(), label: Label })).default([]),
  currencies: z.array(z.string()).default(['CNY']),
})
type FieldView = z.infer<typeof FieldView>

const DefinitionView = z.looseObject({
  code: z.string(),
  name: z.string(),
  form: z.array(FieldView),
  choices: z.array(z.object({ nodeId: z.string(), name: z.string() })).default([]),
})

/** A plain form for one definition, made from what the server says it wants. */
export async function startBody(context: PageContext, server: ServerApi, id: string): Promise<Html> {
  const { user, locale } = context
  const answer = await server.call(user, 'GET', `/api/v1/definitions/${encodeURIComponent(id)}`, locale)
  const parsed = DefinitionView.safeParse(answer.body)
  if (!parsed.success)
    return html`<main><pre class="card">${JSON.stringify(answer.body, null, 2)}</pre></main>`
  const { code, name, form, choices } = parsed.data
  return html`<main>
    <form class="card" data-user="${user}" data-definition="${code}">
      <h2>${name}</h2>
      ${form.map((field) => fieldBox(context, field))}
      ${choices.map(
        (choice) =>
          html`<label data-node="${choice.nodeId}" data-type="contact"
            ><span>${word('approvers', locale)} · ${choice.name} <i>*</i></span
            >${peopleSelect(context)}</label
          >`,
      )}
      <div class="row"><button class="primary">${word('submit', locale)}</button></div>
    </form>
  </main>`
}

function fieldBox(context: PageContext, field: FieldView): Html {
  const { locale } = context
  const label = textIn({ default: Object.values(field.label)[0] ?? '', ...field.label }, locale)
  const caption = html`<span>${label} ${field.required && html`<i>*</i>`}</span>`
  if (field.type === 'multiselect') {
    return html`<fieldset data-field="${field.key}" data-type="multiselect">
      <legend>${caption}</legend>
      ${field.options.map(
        (option) =>
          html`<label
            ><input type="checkbox" value="${option.value}" />${textOf(option.label, locale)}</label
          >`,
      )}
    </fieldset>`
  }
  return html`<label data-field="${field.key}" data-type="${field.type}"
    >${caption}${control(context, field)}</label
  >`
}

const textOf = (label: Record<string, string>, locale: string): string =>
  label[locale] ?? Object.values(label)[0] ?? ''

function control(context: PageContext, field: FieldView): Html {
  const { locale, world } = context
  switch (field.type) {
    case 'textarea':
      return html`<textarea rows="3"></textarea>`
    case 'number':
      return html`<input type="number" step="any" />`
    case 'money':
      return html`<span class="row"
        ><input inputmode="decimal" /><select>
          ${field.currencies.map((currency) => html`<option>${currency}</option>`)}
        </select></span
      >`
    case 'date':
      return html`<input type="date" />`
    case 'daterange':
      return html`<span class="row"><input type="date" /><input type="date" /></span>`
    case 'select':
      return html`<select>
        <option value=""></option>
        ${field.options.map((option) => html`<option value="${option.value}">${textOf(option.label, locale)}</option>`)}
      </select>`
    case 'contact':
      return peopleSelect(context)
    case 'department':
      return html`<select multiple>
        ${[...world.state.departments.values()].map(
          (department) =>
            html`<option value="${department.openDepartmentId}">${textIn(department.name, locale)}</option>`,
        )}
      </select>`
    case 'image':
    case 'attachment':
      return html`<span class="soft">${word('later', locale)}</span>`
    default:
      return html`<input />`
  }
}

function peopleSelect({ world, locale }: PageContext): Html {
  return html`<select multiple size="5">
    ${[...world.state.people.values()]
      .filter((person) => !person.resigned)
      .map(
        (person) =>
          html`<option value="${person.userId}">
            ${locale === 'zh-CN' ? person.name : person.enName} · ${person.userId}
          </option>`,
      )}
  </select>`
}
