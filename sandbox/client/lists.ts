import { makeAvatar } from './avatar.ts'
import { timeText, type ClientContext } from './client-context.ts'
import { make, makeButton } from './dom.ts'
import type { Entry } from './model.ts'
import { patchList } from './patch-list.ts'
import { statusWord } from './words.ts'

/** To-dos that are ticked, by task. */
export type Selection = { tasks: ReadonlySet<string>; toggle: (taskId: string, on: boolean) => void }

export function renderList(
  container: HTMLElement,
  entries: readonly Entry[],
  selection: Selection | undefined,
  context: ClientContext,
): void {
  patchList(
    container,
    entries,
    ({ taskId, ccId, instanceId }) => taskId ?? ccId ?? instanceId,
    (entry) => makeEntry(entry, selection, context),
  )
}

/** Feishu approves several at once where the definition allows it and no reason is wanted. */
const canBatch = (entry: Entry): boolean =>
  entry.batch === true &&
  entry.taskId !== undefined &&
  (entry.actionConfigs ?? []).some(
    ({ actionType, reasonRequired }) => actionType === 'APPROVE' && !reasonRequired,
  )

function makeEntry(entry: Entry, selection: Selection | undefined, context: ClientContext): HTMLElement {
  const { words, choice, open } = context
  const { name, departmentName } = entry.initiator
  const onOpen = (): void => {
    const links = { phone: entry.links.mobile_link ?? '', pc: entry.links.pc_link ?? '' }
    open(links, { in: 'center', display: entry.displayMethod ?? null })
  }
  const facts = entry.form.map(({ name: label, value }) => [label, value] as const)
  const node =
    entry.nodeName === undefined || entry.nodeName === '' ? [] : [[words.node, entry.nodeName] as const]
  return make(
    'article',
    { class: 'entry', label: entry.title },
    make(
      'header',
      { class: 'entry-head' },
      selection && canBatch(entry) && makeTick(entry, selection, words.select),
      makeAvatar(name),
      make(
        'div',
        { class: 'entry-title' },
        make('h3', {}, makeButton(entry.title, onOpen, 'link')),
        make('p', { class: 'soft', text: [name, departmentName].filter(Boolean).join(' · ') }),
      ),
      entry.readStatus === 'UNREAD' &&
        make('span', { class: 'tag', text: words.unread, data: { status: 'PENDING' } }),
      make('span', {
        class: 'tag',
        text: statusWord(choice.locale, entry.status),
        data: { status: entry.status },
      }),
    ),
    make(
      'dl',
      { class: 'facts' },
      ...[...facts, ...node].flatMap(([term, value]) => [
        make('dt', { text: term }),
        make('dd', { text: value }),
      ]),
    ),
    make(
      'footer',
      { class: 'entry-foot' },
      make('span', {
        class: 'soft',
        text: [timeText(entry.createTime, choice.locale), entry.bizName && `${words.from} ${entry.bizName}`]
          .filter(Boolean)
          .join(' · '),
      }),
      ...quickActions(entry, context),
    ),
  )
}

function quickActions(entry: Entry, { choice, press }: ClientContext): HTMLElement[] {
  const { taskId } = entry
  if (taskId === undefined || entry.status !== 'PENDING') return []
  return (entry.actionConfigs ?? []).map((config) => {
    const style = config.actionType === 'APPROVE' ? 'button primary small' : 'button danger small'
    const button = makeButton(
      config.name,
      () => {
        button.disabled = true
        const pressed = { userId: choice.user, via: 'list' as const, taskId, action: config.actionType }
        void press(pressed, config).finally(() => (button.disabled = false))
      },
      style,
    )
    return button
  })
}

function makeTick({ taskId = '', title }: Entry, selection: Selection, label: string): HTMLElement {
  const box = make('input', { label: `${label} ${title}` })
  box.type = 'checkbox'
  box.checked = selection.tasks.has(taskId)
  box.addEventListener('change', () => {
    selection.toggle(taskId, box.checked)
  })
  return box
}
