import { api, locale } from '../../client/services.ts'
import { chooseLater } from '../../view/choose-later.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import type { ListContext } from './list-context.ts'
import { keyOf } from './list-state.ts'

const say = sayIn(locale)

/** Leaves a to-do for later; one that is left already comes back. */
export async function postponeTask({ view, reader }: ListContext, key: string): Promise<void> {
  const task = reader.state.items.find((item) => keyOf(item) === key)?.task
  if (!task) return
  const now = Date.now()
  const postponed = task.postponedUntil !== null && task.postponedUntil > now
  const until = postponed ? null : await chooseLater(now)
  if (until === undefined) return
  try {
    await api.taskVerb(task.id, 'postpone', { until })
    tt.showToast({ title: say(postponed ? 'backToTodo' : 'postpone-done'), icon: 'success' })
  } catch (error) {
    view.set({ notice: troubleText(error, say) })
  }
  await reader.first()
}
