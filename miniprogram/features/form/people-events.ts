import { own } from '../../../shared/own.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { change, type FormContext } from './form-context.ts'
import type { FormEvent } from './form-data.ts'
import { pickCc } from './form-pickers.ts'
import { ofNode } from './people-faults.ts'

type Events = 'onChoose' | 'onPickCc' | 'onRemoveCc'

/** Who approves where the initiator says so, and who is told. */
export function peopleEvents(context: FormContext): Pick<Controller<FormEvent>, Events> {
  return {
    onChoose: async (event) => {
      const nodeId = detailOf(event, 'id')
      const chosen = await pickCc(own(context.state?.draft.approvers ?? {}, nodeId) ?? [])
      if (!chosen || !context.state) return
      const { draft } = context.state
      change(context, { ...draft, approvers: { ...draft.approvers, [nodeId]: chosen } }, ofNode(nodeId))
    },
    onPickCc: async () => {
      const chosen = await pickCc(context.state?.draft.cc ?? [])
      if (!chosen || !context.state) return
      const { draft } = context.state
      // Those of an earlier one are user_ids, which the picker does not know: they stay until removed.
      const kept = draft.cc.filter(({ id }) => !id.startsWith('ou_'))
      change(context, { ...draft, cc: [...kept, ...chosen] }, 'cc')
    },
    onRemoveCc: (event) => {
      if (!context.state) return
      const { draft } = context.state
      change(context, { ...draft, cc: draft.cc.filter(({ id }) => id !== dataOf(event, 'id')) }, 'cc')
    },
  }
}
