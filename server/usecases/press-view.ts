import type { PressAction, PressedView } from '../../shared/responses.ts'
import type { Locale } from '../../shared/locale.ts'
import { isOpen, type Task } from '../domain/instance.ts'
import { nameOfAction } from '../domain/mirror/action-name.ts'
import { waitsForSource } from '../domain/mirror/pressed.ts'
import type { PicturedTask } from '../domain/picture.ts'

type Shown = { actions?: PressAction[]; pressed?: PressedView }

/** What somebody may press on a task that another system carries on, or has pressed. Nothing while it is not open. */
export function viewPress(
  task: Pick<Task, 'status' | 'pressed'>,
  actions: PicturedTask['actions'],
  locale: Locale,
): Shown {
  const { pressed } = task
  if (!isOpen(task)) return {}
  if (pressed && waitsForSource(pressed)) {
    const { at, action } = pressed
    return { pressed: { at, action, name: nameOfAction(actions, action, locale) } }
  }
  return {
    actions: actions.map(({ type, reason, asksFiles }) => {
      return { type, name: nameOfAction(actions, type, locale), reason, asksFiles }
    }),
  }
}
