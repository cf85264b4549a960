import { chatOf } from '../center/chat.ts'
import { listsOf } from '../center/lists.ts'
import { textIn } from '../localized.ts'
import type { Definition } from '../store/records.ts'
import { html, safeHref, type Html } from './html.ts'
import { TABS, type PageContext, type Tab } from './layout.ts'
import { statusWord, word } from './words.ts'

type Lists = ReturnType<typeof listsOf>
type Entry = Lists['todo'][number] | Lists['started'][number] | Lists['cc'][number]
type Message = ReturnType<typeof chatOf>[number]

/** Tabs and the chosen list of one person. */
export function homeBody(context: PageContext, tab: Tab): Html {
  const { world, user, locale } = context
  const lists = listsOf(world, user, locale)
  const chat = chatOf(world, user, locale)
  const counts: Partial<Record<Tab, number>> = {
    todo: lists.todo.length,
    chat: chat.filter((message) => message.kind === 'card' && message.buttons.length > 0).length,
  }
  return html`<nav>
      ${TABS.map(
        (one) =>
          html`<a
            class="${one === tab && 'on'}"
            href="/?user=${encodeURIComponent(user)}&locale=${locale}&tab=${one}"
            >${word(one, locale)}${counts[one] !== undefined && counts[one] > 0 && html`<b>${counts[one]}</b>`}</a
          >`,
      )}
    </nav>
    <main>${tabBody(context, tab, lists, chat)}</main>`
}

function tabBody(context: PageContext, tab: Tab, lists: Lists, chat: Message[]): Html[] {
  if (tab === 'start') return startable(context).map((definition) => startCard(context, definition))
  const cards =
    tab === 'chat'
      ? chat.map((message) => messageCard(context, message))
      : lists[tab].map((entry) => entryCard(context, entry))
  return cards.length > 0 ? cards : [html`<p class="soft">${word('empty', context.locale)}</p>`]
}

const time = (at: number, locale: string): string => new Date(at).toLocaleString(locale, { hour12: false })

function entryCard({ user, locale }: PageContext, entry: Entry): Html {
  const buttons = 'taskId' in entry && entry.status === 'PENDING' ? entry.actionConfigs : []
  const link = entry.links.pc_link ?? entry.links.mobile_link ?? ''
  return html`<section class="card">
    <h2>${entry.title} <span class="tag ${entry.status}">${statusWord(entry.status, locale)}</span></h2>
    <dl>
      ${entry.form.map(
        ({ name, value }) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
      ${
        'nodeName' in entry &&
        entry.nodeName !== '' &&
        html`<dt>${word('node', locale)}</dt>
          <dd>${entry.nodeName}</dd>`
      }
    </dl>
    <div class="soft">
      ${word('initiator', locale)} ${entry.initiator.name} ${entry.initiator.departmentName} ·
      ${time(entry.createTime, locale)}
      ${entry.bizName !== '' && `· ${word('from', locale)} ${entry.bizName}`}
    </div>
    <div class="row">
      ${buttons.map((button) =>
        pressButton(locale, button, {
          userId: user,
          via: 'list',
          taskId: 'taskId' in entry ? entry.taskId : '',
          action: button.actionType,
        }),
      )}
      <a href="${safeHref(link)}">${word('detail', locale)}</a>
    </div>
  </section>`
}

function messageCard({ user, locale }: PageContext, message: Message): Html {
  if (message.kind === 'im') {
    return html`<section class="card bot">
      <h2>${message.msgType} <span class="soft">${time(message.sentAt, locale)}</span></h2>
      <div>${JSON.stringify(message.content)}</div>
    </section>`
  }
  const tag = message.status === 'open' && message.buttons.length === 0 ? null : message.statusName
  return html`<section class="card bot ${message.buttons.length > 0 && 'open'}">
    <h2>${message.title} ${tag !== null && html`<span class="tag ${message.status}">${tag}</span>`}</h2>
    ${message.initiator.name !== '' && html`<div class="soft">${word('initiator', locale)} ${message.initiator.name} ${message.initiator.departmentName}</div>`}
    <div>${message.content}</div>
    ${message.summaries.map((summary) => html`<div>${summary}</div>`)}
    ${message.comment !== '' && html`<div>${message.comment}</div>`}
    <div class="soft">${message.note} ${time(message.sentAt, locale)}</div>
    <div class="row">
      ${message.buttons.map((button) =>
        pressButton(locale, button, {
          userId: user,
          via: 'card',
          messageId: message.messageId,
          action: button.actionType,
        }),
      )}
      ${message.actions.map((action) => html`<a href="${safeHref(action.pcUrl)}">${action.name === 'DETAIL' ? message.detailName || word('detail', locale) : action.name}</a>`)}
    </div>
  </section>`
}

function pressButton(
  locale: string,
  button: { actionType: string; name: string; needReason: boolean; reasonRequired: boolean },
  press: Record<string, string>,
): Html {
  return html`<button
    class="${button.actionType}"
    data-to="/_sandbox/press"
    data-send="${JSON.stringify(press)}"
    data-reason="${(button.needReason || button.reasonRequired) && word('reason', locale)}"
  >
    ${button.name}
  </button>`
}

/** What the person may start: NONE hides from everyone, TENANT shows to everyone, else the lists decide. */
function startable({ world, user }: PageContext): Definition[] {
  const person = world.state.people.get(user)
  return [...world.state.definitions.values()].filter(({ viewers }) => {
    if (viewers.some(({ type }) => type === 'NONE')) return false
    return viewers.some(
      (viewer) =>
        viewer.type === 'TENANT' ||
        (viewer.userId !== undefined && viewer.userId === user) ||
        (viewer.departmentId !== undefined && person?.departmentIds.includes(viewer.departmentId) === true),
    )
  })
}

function startCard({ locale }: PageContext, definition: Definition): Html {
  const { create_link_pc, create_link_mobile } = definition.wire.external
  return html`<section class="card">
    <h2>
      ${textIn(definition.name, locale)} <span class="soft">${textIn(definition.groupName, locale)}</span>
    </h2>
    <div>${textIn(definition.description, locale)}</div>
    <div class="row">
      ${create_link_pc !== undefined && html`<a class="button" href="${safeHref(create_link_pc)}">${word('start', locale)}</a>`}
      ${create_link_mobile !== undefined && html`<a class="soft" href="${safeHref(create_link_mobile)}">${word('phone', locale)}</a>`}
    </div>
  </section>`
}
