import { api } from './api.ts'
import { createBatch } from './batch-bar.ts'
import { renderChat } from './chat.ts'
import type { ClientContext } from './client-context.ts'
import { createControls } from './controls.ts'
import { toAttached } from './attached.ts'
import { askOpinion } from './dialog.ts'
import { make } from './dom.ts'
import { createFrame } from './frame.ts'
import { drawHeader } from './header.ts'
import { createInspector } from './inspector.ts'
import { answerJssdk } from './jssdk-desk.ts'
import { containerNamed } from './links.ts'
import { renderList } from './lists.ts'
import { createSingle, listenForChanges } from './live.ts'
import type { Lists, Message, Person, Startable } from './model.ts'
import { createOtherSystem } from './other-system.ts'
import { createPasting } from './pasted-link.ts'
import { drawRail, type Tool } from './rail.ts'
import { renderStart } from './start.ts'
import type { Choice } from './choices.ts'
import { applyTheme, keepChoice, readChoice } from './state.ts'
import { wordsOf } from './words.ts'

/** What the server side last said about the chosen person. */
type Shown = { people: Person[]; lists: Lists; chat: Message[]; startable: Startable[] }

const query = new URLSearchParams(location.search)
let choice = readChoice()
let words = wordsOf(choice.locale)
let shown: Shown = { people: [], lists: { todo: [], done: [], started: [], cc: [] }, chat: [], startable: [] }
const tools: Record<Tool, boolean> = { other: false, controls: false, requests: false }

const header = make('header', { class: 'top' })
const rail = make('nav', { class: 'rail' })
const heading = make('h2', { class: 'pane-title' })
const items = make('div', { class: 'items' })
const empty = make('p', { class: 'empty' })
const said = make('div', { class: 'said', role: 'status' })
const lost = make('div', { class: 'lost', role: 'alert' })

const say = (text: string): void => {
  said.textContent = text
  clearTimeout(hush)
  hush = setTimeout(() => (said.textContent = ''), 4_000)
}
let hush: ReturnType<typeof setTimeout> | undefined

const frame = createFrame({
  choice,
  words,
  say,
  modeChanged: (mode) => {
    change({ mode })
  },
})
const inspector = createInspector(words, choice.locale)
const controls = createControls(words, choice.locale)

const other = createOtherSystem(() => ({ ...choice, people: shown.people }), {
  say,
  changed: () => {
    refresh()
  },
})
const pasting = createPasting({
  user: () => choice.user,
  words: () => words,
  say,
  changed: () => {
    refresh()
  },
})
const context = (): ClientContext => ({
  choice,
  words,
  say,
  press,
  open: frame.open,
  pressPreview: async (messageId, value) => {
    const toast = await pasting.press(messageId, value)
    say(toast[choice.locale] ?? '')
  },
})

const press: ClientContext['press'] = async (pressed, button) => {
  const asks = button.needReason || button.reasonRequired
  const opinion = asks ? await askOpinion(words, button) : { reason: '', files: [] }
  if (opinion === undefined) return
  const { reason } = opinion
  try {
    const files = await Promise.all(opinion.files.map(toAttached))
    const { shown: problem } = await api.press({ ...pressed, ...(reason !== '' && { reason }), files })
    if (problem !== undefined) say(problem)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
  refresh()
}

const batch = createBatch(context)

const refresh = createSingle(async () => {
  const { user, locale } = choice
  const [lists, chat, startable] = await Promise.all([
    api.lists(user, locale),
    api.chat(user, locale),
    api.startable(user, locale),
    tools.requests ? inspector.refresh() : undefined,
    tools.controls ? controls.refresh() : undefined,
    tools.other ? other.refresh() : undefined,
  ])
  if (user !== choice.user || locale !== choice.locale) return
  shown = { ...shown, lists, chat, startable }
  pasting.look(chat)
  batch.keepOnly(new Set(lists.todo.map(({ taskId = '' }) => taskId)))
  drawPane()
})

function change(patch: Partial<Choice>): void {
  const before = choice
  choice = { ...choice, ...patch }
  words = wordsOf(choice.locale)
  keepChoice(choice)
  applyTheme(choice.theme)
  document.documentElement.lang = choice.locale
  if (before.user !== choice.user || before.locale !== choice.locale || before.section !== choice.section) {
    items.replaceChildren()
  }
  if (before.locale !== choice.locale) {
    inspector.update(words, choice.locale)
    controls.update(words, choice.locale)
    other.update()
    batch.draw()
  }
  frame.update(choice, words)
  drawAround()
  drawPane()
  refresh()
}

function drawAround(): void {
  document.title = `${words.product} · ${words.sandbox}`
  drawHeader(header, { choice, words, people: shown.people }, change)
}

function drawPane(): void {
  const { section } = choice
  heading.textContent = words[section]
  items.dataset['section'] = section
  if (section === 'chat') renderChat(items, shown.chat, context())
  else if (section === 'start') renderStart(items, shown.startable, context())
  else renderList(items, shown.lists[section], section === 'todo' ? batch : undefined, context())
  pasting.draw()
  empty.textContent = items.childElementCount === 0 ? words[`empty_${section}`] : ''
  batch.element.classList.toggle('off', section !== 'todo')
  pasting.element.classList.toggle('off', section !== 'chat')
  drawRail(rail, {
    words,
    section,
    tools,
    counts: {
      todo: shown.lists.todo.length,
      chat: shown.chat.filter((message) => message.kind === 'card' && message.buttons.length > 0).length,
      cc: shown.lists.cc.filter(({ readStatus }) => readStatus === 'UNREAD').length,
    },
    onSection: (next) => {
      change({ section: next })
    },
    onTool: (tool) => {
      tools[tool] = !tools[tool]
      document.body.dataset[tool] = String(tools[tool])
      drawPane()
      refresh()
    },
  })
}

async function start(): Promise<void> {
  applyTheme(choice.theme)
  document.documentElement.lang = choice.locale
  document.body.append(
    header,
    rail,
    make('main', { class: 'pane' }, heading, batch.element, pasting.element, empty, items),
    frame.element,
    make('div', { class: 'drawers' }, other.element, controls.element, inspector.element),
    said,
    lost,
  )
  shown.people = await api.people()
  if (!shown.people.some(({ userId }) => userId === choice.user)) choice.user = shown.people[0]?.userId ?? ''
  drawAround()
  drawPane()
  answerJssdk({ frame, context })
  openFromAddress()
  listenForChanges(refresh, (isUp) => {
    lost.textContent = isUp ? '' : words.lost
  })
}

/** An applink that was followed comes here with its page. */
function openFromAddress(): void {
  const [page, web] = [query.get('page'), query.get('web')]
  const where = containerNamed(query.get('in'))
  if (page !== null) frame.openTarget({ ...where, kind: 'mini', page })
  else if (web !== null && /^https?:\/\//i.test(web))
    frame.openTarget({ ...where, kind: 'web', address: web })
  keepChoice(choice)
}

await start()
