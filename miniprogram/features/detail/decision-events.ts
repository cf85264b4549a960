import { api } from '../../client/services.ts'
import { chooseLater } from '../../view/choose-later.ts'
import { detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { NO_DECISION, toDecision, type Allowed } from './action-items.ts'
import { act, say, type DetailContext } from './detail-context.ts'
import type { DetailEvent } from './detail-page.ts'

/** The buttons of the action bar, and the panel that some of them open. */
export function decisionEvents(
  context: DetailContext,
): Pick<Controller<DetailEvent>, 'onAct' | 'onDecide' | 'onCancel'> {
  const { id, view } = context
  const allowed = (action: string): Allowed | undefined =>
    context.instance?.actions.find((one) => one.action === action)

  return {
    onAct: async (event) => {
      const one = allowed(detailOf(event, 'action'))
      if (!one) return
      const { action, reason, taskId } = one
      if (action === 'postpone') await postpone(context, taskId)
      else if (action === 'approve' || action === 'reject' || action === 'withdraw') {
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
      const files = event.detail['attachments']
      await act(context, () => decide(id, one, reason, Array.isArray(files) ? files : []), say('done'))
    },
    onCancel: () => view.set({ decision: NO_DECISION, fault: '' }),
  }
}

async function postpone(context: DetailContext, taskId: string | null): Promise<void> {
  if (taskId === null) return
  const until = await chooseLater(Date.now())
  if (until === undefined) return
  await act(context, () => api.taskVerb(taskId, 'postpone', { until }), say('postponed'))
}

function decide(
  id: string,
  { action, taskId }: Allowed,
  reason: string,
  attachments: unknown[],
): Promise<unknown> {
  const words = reason === '' ? {} : { reason }
  if (action === 'withdraw') return api.instanceVerb(id, 'withdraw', words)
  if (taskId === null || (action !== 'approve' && action !== 'reject')) {
    return Promise.reject(new Error(`${action} is no decision`))
  }
  return api.taskVerb(taskId, action, { ...words, ...(attachments.length > 0 && { attachments }) })
}
