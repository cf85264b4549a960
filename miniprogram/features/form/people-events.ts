import { own } from '../../../shared/own.ts'
import { dataOf, detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { troubleText } from '../../view/trouble.ts'
import { change, refuse, say, showRoute, type FormContext } from './form-context.ts'
import type { FormEvent } from './form-data.ts'
import { pickCc } from './form-pickers.ts'
import type { Named } from './draft.ts'
import { ofNode } from './people-faults.ts'

type Events = 'onChoose' | 'onPickCc' | 'onRemoveCc'

/** Who approves where the initiator says so, and who is told. */
export function peopleEvents(context: FormContext): Pick<Controller<FormEvent>, Events> {
  return {
    onChoose: async (event) => {
      const nodeId = detailOf(event, 'id')
      const before = own(context.state?.draft.approvers ?? {}, nodeId) ?? []
      const chosen = await choose(context, ofNode(nodeId), before)
      if (!chosen || !context.state) return
      const { draft } = context.state
      change(context, { ...draft, approvers: { ...draft.approvers, [nodeId]: chosen } }, ofNode(nodeId))
    },
    onPickCc: async () => {
      const chosen = await choose(context, 'cc', context.state?.draft.cc ?? [])
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

/** Undefined: nobody was chosen, or the client shows no picker, which is said where they would stand. */
async function choose(
  context: FormContext,
  place: string,
  before: readonly Named[],
): Promise<Named[] | undefined> {
  try {
    return await pickCc(before)
  } catch (error) {
    if (context.state) refuse(context.state, place, troubleText(error, say))
    showRoute(context)
    return undefined
  }
}
