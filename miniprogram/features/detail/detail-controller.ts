import type { InstanceView } from '../../../shared/api.ts'
import { ApiFailure } from '../../client/failure.ts'
import { openFile } from '../../client/open-file.ts'
import { api, locale } from '../../client/services.ts'
import { chooseLater } from '../../view/choose-later.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import { LINKS, type Links } from '../../view/links.ts'
import type { Controller, View } from '../../view/page.ts'
import { LOADING, READY, toPageState, troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import { NO_DECISION, toActionItems, toDecision, type Allowed } from './action-items.ts'
import type { DetailData, DetailEvent } from './detail-page.ts'
import { toShown } from './instance-view.ts'

const say = sayIn(locale)

/** One approval: what it says, how far it is, and what this person may do now. */
export function openDetail(view: View<DetailData>, id: string, links: Links): Controller<DetailEvent> {
  let instance: InstanceView | undefined
  let sending = false

  const show = (next: InstanceView): void => {
    instance = next
    tt.setNavigationBarTitle({ title: next.definition.name })
    const shown = toShown(next, { locale, now: Date.now(), say, urlOf: api.urlOf })
    const mayComment = next.actions.some(({ action }) => action === 'comment')
    view.set({ state: READY, shown, actions: toActionItems(next.actions, say), mayComment })
  }
  /** What is shown stays when a later reading fails; the next one may succeed. */
  const load = async (): Promise<void> => {
    if (!instance) view.set({ state: LOADING })
    try {
      show(await api.instance(id))
      void markRead()
    } catch (error) {
      const gone = error instanceof ApiFailure && error.status === 404
      if (instance && !gone) view.set({ notice: troubleText(error, say) })
      else view.set({ state: toPageState(error, say), shown: null, actions: [] })
    }
  }
  const markRead = async (): Promise<void> => {
    const { userId } = await api.me()
    const unread = instance?.cc.some(({ person, readAt }) => person.userId === userId && readAt === null)
    if (unread) await api.instanceVerb(id, 'read', {}).catch(() => undefined)
  }

  /** Answers whether it was done. Whatever it changed, or somebody else meanwhile, is shown afterwards. */
  const act = async (call: () => Promise<unknown>, done: string): Promise<boolean> => {
    if (sending) return false
    sending = true
    view.set({ sending: true, fault: '', notice: '' })
    try {
      await call()
      view.set({ decision: NO_DECISION })
      tt.showToast({ title: done, icon: 'success' })
      await load()
      return true
    } catch (error) {
      const overtaken = error instanceof ApiFailure && (error.status === 409 || error.status === 404)
      const text = troubleText(error, say)
      if (overtaken) {
        view.set({ decision: NO_DECISION, notice: text })
        await load()
      } else view.set(view.data.decision.open ? { fault: text } : { notice: text })
      return false
    } finally {
      sending = false
      view.set({ sending: false })
    }
  }
  const allowed = (action: string): Allowed | undefined =>
    instance?.actions.find((one) => one.action === action)

  const postpone = async (taskId: string): Promise<void> => {
    const until = await chooseLater(Date.now())
    if (until !== undefined) await act(() => api.taskVerb(taskId, 'postpone', { until }), say('postponed'))
  }

  return {
    onRetry: load,
    onAct: async (event) => {
      const one = allowed(dataOf(event, 'action') || detailOf(event, 'action'))
      if (!one) return
      const { action, reason, taskId } = one
      if (action === 'postpone') {
        if (taskId !== null) await postpone(taskId)
      } else if (action !== 'comment') {
        view.set({ decision: toDecision({ action, reason }, say), fault: '', notice: '' })
      }
    },
    onDecide: async (event) => {
      const one = allowed(view.data.decision.action)
      if (!one) return
      const reason = detailOf(event, 'reason').trim()
      if (one.reason === 'required' && reason === '') {
        view.set({ fault: say('reasonMissing') })
        return
      }
      const attachments = event.detail['attachments']
      await act(() => decide(id, one, reason, Array.isArray(attachments) ? attachments : []), say('done'))
    },
    onCancel: () => view.set({ decision: NO_DECISION, fault: '' }),
    onComment: async (event) => {
      view.set({ commenting: true })
      const { text, mentions, attachments } = event.detail
      const sent = await act(
        () => api.instanceVerb(id, 'comment', { text, mentions, attachments }),
        say('commentSent'),
      )
      view.set({ commenting: false, ...(sent && { commented: view.data.commented + 1 }) })
    },
    onOpenFile: (event) => {
      const files = [...(view.data.shown?.values ?? []), ...(view.data.shown?.comments ?? [])]
      openFile(
        tt,
        files.flatMap((one) => one.files),
        detailOf(event, 'id'),
      ).catch(() => view.set({ notice: say('fileFailed') }))
    },
    onHome: () => tt.reLaunch({ url: links.home }),
    page: {
      show: load,
      refresh: load,
      share: () => ({
        title: view.data.shown?.title ?? say('appTitle'),
        path: LINKS.phone.detail(id),
        PCPath: LINKS.pc.detail(id),
        PCMode: 'appCenter',
      }),
    },
  }
}

function decide(id: string, { action, taskId }: Allowed, reason: string, attachments: unknown[]) {
  const words = reason === '' ? {} : { reason }
  if (action === 'withdraw') return api.instanceVerb(id, 'withdraw', words)
  if (taskId === null || (action !== 'approve' && action !== 'reject'))
    return Promise.reject(new Error(`${action} has no task`))
  return api.taskVerb(taskId, action, { ...words, ...(attachments.length > 0 && { attachments }) })
}
