import { z } from 'zod'
import { html, type Html } from './html.ts'
import type { PageContext } from './layout.ts'
import type { ServerApi } from './server-api.ts'
import { statusWord, word } from './words.ts'

const PersonView = z.object({ userId: z.string(), name: z.string() })

const Label = z.record(z.string(), z.string())
const FieldView = z.looseObject({
  key: z.string(),
  type: z.string(),
  label: Label,
  options: z.array(z.object({ value: z.string(), label: Label })).default([]),
})
type FieldView = z.infer<typeof FieldView>

const InstanceView = z.looseObject({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  initiator: PersonView,
  form: z.record(z.string(), z.unknown()),
  fields: z.array(FieldView).default([]),
  nodes: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      approvers: z.array(PersonView).default([]),
    }),
  ),
  tasks: z.array(
    z.looseObject({
      id: z.string(),
      nodeId: z.string(),
      assignee: PersonView,
      status: z.string(),
      reason: z.string().nullish(),
      endedAt: z.number().nullish(),
    }),
  ),
  actions: z.array(z.looseObject({ action: z.string(), taskId: z.string().nullish() })).default([]),
})
type InstanceView = z.infer<typeof InstanceView>

/** What the server says about an instance, with the buttons that it allows this person. */
export async function detailBody(context: PageContext, server: ServerApi, id: string): Promise<Html> {
  const { user, locale } = context
  const answer = await server.call(user, 'GET', `/api/v1/instances/${encodeURIComponent(id)}`, locale)
  const parsed = InstanceView.safeParse(answer.body)
  if (!parsed.success)
    return html`<main><pre class="card">${JSON.stringify(answer.body, null, 2)}</pre></main>`
  const instance = parsed.data
  return html`<main>
    <section class="card">
      <h2>
        ${instance.title} <span class="tag ${instance.status}">${statusWord(instance.status, locale)}</span>
      </h2>
      <div class="soft">${word('initiator', locale)} ${instance.initiator.name} · ${instance.id}</div>
      <dl>
        ${Object.entries(instance.form).map(
          ([key, value]) =>
            html`<dt>${labelOf(instance, key, locale)}</dt>
              <dd>${toText(context, fieldOf(instance, key), value)}</dd>`,
        )}
      </dl>
      <div class="row">
        ${instance.actions.map((action) => actionButton(context, instance.id, action))}
        <a href="/?user=${encodeURIComponent(user)}&locale=${locale}">${word('back', locale)}</a>
      </div>
    </section>
    ${instance.nodes.map((node) => nodeCard(instance, node, locale))}
  </main>`
}

function nodeCard(instance: InstanceView, node: InstanceView['nodes'][number], locale: string): Html {
  const tasks = instance.tasks.filter((task) => task.nodeId === node.id)
  return html`<section class="card">
    <h2>${node.name} <span class="tag">${node.status}</span></h2>
    ${tasks.length === 0 && html`<div class="soft">${node.approvers.map(({ name }) => name).join(' · ')}</div>`}
    <dl>
      ${tasks.map(
        (task) =>
          html`<dt>${task.assignee.name}</dt>
            <dd>
              <span class="tag ${task.status}">${statusWord(task.status, locale)}</span> ${task.reason}
            </dd>`,
      )}
    </dl>
  </section>`
}

const fieldOf = (instance: InstanceView, key: string): FieldView | undefined =>
  instance.fields.find((field) => field.key === key)

function labelOf(instance: InstanceView, key: string, locale: string): string {
  const label = fieldOf(instance, key)?.label
  return label?.[locale] ?? Object.values(label ?? {})[0] ?? key
}

/** Option labels, people's names, ranges and amounts in place of the raw values. */
function toText(context: PageContext, field: FieldView | undefined, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => toText(context, field, one)).join(', ')
  if (typeof value === 'object' && value !== null)
    return Object.values(value).join(field?.type === 'money' ? ' ' : ' – ')
  if (typeof value !== 'string') return JSON.stringify(value)
  const option = field?.options.find((one) => one.value === value)
  if (option) return option.label[context.locale] ?? Object.values(option.label)[0] ?? value
  return field?.type === 'contact' ? (context.world.state.people.get(value)?.name ?? value) : value
}

const CLASS: Readonly<Record<string, string>> = { approve: 'APPROVE', reject: 'REJECT' }

function actionButton(
  { user, locale }: PageContext,
  id: string,
  { action, taskId }: { action: string; taskId?: string | null | undefined },
): Html {
  const name =
    action === 'approve' || action === 'reject' || action === 'withdraw' ? word(action, locale) : action
  return html`<button
    class="${CLASS[action]}"
    data-to="/page/act"
    data-reason="${word('reason', locale)}"
    data-send="${JSON.stringify({ user, id, action, taskId: taskId ?? null })}"
  >
    ${name}
  </button>`
}
