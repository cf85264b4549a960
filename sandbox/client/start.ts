import type { ClientContext } from './client-context.ts'
import { make } from './dom.ts'
import type { Startable } from './model.ts'
import { patchList } from './patch-list.ts'

/** What the person may start, by group. */
export function renderStart(
  container: HTMLElement,
  startable: readonly Startable[],
  context: ClientContext,
): void {
  const groups = [...new Set(startable.map(({ group }) => group))].map((group) => ({
    group,
    items: startable.filter((one) => one.group === group),
  }))
  patchList(
    container,
    groups,
    ({ group }) => group,
    ({ group, items }) =>
      make(
        'section',
        { class: 'group' },
        make('h3', { text: group }),
        make('div', { class: 'tiles' }, ...items.map((item) => makeTile(item, context))),
      ),
  )
}

function makeTile(
  { name, description, pcLink, mobileLink }: Startable,
  { open }: ClientContext,
): HTMLElement {
  const tile = make(
    'button',
    {
      class: 'tile',
      on: {
        click: () => {
          open({ phone: mobileLink, pc: pcLink }, { in: 'center' })
        },
      },
    },
    make('span', { class: 'tile-icon', text: Array.from(name)[0] ?? '' }),
    make(
      'span',
      { class: 'tile-words' },
      make('strong', { text: name }),
      make('small', { text: description }),
    ),
  )
  tile.type = 'button'
  tile.querySelector('.tile-icon')?.setAttribute('aria-hidden', 'true')
  return tile
}
