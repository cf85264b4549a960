import type { DefinitionView, NodeView } from '../../../shared/responses.ts'
import type { Language } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import type { NodeItem } from '../../view/node-item.ts'
import { isSkipped, toNodeItem, toWaiting } from '../../view/node-item.ts'
import { laneOf, limitText, modeText } from '../../view/node-notes.ts'
import type { Say } from '../../view/words.ts'
import type { Preview } from '../../client/api.ts'
import type { Draft, Named } from './draft.ts'
import { ofNode } from './people-faults.ts'

type Choices = DefinitionView['choices']
type Shown = {
  choices: Choices
  draft: Pick<Draft, 'approvers'>
  tried: boolean
  refused: Readonly<Record<string, string>>
  say: Say
}

/** The nodes a form would take, with those for which the initiator names the approvers. */
export function toRouteItems(
  { nodes }: Preview,
  { choices, draft: { approvers }, tried, refused, say }: Shown,
): NodeItem[] {
  return nodes.map((node) => {
    const mine = choices.some(({ nodeId }) => nodeId === node.id)
    const chosen = own(approvers, node.id) ?? []
    const skipped = isSkipped(node)
    const people = mine ? chosen.map(({ id, name }) => ({ userId: id, name })) : node.approvers
    return {
      ...toNodeItem(node.id, node.name),
      tone: skipped ? 'skipped' : 'waiting',
      statusText: skipped ? skippedText(node, say) : '',
      modeText: skipped ? '' : modeText(node, people.length, say),
      limitText: skipped ? '' : limitText(node, say),
      ...laneOf(node, nodes, say),
      people: skipped ? [] : people.map((person) => ({ ...toWaiting(person), note: foreseen(person, say) })),
      canChoose: mine && !skipped,
      chooseText: say(chosen.length > 0 ? 'changeApprovers' : 'chooseApprovers'),
      fault: mine && !skipped ? faultOf(chosen, own(refused, ofNode(node.id)), tried, say) : '',
    }
  })
}

function faultOf(chosen: readonly Named[], refused: string | undefined, tried: boolean, say: Say): string {
  return refused ?? (tried && chosen.length === 0 ? say('approversMissing') : '')
}

const TOLD = [
  ['start', 'toldStart'],
  ['approved', 'toldApproved'],
  ['end', 'toldEnd'],
] as const

/** Who is told of it, and when. */
export function ccText({ cc }: Pick<Preview, 'cc'>, locale: Language, say: Say): string {
  const isEnglish = locale === 'en-US'
  return TOLD.flatMap(([time, key]) => {
    const names = cc.filter(({ at }) => at === time).map(({ name }) => name)
    return names.length > 0 ? [say(key, { names: names.join(isEnglish ? ', ' : '、') })] : []
  }).join(isEnglish ? '; ' : '；')
}

/** The nodes that still want somebody named. */
export function missingChoices(nodes: readonly NodeView[], choices: Choices, draft: Draft): string[] {
  return choices
    .map(({ nodeId }) => nodeId)
    .filter((nodeId) => nodes.some((node) => node.id === nodeId && !isSkipped(node)))
    .filter((nodeId) => (own(draft.approvers, nodeId) ?? []).length === 0)
}

/** The choices that are sent: those of nodes that the definition asks for. */
export function toApprovers(choices: Choices, draft: Draft): Record<string, string[]> {
  return Object.fromEntries(
    choices.flatMap(({ nodeId }): [string, string[]][] => {
      const ids = (own(draft.approvers, nodeId) ?? []).map(({ id }) => id)
      return ids.length > 0 ? [[nodeId, ids]] : []
    }),
  )
}

export const skippedText = (node: NodeView, say: Say): string =>
  say(node.skipped === 'self_approval' ? 'skippedSelf' : 'skippedCondition')

function foreseen({ delegate, repeats }: NodeView['approvers'][number], say: Say): string {
  if (delegate) return say('delegateDecides', { name: delegate.name })
  return repeats ? say('repeatsApproval') : ''
}
