import { cleanText } from '../../../shared/person-text.ts'
import { api, locale } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { tellAgain } from '../../view/tell-again.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import { NO_DECISION, toDecision } from '../detail/decision.ts'
import { commonReason, decideEach, type BatchResult } from './batch.ts'
import type { ListContext } from './list-context.ts'
import type { ListEvent } from './list-data.ts'
import { keyOf } from './list-state.ts'
import { allOrNone, selectedItems, toggled } from './selection.ts'

type Events = 'onSelectMode' | 'onSelect' | 'onSelectAll' | 'onBatch' | 'onDecide' | 'onCancel'

const say = sayIn(locale)

/** Selecting alike to-dos, and approving what is selected. */
export function batchEvents(context: ListContext): Pick<Controller<ListEvent>, Events> {
  const { view, reader } = context
  let deciding = false

  const chosen = () => selectedItems(reader.state.items, context.selection)
  const select = (selection: ListContext['selection']): void => {
    context.selection = selection
    context.show()
  }

  return {
    onSelectMode: () => select(context.selection ? null : new Set()),
    onSelect: (event) => select(toggled(context.selection ?? new Set(), detailOf(event, 'key'))),
    onSelectAll: () => select(allOrNone(reader.state.items, context.selection ?? new Set())),
    onBatch: () => {
      const items = chosen()
      if (items.length === 0) return
      const decision = toDecision({ action: 'approve', reason: commonReason(items) }, say, {
        phrases: phrasesFor(reader.state),
      })
      const title = say('approveCount', { count: items.length })
      view.set({ decision: { ...decision, title, withFiles: false }, fault: '' })
    },
    onDecide: async (event) => {
      const items = chosen()
      const reason = cleanText(detailOf(event, 'reason'))
      if (deciding) return
      if (commonReason(items) === 'required' && reason === '') {
        tellAgain(view, say('reasonMissing'))
        return
      }
      deciding = true
      view.set({ sending: true, fault: '' })
      const result = await decideEach(
        items,
        (id) => api.taskVerb(id, 'approve', reason === '' ? {} : { reason }),
        (count) => view.set({ notice: say('batchProgress', { count, all: items.length }) }),
      )
      deciding = false
      context.selection = result.failed.length > 0 ? new Set(result.failed.map(({ key }) => key)) : null
      view.set({ sending: false, decision: NO_DECISION, notice: batchText(result, titleOf(context)) })
      await reader.first()
    },
    onCancel: () => view.set({ decision: NO_DECISION, fault: '' }),
  }
}

/** Of the group that is shown; of any others there are none that fit all. */
const phrasesFor = ({ groups, filter }: ListContext['reader']['state']): readonly string[] =>
  groups.find(({ definition, nodeId }) => definition.code === filter.definition && nodeId === filter.node)
    ?.phrases ?? []

const titleOf =
  ({ reader }: ListContext) =>
  (key: string): string =>
    reader.state.items.find((one) => keyOf(one) === key)?.title ?? key

function batchText({ done, failed, stopped }: BatchResult, nameOf: (key: string) => string): string {
  if (failed.length === 0) return say('batchDone', { count: done.length })
  const reasons = failed.map(({ key, error }) =>
    say('batchFailure', { title: nameOf(key), reason: troubleText(error, say) }),
  )
  const counts = { count: done.length, failed: failed.length }
  return [say(stopped ? 'batchStopped' : 'batchPartly', counts), ...reasons].join('\n')
}
