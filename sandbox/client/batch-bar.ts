import { api } from './api.ts'
import type { ClientContext } from './client-context.ts'
import { make, makeButton } from './dom.ts'

export type Batch = {
  element: HTMLElement
  tasks: ReadonlySet<string>
  toggle: (taskId: string, on: boolean) => void
  /** Forgets what is no to-do any more. */
  keepOnly: (tasks: ReadonlySet<string>) => void
  draw: () => void
}

/** Approves all ticked to-dos, one callback after the other, as Feishu does. */
export function createBatch(context: () => ClientContext): Batch {
  const tasks = new Set<string>()
  const element = make('div', { class: 'batch' })
  const draw = (): void => {
    element.hidden = tasks.size === 0
    const { words } = context()
    const button = makeButton(
      `${words.batch} (${String(tasks.size)})`,
      () => {
        button.disabled = true
        void approveAll([...tasks], context()).then(() => {
          tasks.clear()
          draw()
        })
      },
      'button primary',
    )
    element.replaceChildren(button)
  }
  draw()
  return {
    element,
    tasks,
    draw,
    toggle(taskId, on) {
      if (on) tasks.add(taskId)
      else tasks.delete(taskId)
      draw()
    },
    keepOnly(known) {
      const gone = [...tasks].filter((task) => !known.has(task))
      for (const task of gone) tasks.delete(task)
      if (gone.length > 0) draw()
    },
  }
}

async function approveAll(tasks: readonly string[], { choice, words, say }: ClientContext): Promise<void> {
  let failed = 0
  for (const taskId of tasks) {
    const result = await api
      .press({ userId: choice.user, via: 'list', taskId, action: 'APPROVE' })
      .catch(() => ({ shown: '' }))
    if (result.shown !== undefined) failed += 1
  }
  const done = words.batch_done.replace('{n}', String(tasks.length - failed))
  say(failed === 0 ? done : `${done} · ${words.batch_failed.replace('{n}', String(failed))}`)
}
