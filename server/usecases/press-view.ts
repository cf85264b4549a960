import type { PressAction, PressedView } from '../../shared/responses.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import { VERB_TEXTS } from '../../shared/verb-texts.ts'
import { isOpen, type Task } from '../domain/instance.ts'
import { waitsForSource } from '../domain/mirror/pressed.ts'
import type { PicturedTask } from '../domain/picture.ts'
import type { QuickAction } from '../domain/quick-action.ts'

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
  return { actions: actions.map((one) => toPressAction(one, locale)) }
}

const toPressAction = ({ type, name, reason, asksFiles }: QuickAction, locale: Locale): PressAction => ({
  type,
  name: name ? textIn(name, locale) : wordFor(type, locale),
  reason,
  asksFiles,
})

/** As its source calls it; what it calls so no more goes by its type. */
export function nameOfAction(actions: readonly QuickAction[], type: string, locale: Locale): string {
  const name = actions.find((one) => one.type === type)?.name
  return name ? textIn(name, locale) : wordFor(type, locale)
}

function wordFor(type: string, locale: Locale): string {
  if (type === 'APPROVE') return VERB_TEXTS.approve[locale]
  return type === 'REJECT' ? VERB_TEXTS.reject[locale] : type
}
