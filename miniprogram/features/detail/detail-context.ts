import type { InstanceView } from '../../../shared/responses.ts'
import { ApiFailure } from '../../client/failure.ts'
import { api, locale } from '../../client/services.ts'
import type { Links } from '../../view/links.ts'
import type { View } from '../../view/page.ts'
import { LOADING, READY, toPageState, troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import { toActionItems } from './action-items.ts'
import { NO_DECISION } from './decision.ts'
import type { DetailData } from './detail-data.ts'
import { NOTHING_SHOWN, toShown } from './instance-view.ts'
import { pressesOf, toPressItem } from './presses.ts'

export const say = sayIn(locale)

/** What the parts of the page's behaviour share. */
export type DetailContext = {
  id: string
  view: View<DetailData>
  links: Links
  instance: InstanceView | undefined
  sending: boolean
}

/** Reads it anew. What is shown stays when that fails; the next one may succeed. */
export async function load(context: DetailContext): Promise<void> {
  const { id, view } = context
  if (!context.instance) view.set({ state: LOADING })
  try {
    show(context, await api.instance(id))
    await markRead(context)
  } catch (error) {
    const gone = error instanceof ApiFailure && error.status === 404
    if (context.instance && !gone) view.set({ notice: troubleText(error, say) })
    else view.set({ state: toPageState(error, say), shown: NOTHING_SHOWN, actions: [] })
  }
}

function show(context: DetailContext, instance: InstanceView): void {
  context.instance = instance
  context.view.setTitle(instance.definition.name)
  context.view.set({
    state: READY,
    shown: toShown(instance, { locale, now: Date.now(), say, urlOf: api.urlOf }),
    actions: [...pressesOf(instance).map(toPressItem), ...toActionItems(instance.actions, say)],
    mayComment: instance.actions.some(({ action }) => action === 'comment'),
  })
}

/** Whoever it was copied to has read it by opening it. That it did not arrive is nobody's concern here. */
async function markRead({ id, instance }: DetailContext): Promise<void> {
  const { userId } = await api.me()
  const unread = instance?.cc.some(({ person, readAt }) => person.userId === userId && readAt === null)
  if (unread) await api.instanceVerb(id, 'read', {}).catch(() => undefined)
}

/** Answers whether it was done. Whatever it changed, or somebody else meanwhile, is shown afterwards. */
export async function act(
  context: DetailContext,
  call: () => Promise<unknown>,
  done: string,
): Promise<boolean> {
  const { view } = context
  if (context.sending) return false
  context.sending = true
  view.set({ sending: true, fault: '', notice: '' })
  try {
    await call()
    view.set({ decision: NO_DECISION })
    tt.showToast({ title: done, icon: 'success' })
    await load(context)
    return true
  } catch (error) {
    await tell(context, error)
    return false
  } finally {
    context.sending = false
    view.set({ sending: false })
  }
}

/** Somebody else was faster: said in words, with what is true now. Everything else can be tried again. */
async function tell(context: DetailContext, error: unknown): Promise<void> {
  const { view } = context
  const text = troubleText(error, say)
  if (error instanceof ApiFailure && (error.status === 409 || error.status === 404)) {
    view.set({ decision: NO_DECISION, notice: text })
    await load(context)
  } else view.set(view.data.decision.open ? { fault: text } : { notice: text })
}
